"""Rules of the engine switched off one at a time: each mutation with the rules that it breaks."""

import builtins
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from kezek.core import lookback, moves
from kezek.core.applications import ENDED, Application, ArchiveReason, State, TermKind
from kezek.core.events import Cause
from kezek.core.modes import registry
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import (
    admission,
    distribution,
    intake,
    lifecycle,
    offers,
    referrals,
    steps,
    upkeep,
    waiting,
)
from kezek.core.places import Place, PlaceState
from kezek.core.queues import QueueKey
from kezek.core.terms import calendar_days_after
from kezek.core.territories import Mode
from kezek.core.triggers import (
    Admit,
    AskExtension,
    ChangeChoices,
    EndContract,
    Outage,
    Sign,
    Submit,
    Verify,
)
from kezek.core.turns import Slot, Standing
from kezek.db import numbers
from kezek.db.claims import Claim
from kezek.scenarios import verbs
from kezek.usecases import applications, recording, unit_of_work, world


@dataclass(frozen=True, slots=True)
class Mutation:
    """What is switched off, which rules say so, and how it is done."""

    what: str
    rules: frozenset[str]
    patches: Callable[[], list[Any]]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """The engine without this rule, until the block ends."""
        with ExitStack() as stack:
            for one in self.patches():
                stack.enter_context(one)
            yield


def mutation(what: str, rules: str, *patches: Callable[[], Any]) -> Mutation:
    """One mutation; the rules stand as in the files, `L-10.3 A-02`."""
    return Mutation(what, frozenset(rules.split()), lambda: [make() for make in patches])


def attr(holder: Any, name: str, value: Any) -> Callable[[], Any]:
    """A function or a constant of a module becomes another. Fails for a name that is gone."""
    return lambda: patch.object(holder, name, value, create=name in dir(builtins))


def setting(**forced: Any) -> Callable[[], Any]:
    """A setting that is not listened to: it has this value whatever the region says."""
    known = unit_of_work.rules_at

    def rules_at(*given: Any) -> Any:
        rules = known(*given)
        return replace(rules, settings=rules.settings.with_settings(forced))

    return attr(unit_of_work, "rules_at", rules_at)


def act(trigger: type, does: Callable[..., Any]) -> Callable[[], Any]:
    """An act does something else."""
    row = replace(lifecycle.ACTS[trigger], act=does)
    return lambda: patch.dict(lifecycle.ACTS, {trigger: row})


def allowed(trigger: type, *more: State) -> Callable[[], Any]:
    """An act that is taken in more states than the ordinance has."""
    row = lifecycle.ACTS[trigger]
    wider = replace(row, states=row.states | frozenset(more))
    return lambda: patch.dict(lifecycle.ACTS, {trigger: wider})


def due(kind: TermKind, does: Callable[..., Any], states: Any = None) -> Callable[[], Any]:
    """The end of a span brings something else, or in other states."""
    where, _, rows = lifecycle.TERMS[kind]
    return lambda: patch.dict(lifecycle.TERMS, {kind: (states or where, does, rows)})


def other(trigger: type, does: Callable[..., Any]) -> Callable[[], Any]:
    """A trigger that is not of one application does something else."""
    return lambda: patch.dict(lifecycle.OTHERS, {trigger: does})


def untold(*codes: str) -> Callable[[], Any]:
    """Notices that are not sent."""
    known = recording.record_notices

    def record(running: Any, notices: Any, now: Any) -> None:
        known(running, tuple(one for one in notices if one.code not in codes), now)

    return attr(recording, "record_notices", record)


def nothing(*_: Any, **__: Any) -> None:
    """Does nothing."""


def gives(value: Any) -> Callable[..., Any]:
    """A function that always gives this."""

    def given(*_: Any, **__: Any) -> Any:
        return value

    return given


def gives_argument(at: int) -> Callable[..., Any]:
    """A function that gives back what it was given at this place."""

    def given(*arguments: Any, **__: Any) -> Any:
        return arguments[at]

    return given


# What is done instead.


def _plain_order(_: Any, waiting: Any) -> Any:
    return [one for standing in Standing for one in waiting.get(standing, ())]


