"""The indigo room: bulletin and window, taking, benefit papers, missed referrals (rulebook 9.2)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kezek.core.applications import ArchiveReason, State, Term, TermKind, deadline
from kezek.core.errors import Code, Refusal
from kezek.core.happenings import Happening
from kezek.core.modes.contract import Decision, Rules, World
from kezek.core.modes.indigo.days import is_publication_day, next_due, window_end_of
from kezek.core.modes.indigo.lifecycle import ACTS, TERMS, decide, decide_due
from kezek.core.modes.laws import violations
from kezek.core.modes.room import Row
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueType, SharedKey
from kezek.core.territories import Mode
from kezek.core.triggers import (
    Accept,
    ChangeChoices,
    Chosen,
    DueTrigger,
    OnApplication,
    Outage,
    PlaceTermDue,
    Publish,
    Reject,
    Take,
    TermDue,
    TerritoryDue,
    Verify,
)
from kezek.core.turns import Standing
from tests.builders import CALENDAR, CITY, MONDAY, application, garden, place
from tests.builders import rules as plain_rules

TUESDAY = MONDAY + timedelta(days=1)
EVENING = TUESDAY + timedelta(hours=11)
SHARED = SharedKey(CITY, QueueType.GENERAL, 2022, "kk")


def rules(**settings: object) -> Rules:
    return replace(plain_rules(**settings), modes={CITY: Mode.INDIGO})


def child(serial: int, **fields: Any) -> Any:
    return application(serial, mode=Mode.INDIGO, choices=(), **fields)


def world(applications: list[Any], places: list[Place], count: int = 3) -> World:
    return World(
        {one.id: one for one in applications},
        {one.id: one for one in places},
        {SHARED: Queue(SHARED, count, 3)},
        territories={garden(number): CITY for number in range(1, 5)},
    )


def after(before: World, decision: Decision) -> World:
    """The world once a decision is saved; every law was kept."""
    assert violations(before, decision) == []
    applications, places, queues = (
        dict(before.applications),
        dict(before.places),
        dict(before.queues),
    )
    for fact in decision.facts:
        applications |= {change.after.id: change.after for change in fact.applications}
        places |= {change.after.id: change.after for change in fact.places}
        queues |= {change.after.key: change.after for change in fact.queues}
    return World(applications, places, queues, territories=before.territories)


def bulletin(before: World, at: datetime = TUESDAY, **settings: object) -> World:
    trigger = TerritoryDue(CITY, Happening.BULLETIN)
    return after(before, decide_due(before, [trigger], rules(**settings), at))


def taking(one: Any, number: int = 1, **fields: Any) -> Take:
    chosen = Chosen(garden(number), QueueType.GENERAL, CITY, is_private=False, **fields)
    return Take(one.id, chosen)


def refused(before: World, trigger: Any, at: datetime, **settings: object) -> Code:
    with pytest.raises(Refusal) as refusal:
        decide(before, trigger, rules(**settings), at)
    return refusal.value.code


def states(found: World) -> list[State]:
    return [one.state for one in found.applications.values()]


def test_the_first_of_the_shown_order_have_the_window() -> None:
    first, general = child(1, standing=Standing.P), [child(serial) for serial in (2, 3, 4)]
    second = child(5, standing=Standing.P)
    found = bulletin(world([*general, second, first], [place(1), place(2)]))

    assert found.applications[first.id].state is State.PRIORITY
    assert found.applications[general[0].id].state is State.PRIORITY
    assert found.applications[general[1].id].state is State.QUEUED
    assert deadline(found.applications[first.id]) == EVENING


def test_the_deferred_hold_their_turn_and_are_not_called() -> None:
    waits = child(1, standing=Standing.P, state=State.DEFERRED)
    others = [child(2), child(3, standing=Standing.P)]
    found = bulletin(world([waits, *others], [place(1)]))

    assert states(found) == [State.DEFERRED, State.PRIORITY, State.QUEUED]


def test_each_place_may_call_several_families() -> None:
    found = bulletin(world([child(1), child(2), child(3)], [place(1)]), priority_multiplier=2)

    assert states(found) == [State.PRIORITY, State.PRIORITY, State.QUEUED]


@pytest.mark.parametrize(
    ("opened_at", "state"),
    [
        (TUESDAY - timedelta(minutes=30), PlaceState.PUBLISHED),
        (TUESDAY - timedelta(minutes=30, milliseconds=1), PlaceState.PRIORITY),
    ],
)
def test_half_past_eight_itself_is_too_late(opened_at: datetime, state: PlaceState) -> None:
    one = place(1, opened_at=opened_at)

    assert bulletin(world([], [one])).places[one.id].state is state


def test_private_places_are_in_no_bulletin_and_open_at_once() -> None:
    one = replace(place(1), is_private=True)
    published = after(world([], []), decide(world([], []), Publish((one,)), rules(), MONDAY))

    assert published.places[one.id].state is PlaceState.OPEN
    assert bulletin(published).places[one.id].state is PlaceState.OPEN


def test_a_bulletin_that_comes_after_its_window_waits_for_the_next_day() -> None:
    one = place(1)
    found = bulletin(world([child(1)], [one]), at=EVENING)

    assert found.places[one.id].state is PlaceState.PUBLISHED
    assert states(found) == [State.QUEUED]


def test_the_end_of_the_window_opens_the_place_and_keeps_the_child() -> None:
    one, seat = child(1), place(1)
    called = bulletin(world([one], [seat]))
    triggers: list[DueTrigger] = [TermDue(one.id, TermKind.WINDOW), PlaceTermDue(seat.id)]
    found = after(called, decide_due(called, triggers, rules(), EVENING))

    assert found.places[seat.id].state is PlaceState.OPEN
    assert found.applications[one.id].state is State.QUEUED
    assert found.applications[one.id].strikes == 0


@pytest.mark.parametrize(
    ("standing", "count", "left"),
    [(Standing.P, 3, 0), (Standing.G, 1, 2), (Standing.G, 3, 3), (Standing.O, 1, 1)],
)
def test_only_the_window_moves_the_count(standing: Standing, count: int, left: int) -> None:
    one, seat = child(1, standing=standing), place(1)
    called = bulletin(world([one], [seat], count))
    opened = replace(seat, state=PlaceState.OPEN)
    from_open = world([one], [opened], count)

    inside = after(called, decide(called, taking(one), rules(), TUESDAY))
    outside = after(from_open, decide(from_open, taking(one), rules(), TUESDAY))

    assert inside.queues[SHARED].count == left
    assert outside.queues[SHARED].count == count


def test_what_may_be_taken_is_told_by_its_code() -> None:
    one, other = child(1), child(2)
    waiting = world([one, other], [place(1)])
    called = bulletin(waiting)

    assert refused(waiting, taking(one), MONDAY) is Code.TOO_EARLY
    assert refused(called, taking(other), TUESDAY) is Code.NOT_YOURS
    assert refused(called, taking(one, 2), TUESDAY) is Code.NO_PLACE
    blocked = world([replace(one, state=State.STOP_LIST)], [place(1)])
    assert refused(blocked, taking(one), TUESDAY) is Code.STOP_LISTED
    away = world([replace(one, state=State.DEFERRED)], [place(1)])
    assert refused(away, taking(one), TUESDAY) is Code.WRONG_STATE


def test_private_age_comes_before_the_place() -> None:
    young = child(1, born_on=date(2023, 9, 8))
    empty = world([young], [])

    assert refused(empty, taking(young, under_order=True), MONDAY) is Code.NOT_ELIGIBLE_AGE
    old_enough = datetime(2026, 9, 7, 19, tzinfo=UTC)
    assert refused(empty, taking(young, under_order=True), old_enough) is Code.NO_PLACE


def test_nothing_is_taken_in_a_freeze() -> None:
    one = child(1)
    opened = world([one], [place(1, state=PlaceState.OPEN)])

    frozen = {"freeze_spans": ["09-01..09-10"]}
    assert refused(opened, taking(one), TUESDAY, **frozen) is Code.TOO_EARLY


def test_a_place_by_benefit_waits_for_its_papers() -> None:
    one, seat = child(1, standing=Standing.O, claimed=Standing.O), place(1)
    opened = world([one], [replace(seat, state=PlaceState.OPEN)])
    checked = after(opened, decide(opened, taking(one), rules(), TUESDAY))
    confirmed = after(checked, decide(checked, Verify(one.id), rules(), TUESDAY))
    lost = after(checked, decide(checked, Reject(one.id, whole=False), rules(), TUESDAY))

    assert checked.applications[one.id].state is State.BENEFIT_CHECK
    assert deadline(checked.applications[one.id]) == CALENDAR.start_of_day(date(2026, 9, 19))
    assert confirmed.applications[one.id].state is State.REFERRED
    assert lost.applications[one.id].standing is Standing.G
    assert lost.applications[one.id].strikes == 0
    assert lost.places[seat.id].state is PlaceState.PUBLISHED


@pytest.mark.parametrize(
    ("strikes", "state", "reason"),
    [
        (0, State.STOP_LIST, None),
        (1, State.ARCHIVED, ArchiveReason.TWO_MISSED_REFERRALS),
    ],
)
def test_missed_referrals_block_and_then_remove(
    strikes: int, state: State, reason: ArchiveReason | None
) -> None:
    one, seat = child(1, strikes=strikes), place(1)
    opened = world([one], [replace(seat, state=PlaceState.OPEN)])
    referred = after(opened, decide(opened, taking(one), rules(), MONDAY))
    over = CALENDAR.start_of_day(date(2026, 9, 15))
    trigger = TermDue(one.id, TermKind.REFERRAL_END)
    missed = after(referred, decide_due(referred, [trigger], rules(), over)).applications[one.id]

    assert (missed.state, missed.reason, missed.strikes) == (state, reason, strikes + 1)
    if state is State.STOP_LIST:
        assert deadline(missed) == CALENDAR.start_of_day(date(2026, 9, 29))


def test_an_outage_moves_child_and_place_alike() -> None:
    one, seat = child(1), place(1)
    called = bulletin(world([one], [seat]))
    outage = Outage(TUESDAY + timedelta(hours=1), TUESDAY + timedelta(hours=2, minutes=10))
    moved = after(called, decide(called, outage, rules(), TUESDAY + timedelta(hours=3)))

    later = EVENING + timedelta(hours=1, minutes=10)
    assert deadline(moved.applications[one.id]) == later
    assert moved.places[seat.id].window_ends_at == later


def test_an_outage_never_moves_a_window_out_of_its_day() -> None:
    one, seat = child(1), place(1)
    called = bulletin(world([one], [seat]))
    outage = Outage(TUESDAY, TUESDAY + timedelta(hours=9))
    moved = after(called, decide(called, outage, rules(), TUESDAY + timedelta(hours=9)))

    assert moved.places[seat.id].window_ends_at == CALENDAR.start_of_day(date(2026, 9, 9))


def test_bulletins_come_on_publication_days() -> None:
    friday = datetime(2026, 10, 23, 4, tzinfo=UTC)
    due = next_due(rules(), friday)

    assert due is not None
    assert CALENDAR.local(due.at).isoformat() == "2026-10-27T09:00:00+05:00"
    daily = next_due(rules(publication_days="daily"), friday)
    assert daily is not None
    assert CALENDAR.local_day(daily.at) == date(2026, 10, 24)
    assert next_due(rules(freeze_spans=["01-01..12-31"]), friday) is None


def test_days_of_a_freeze_are_no_publication_days() -> None:
    settings = rules(freeze_spans=["08-01..08-31"]).settings

    assert not is_publication_day(date(2026, 8, 4), settings, CALENDAR)
    assert is_publication_day(date(2026, 9, 1), settings, CALENDAR)


def test_a_window_of_two_days_skips_the_weekend() -> None:
    ends_at = window_end_of(date(2026, 10, 9), rules(window_days=2))

    assert CALENDAR.local(ends_at).isoformat() == "2026-10-12T20:00:00+05:00"


@pytest.mark.parametrize("state", list(State))
def test_there_is_no_offer_in_any_state(state: State) -> None:
    one = _in_state(state)

    assert refused(world([one], []), Accept(one.id), MONDAY) is Code.NO_LIVE_OFFER


def test_what_the_table_does_not_have_belongs_to_another_mode() -> None:
    one = child(1)

    assert refused(world([one], []), ChangeChoices(one.id, ()), MONDAY) is Code.MODE_MISMATCH
    assert ChangeChoices not in ACTS


def _in_state(state: State) -> Any:
    window = (Term(EVENING, TermKind.WINDOW, TUESDAY),) if state is State.PRIORITY else ()
    reason = ArchiveReason.OTHER if state is State.ARCHIVED else None
    return child(1, state=state, reason=reason, terms=window)


@pytest.mark.parametrize("kind", [one for one in ACTS if one is not Verify])
def test_an_act_is_refused_wherever_the_table_does_not_have_it(kind: type[OnApplication]) -> None:
    row: Row = ACTS[kind]
    for state in set(State) - row.states:
        one = _in_state(state)
        trigger: Any = object.__new__(kind)
        object.__setattr__(trigger, "application", one.id)
        with pytest.raises(Refusal) as refusal:
            decide(world([one], []), trigger, rules(), MONDAY)
        allowed = {row.elsewhere, Code.ALREADY_DECIDED, *row.codes.values()}
        assert refusal.value.code in allowed, (kind, state)


def test_every_span_of_the_table_has_states() -> None:
    assert all(where for where, _, _ in TERMS.values())