def _head_without_out_of_turn(draft: Any, place: Any) -> Any:
    candidates = [
        one for one in distribution.candidates(draft, place) if one.standing is not Standing.O
    ] or distribution.candidates(draft, place)
    if not candidates:
        return None
    queue = draft.queue(place.key)
    slot = place.slot or Slot.G
    bound = [one for one in candidates if one.standing is Standing(slot)]
    return distribution.Pick((bound or candidates)[0], place, slot, queue.count)


def _draw_anew(_: Any, queue: Any, candidates: Any) -> Any:
    standings = {one.standing for one in candidates}
    return distribution.draw(
        queue,
        has_first_priority=Standing.P in standings,
        has_general=Standing.G in standings,
    )


def _draw_without_storing(queue: Any, **who: Any) -> Any:
    slot, _ = draw(queue, **who)
    return slot, queue.count


draw = distribution.draw


def _freed_without_slot(place: Any) -> Any:
    return replace(place, state=PlaceState.PUBLISHED, holder=None, slot=None)


def _unbound() -> list[Callable[[], Any]]:
    modules = (waiting, intake, offers, referrals, admission, steps)
    return [attr(module, "freed", _freed_without_slot) for module in modules]


def _last_published_first(draft: Any) -> Any:
    free = [one for one in draft.places() if one.state is PlaceState.PUBLISHED]
    return sorted(free, key=lambda place: place.serving_order, reverse=True)


def _anyone(states: frozenset[State], *, asked_again: bool = False) -> Callable[..., bool]:
    def may(draft: Any, one: Any, place: Any) -> bool:
        return (
            one.state in states
            and place.key in one.keys
            and (asked_again or place.id not in one.asked_places)
            and distribution.age_fits(draft, one)
        )

    return may


def _back_at_once(draft: Any, one: Any) -> None:
    place = draft.place(one.offer.place)
    steps.enter_queue(
        draft,
        one,
        "offer:lapsed",
        "L-15.7",
        cause=Cause.RETURNED_AHEAD,
        places=[steps.freed(place)],
    )


def _calendar_days_after_lapse(lapsed: Any, count: int, _: Any) -> Any:
    return lapsed + timedelta(days=count)


def _a_day_short(deadline: Any, days: int, _: Any) -> Any:
    return deadline + timedelta(days=days - 1)


def _entry_stays(
    draft: Any, one: Any, _: Any, kind: str, rule: str, *, place: Any, notices: Any = ()
) -> None:
    steps.enter_queue(
        draft,
        one,
        kind,
        rule,
        cause=Cause.RETURNED_AHEAD,
        places=[steps.freed(place)],
        notices=notices,
    )


def _entry_ends_all(
    draft: Any, one: Any, _: Any, __: str, rule: str, *, place: Any, **___: Any
) -> None:
    steps.archive(draft, one, ArchiveReason.ADMISSION_REFUSED, rule, places=[steps.freed(place)])


def _with(does: Callable[..., Any], **changed: Any) -> Callable[..., Any]:
    """The act, on an application whose referral is changed first."""

    def act(draft: Any, one: Any, trigger: Any) -> Any:
        return does(draft, replace(one, referral=replace(one.referral, **changed)), trigger)

    return act


def _whole(does: Callable[..., Any], *, whole: bool) -> Callable[..., Any]:
    return lambda draft, one, trigger: does(draft, one, replace(trigger, whole=whole))


def _verified_as_general(draft: Any, one: Any, trigger: Any) -> None:
    intake.verify(draft, replace(one, claimed=Standing.G), trigger)


def _answered_by_silence(draft: Any, one: Any) -> None:
    waiting.confirm_interest(draft, one, None)  # type: ignore[arg-type]  # it looks at none


def _submitted(**changed: Any) -> Callable[..., Any]:
    return lambda draft, trigger: intake.submit(draft, replace(trigger, **changed))


def _one_cause(move: Any, _: Any, change: int, **__: Any) -> Any:
    return (moves.Amount(move.cause or Cause.RATIO_TURN, change),)


def _plain_number(_: Any, __: Any, ahead: Any) -> int:
    return int(ahead.out_of_turn + ahead.first_priority + ahead.general + 1)


def _to_the_hour(*given: Any, **_: bool) -> Any:
    return moved_by_outage(*given, in_days=False)


moved_by_outage = upkeep.moved_by_outage


def _reversed_door() -> Any:
    door = registry.DOORS[Mode.LINEAR]

    def decide_due(world: Any, triggers: Any, rules: Any, now: Any) -> Any:
        draft = Draft(world, rules, now)
        for trigger in reversed(triggers):
            lifecycle.take_step(draft, trigger)
            distribution.distribute(draft)
        return draft.decision()

    return patch.dict(registry.DOORS, {Mode.LINEAR: replace(door, decide_due=decide_due)})  # type: ignore[arg-type]


def _slot_kept_by_a_contract(draft: Any, one: Any, trigger: Any) -> None:
    slot = draft.place(one.referral.place).slot
    admission.end_contract(draft, one, trigger)
    place = draft.place(one.referral.place)
    draft.record("place:published", "R-15", places=[replace(place, slot=slot)])


def _in_force_before_their_day() -> Any:
    known = unit_of_work.rules_at
    ahead = timedelta(days=60)

    def rules_at(session: Any, tenant_id: int, now: Any) -> Any:
        return known(session, tenant_id, now + ahead)

    return patch.object(unit_of_work, "rules_at", rules_at)


def _temporary_contract_ends_all(draft: Any, one: Any, _: Any) -> None:
    place = draft.place(one.referral.place)
    steps.archive(draft, one, ArchiveReason.OTHER, "L-12.1", places=[steps.freed(place)])


def _one_language(application: Any, kindergarten: Any) -> QueueKey:
    return QueueKey(kindergarten, application.birth_year, "kk", application.queue_type)


LIVE = frozenset(State) - ENDED
IN_QUEUE = frozenset({State.QUEUED, State.DEFERRED})

MUTATIONS: tuple[Mutation, ...] = (
    mutation(
        "the count of turns is not stored (the trap of §8)",
        "A-02 R-2 R-17",
        attr(distribution, "draw", _draw_without_storing),
    ),
    mutation("one to one instead of one to three", "A-02 A-01", setting(ratio_g=1)),
    mutation("the region's first class is not heard", "A-01 R-91", setting(ratio_start="G")),
    mutation("the shown order is by class", "A-02 R-16", attr(numbers, "merged", _plain_order)),
    mutation("the number counts heads", "A-02", attr(numbers, "number", _plain_number)),
    mutation(
        "out of turn waits like the others",
        "L-10.2 R-2 R-13",
        attr(distribution, "head", _head_without_out_of_turn),
    ),
    mutation(
        "a place forgets its class", "R-4 R-13 R-14 R-2", attr(distribution, "_slot_of", _draw_anew)
    ),
    mutation("a freed place loses its slot", "R-4 R-13 R-14 A-16", *_unbound()),
    mutation(
        "an ended contract keeps the slot", "R-15 R-34", act(EndContract, _slot_kept_by_a_contract)
    ),
    mutation(
        "the own order of choices is not heard",
        "R-3 R-17",
        attr(distribution, "_preferred", gives_argument(1)),
    ),
    mutation(
        "the newest place is given first",
        "R-3 A-60",
        attr(Draft, "free_places", _last_published_first),
    ),
    mutation("siblings go alone", "L-26.1 R-47 R-49 A-26", setting(siblings="off")),
    mutation("every sibling is counted", "R-48 A-26", setting(siblings="all")),
    mutation(
        "the sibling's place is not drawn",
        "R-49",
        attr(distribution, "_sibling_draw", gives((None, 3))),
    ),
    mutation(
        "asked again for the same temporary place",
        "R-50 A-25",
        attr(distribution, "_may_be_offered", _anyone(frozenset({State.QUEUED}), asked_again=True)),
    ),
    mutation(
        "temporary places harm like others",
        "A-25 L-3.15",
        attr(Place, "is_temporary", property(gives(value=False))),
    ),
    mutation(
        "the planned age is not waited for",
        "L-16.6 L-15.0 A-10 R-1",
        attr(distribution, "_may_be_offered", _anyone(IN_QUEUE)),
    ),
    mutation(
        "no day is planned",
        "L-16.6 L-15.0 A-10",
        attr(intake, "planned_age_terms", gives([])),
        attr(waiting, "planned_age_terms", gives([])),
    ),
    mutation(
        "too young is old enough",
        "A-09",
        attr(distribution, "age_fits", gives(value=True)),
        attr(world, "_born_on_or_before", gives(date.max)),
    ),
    mutation("an offer lasts five days", "A-05 L-15.5 G-05a", setting(offer_days=5)),
    mutation("no reminder of an offer", "L-16.3 A-05", untold("N-13")),
    mutation("silence costs nothing", "L-15.7 L-16.3", due(TermKind.OFFER_ANSWER, _back_at_once)),
    mutation(
        "the suspension is in calendar days",
        "L-15.7 G-04 G-03",
        attr(offers, "block_working_days_after_lapse", _calendar_days_after_lapse),
    ),
    mutation(
        "a second silence is a yes",
        "L-15.9 A-06",
        due(TermKind.INTEREST_ANSWER, _answered_by_silence),
    ),
    mutation("the question after a suspension lasts a week", "A-06", setting(reconfirm_days=7)),
    mutation("one refusal ends all", "A-04 L-15.6", setting(refusal_scope="application")),
    mutation(
        "a refused kindergarten stays on the list",
        "L-15.6 A-04 R-4",
        attr(offers, "return_without", _entry_stays),
    ),
    mutation("a referral is cancelled any number of times", "A-16", setting(cancel_limit=9)),
    mutation("a referral is cancelled for ten days", "L-25.1 R-30", setting(cancel_hours=240)),
    mutation(
        "a cancelled kindergarten stays on the list",
        "L-25.1 A-16 R-33",
        attr(referrals, "return_without", _entry_stays),
    ),
    mutation(
        "a referral runs in calendar days",
        "L-22.3 G-03 G-04",
        attr(offers, "working_days_after", calendar_days_after),
    ),
    mutation("no warning of the last day", "L-22.3 N-20", untold("N-20")),
    mutation("ninety days may be asked for", "R-37 L-25.2", setting(extension_max_days=90)),
    mutation(
        "an extension every time",
        "A-17 L-25.2 R-36",
        act(AskExtension, _with(referrals.ask_extension, extended=False)),
    ),
    mutation(
        "a second request beside the first",
        "R-38",
        act(AskExtension, _with(referrals.ask_extension, extension_asked_days=None)),
    ),
    mutation(
        "a waiting request holds nothing",
        "A-17 R-39",
        due(TermKind.REFERRAL_END, referrals.expire),
    ),
    mutation(
        "an extension is a day short",
        "A-17 L-25.2",
        attr(
            referrals,
            "extended_by_calendar_days",
            _a_day_short,
        ),
    ),
    mutation("a lapsed referral leads back", "A-15", setting(linear_expiry="requeue")),
    mutation("a stop-list of one day", "R-55", setting(stop_list_working_days=1)),
    mutation(
        "the second check always ends all",
        "L-14.1 A-14 R-35",
        attr(intake, "_fail_second_check", _whole(intake._fail_second_check, whole=True)),
    ),
    mutation(
        "false papers cost only the benefit",
        "L-14.1 A-14",
        attr(intake, "_fail_second_check", _whole(intake._fail_second_check, whole=False)),
    ),
    mutation(
        "nobody looks at an application",
        "L-6.1 L-6.2 L-6.4 L-A2.3 L-10.4 L-10.5 A-12",
        attr(intake, "needs_review", gives(value=False)),
    ),
    mutation(
        "everybody waits for the specialist",
        "L-6.2 L-6.3 R-93 R-20",
        attr(intake, "needs_review", gives(value=True)),
    ),
    mutation(
        "a benefit refused refuses all",
        "A-14 R-21",
        attr(intake, "_reject_under_review", _whole(intake._reject_under_review, whole=True)),
    ),
    mutation(
        "a refusal of all costs only the benefit",
        "L-5.5 L-5.6",
        attr(intake, "_reject_under_review", _whole(intake._reject_under_review, whole=False)),
    ),
    mutation("a benefit confirmed is forgotten", "L-6.4 L-10.2", act(Verify, _verified_as_general)),
    mutation("a lost benefit is kept", "R-19 L-13.3", attr(intake, "_lose_benefit", nothing)),
    mutation(
        "no yearly question for three years", "L-15.1 A-07 R-53", setting(yearly_first_months=36)
    ),
    mutation(
        "the yearly question is asked once",
        "L-15.2 L-15.3 A-07",
        due(TermKind.YEARLY_ANSWER, waiting._archive_uninterested),
    ),
    mutation(
        "the yearly question does not wait",
        "R-54",
        due(TermKind.YEARLY_QUESTION, waiting.yearly_question_due, LIVE),
    ),
    mutation("the upper age is eight", "L-11.2 L-16.4 A-08", setting(max_age_years=8)),
    mutation("the upper age ends in January", "A-08 L-16.4", setting(age_out="year_end")),
    mutation("no warning of the upper age", "L-11.2 N-32", untold("N-32")),
    mutation(
        "incomplete papers are enough",
        "R-42 L-22.7",
        act(Admit, _with(admission.admit, documents_complete=True)),
    ),
    mutation(
        "vaccinations are nobody's concern",
        "A-19 L-22.8 L-28.3",
        attr(admission, "exceeds_threshold", gives(value=False)),
    ),
    mutation(
        "everybody lacks vaccinations",
        "R-43 A-19",
        attr(admission, "exceeds_threshold", gives(value=True)),
    ),
    mutation(
        "an upheld refusal ends all",
        "A-18 L-28.3 R-33",
        attr(admission, "return_without", _entry_ends_all),
    ),
    mutation("a contract waits for a month", "A-32", setting(contract_sign_days=30)),
    mutation("the earlier of two terms", "A-32", attr(admission, "max", min)),
    mutation(
        "a slow kindergarten costs the family days",
        "R-41 A-32",
        attr(admission, "moved_by_whole_days", gives_argument(0)),
    ),
    mutation("an outage moves nothing", "R-11 R-89 R-87", other(Outage, nothing)),
    mutation(
        "an outage moves days by hours",
        "R-11 R-87 R-89",
        attr(upkeep, "moved_by_outage", _to_the_hour),
    ),
    mutation(
        "an outage makes blocks longer",
        "R-89",
        attr(upkeep, "BLOCKS", frozenset()),
        attr(upkeep, "MOVED", upkeep.MOVED | upkeep.BLOCKS),
    ),
    mutation("any list of kindergartens", "R-25 R-27 A-29", attr(intake, "check_list", nothing)),
    mutation(
        "a changed choice counts from now",
        "A-28 L-13.5 L-15.0",
        setting(choice_change_keeps_ts=False),
    ),
    mutation("choices change during an offer", "R-28", allowed(ChangeChoices, State.OFFERED)),
    mutation(
        "nobody is served at once",
        "L-15.4 L-16.0 G-20 R-2",
        attr(lifecycle, "distribute", nothing),
    ),
    mutation("consent is not asked for", "R-92", other(Submit, _submitted(consent=True))),
    mutation(
        "privilege is not lost by a place",
        "L-23.1",
        attr(applications, "had_privileged_place", gives(value=False)),
    ),
    mutation("served one after another in reverse", "R-8", _reversed_door),
    mutation(
        "one cause for all of a change",
        "R-12",
        attr(moves, "amounts_of", _one_cause),
        attr(lookback, "amounts_of", _one_cause),
    ),
    mutation(
        "a child may have two applications",
        "G-40 R-22 R-26 A-42",
        attr(applications, "_need_no_other", nothing),
        attr(applications, "_claim", gives(Claim.GRANTED)),
    ),
    mutation(
        "any number is a number of a person", "D-1 D-2", attr(verbs, "iin_fault", gives(None))
    ),
    mutation("one queue for both languages", "A-03", attr(Application, "key_of", _one_language)),
    mutation(
        "interest is answered unasked", "R-31", attr(waiting, "_need_yearly_question", nothing)
    ),
    mutation("settings hold before their day", "R-9", _in_force_before_their_day),
    mutation(
        "a temporary contract ends all",
        "R-52 L-23.3",
        act(EndContract, _temporary_contract_ends_all),
    ),
    mutation(
        "a review is answered twice", "R-23 R-24", allowed(Verify, State.QUEUED, State.REFERRED)
    ),
    mutation(
        "signed before the papers are checked", "L-22.9 L-22.10", allowed(Sign, State.ADMISSION)
    ),
    mutation("nobody hears of siblings", "R-47 L-26.1", untold("N-33")),
    mutation("nobody hears of the end", "L-15.3 L-15.9 L-3.02 L-16.4", untold("N-11")),
    mutation("nobody hears of the planned day", "L-16.6", untold("N-17")),
    mutation("nobody hears of a return", "L-15.8 A-25 R-46", untold("N-16")),
)
"""Every rule that is switched off, one at a time."""
