"""The shared queue, its bulletin, its window and who may take what: rules switched off."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kezek.core.applications import ArchiveReason, State, TermKind
from kezek.core.errors import Code, Refusal
from kezek.core.modes.indigo import bulletin, chances, contracts, lifecycle, taking, vacancies
from kezek.core.modes.linear import admission, intake, steps, waiting
from kezek.core.modes.linear import vacancies as linear_vacancies
from kezek.core.places import FREE, PlaceState
from kezek.core.queues import SharedKey
from kezek.core.terms import calendar_days_after
from kezek.core.triggers import (
    Accept,
    ChangeChoices,
    EndContract,
    Recall,
    Submit,
    Take,
    TerritoryDue,
    Withdraw,
)
from kezek.core.turns import Standing
from kezek.db import numbers
from kezek.db import places as db_places
from kezek.db.claims import Claim
from kezek.usecases import applications, indigo_world
from mutations.tools import (
    act,
    allowed,
    among,
    attr,
    barred,
    due,
    elsewhere,
    gives,
    known_here,
    mutation,
    nothing,
    other,
    setting,
    untold,
)

HERE = lifecycle
_seats, _suits, _counted = taking._seats, chances.suits, taking._counted
_waiting_places = bulletin._waiting_places
window_end_of, cutoff_on = bulletin.window_end_of, bulletin.cutoff_on


def _with_somebody(draft: Any, trigger: Any, today: Any) -> Any:
    return [
        place
        for place in _waiting_places(draft, trigger, today)
        if bulletin.priority_set(draft, bulletin.queue_of(draft, place), 1)
    ]


def _open_and_waiting(session: Any, territories: Any, _: Any) -> Any:
    states = [PlaceState.PUBLISHED, PlaceState.OPEN]
    return waiting_of_territories(session, territories, states)


def _of_all_years(session: Any, gardens: Any, _: Any) -> Any:
    return waiting_of_kindergartens(session, gardens, range(2015, 2031))


waiting_of_territories = db_places.waiting_of_territories
waiting_of_kindergartens = db_places.waiting_of_kindergartens


def _whole_queue(session: Any, row: Any, **_: Any) -> Any:
    return numbers.shown_order(session, row)


def _without_temporary(draft: Any, trigger: Any, today: Any) -> Any:
    return [one for one in _waiting_places(draft, trigger, today) if not one.is_temporary]


def _open_ones_too(draft: Any, trigger: Any, today: Any) -> Any:
    opened = [place for place in draft.places() if place.state is PlaceState.OPEN]
    return [*_waiting_places(draft, trigger, today), *opened]


def _eligible_only(draft: Any, key: Any) -> Any:
    known = draft.applications
    queued = [one for one in known() if one.state is State.QUEUED]
    draft.applications = lambda: queued
    try:
        return shown_order(draft, key)
    finally:
        draft.applications = known


shown_order = bulletin.shown_order


def _the_first_whoever(draft: Any, key: Any, places: int) -> Any:
    return shown_order(draft, key)[:places]


def _most_of_one_kindergarten(draft: Any, places: Any) -> Any:
    counts: dict[Any, dict[Any, int]] = {}
    for place in places:
        here = counts.setdefault(bulletin.queue_of(draft, place), {})
        here[place.key.kindergarten] = here.get(place.key.kindergarten, 0) + 1
    return {key: max(here.values()) for key, here in counts.items()}


def _a_member_its_window_only(draft: Any, one: Any, chosen: Any) -> Any:
    seats = _seats(draft, one, chosen)
    return replace(seats, open=()) if one.state is State.PRIORITY else seats


BOUND: dict[Any, Any] = {}
"""The place of each child, where a bulletin binds them."""


def _binding(draft: Any, trigger: Any) -> None:
    bulletin.publish_bulletin(draft, trigger)
    called = sorted(
        (one for one in draft.applications() if one.state is State.PRIORITY),
        key=lambda one: one.rank,
    )
    listed = chances.in_turn(one for one in draft.places() if one.state is PlaceState.PRIORITY)
    BOUND.update(zip((one.id for one in called), (one.id for one in listed), strict=False))


def _the_bound_one(draft: Any, one: Any, chosen: Any) -> Any:
    seats = _seats(draft, one, chosen)
    return replace(seats, own=tuple(each for each in seats.own if each.id == BOUND.get(one.id)))


def _of_any_year(one: Any, place: Any, settings: Any) -> Any:
    key = replace(place.key, birth_year=one.birth_year)
    return _suits(one, replace(place, key=key), settings)


def _any_window(place: Any, _: Any) -> Any:
    known = {PlaceState.OPEN: chances.Chance.OPEN, PlaceState.PUBLISHED: chances.Chance.WAITING}
    return known.get(place.state, chances.Chance.WINDOW)


def _open_first(seats: Any) -> Any:
    return next(iter((*seats.open, *seats.own)), None)


def _place_before_age(draft: Any, one: Any, trigger: Any) -> None:
    if _seats(draft, one, trigger.chosen).first is None:
        raise Refusal(Code.NO_PLACE, "take")
    taking.take(draft, one, trigger)


def _unchecked_when_open(draft: Any, one: Any, place: Any) -> None:
    if place.state is PlaceState.OPEN:
        taking._refer(draft, one, place)
    else:
        ask_for_papers(draft, one, place)


ask_for_papers = taking._ask_for_papers


def _counts_everywhere(draft: Any, one: Any, place: Any) -> Any:
    return _counted(draft, one, replace(place, state=PlaceState.PRIORITY))


def _out_of_turn_counts(draft: Any, one: Any, place: Any) -> Any:
    standing = Standing.P if one.standing is Standing.O else one.standing
    return _counted(draft, replace(one, standing=standing), place)


def _a_miss_is_a_strike(draft: Any, one: Any) -> None:
    bulletin.close_window(draft, replace(one, strikes=one.strikes + 1))


def _a_minute_later(known: Any) -> Any:
    return lambda *given: known(*given) + timedelta(minutes=1)


def _waits(place: Any) -> Any:
    return replace(place, state=PlaceState.PUBLISHED)


def _opens(place: Any) -> Any:
    return replace(place, state=PlaceState.OPEN)


def _in_its_old_turn(draft: Any, one: Any, trigger: Any) -> None:
    left = draft.place(one.referral.place)
    end_contract(draft, one, trigger)
    vacancy = replace(draft.place(left.id), opened_at=left.opened_at)
    draft.record("place:turn-kept", "R-62", places=[vacancy])


end_contract = admission.end_contract


def _submitted(**changed: Any) -> Any:
    return lambda draft, trigger: contracts.submit(draft, replace(trigger, **changed))


def _ends_with_a_place(draft: Any, one: Any) -> None:
    steps.archive(draft, one, ArchiveReason.AGE_LIMIT, "L-16.4")


MUTATIONS = among(
    "indigo",
    (
        # applying
        mutation("consent is not asked for", "R-92", other(Submit, _submitted(consent=True), HERE)),
        mutation("kindergartens are named", "5.2 I-2.5", other(Submit, intake.submit, HERE)),
        mutation(
            "who attends stands like all others",
            "A-42 I-3.10 R-22",
            other(Submit, _submitted(attending=False), HERE),
        ),
        mutation(
            "a child may have two applications",
            "R-22 A-42 G-40",
            attr(applications, "_need_no_other", nothing),
            attr(applications, "_claim", gives(Claim.GRANTED)),
        ),
        mutation(
            "nobody looks at an application",
            "9.2 L-6.1",
            attr(intake, "needs_review", gives(value=False)),
        ),
        mutation("any age may apply", "A-08 I-2.1", attr(intake, "check_age", nothing)),
        mutation(
            "the special queue keeps the ratio",
            "A-29 I-2.6 5.2",
            attr(SharedKey, "keeps_ratio", property(gives(value=True))),
        ),
        mutation("the upper age is eight", "A-08 L-16.4 9.2", setting(max_age_years=8)),
        mutation(
            "the upper age ends what was taken",
            "9.2 L-11.2",
            due(TermKind.AGE_LIMIT, _ends_with_a_place, frozenset(State), HERE),
        ),
        # the bulletin
        mutation("a place opens at once", "R-68 I-3.6 A-35", attr(vacancies, "published", _opens)),
        mutation(
            "a private place waits for the bulletin",
            "I-3.14 5.2 A-41",
            attr(vacancies, "published", _waits),
        ),
        mutation(
            "a place that nobody waits for is not listed",
            "R-63",
            attr(bulletin, "_waiting_places", _with_somebody),
        ),
        mutation(
            "temporary places are not listed",
            "L-17.2 L-23.3 R-51",
            attr(bulletin, "_waiting_places", _without_temporary),
        ),
        mutation(
            "open places are listed again",
            "5.2 A-36",
            attr(indigo_world, "waiting_of_territories", _open_and_waiting),
            attr(bulletin, "_waiting_places", _open_ones_too),
        ),
        mutation(
            "half past eight is in time",
            "R-88 A-35",
            attr(bulletin, "cutoff_on", _a_minute_later(cutoff_on)),
        ),
        mutation(
            "a returned place keeps its turn",
            "R-62 A-61",
            attr(admission, "end_contract", _in_its_old_turn),
            act(EndContract, _in_its_old_turn, room=HERE),
        ),
        mutation(
            "each kindergarten counts alone",
            "A-34 R-5",
            attr(bulletin, "_counts", _most_of_one_kindergarten),
        ),
        mutation(
            "turns are counted among the eligible",
            "R-5 §8",
            attr(indigo_world, "head_of_queue", _whole_queue),
            attr(bulletin, "shown_order", _eligible_only),
        ),
        mutation(
            "the deferred are called",
            "5.2 R-1",
            attr(bulletin, "priority_set", _the_first_whoever),
        ),
        # the window
        mutation(
            "the window closes a minute late",
            "R-8 I-3.9",
            attr(bulletin, "window_end_of", _a_minute_later(window_end_of)),
        ),
        mutation(
            "a missed window is a strike",
            "I-3.9 9.2",
            due(TermKind.WINDOW, _a_miss_is_a_strike, room=HERE),
        ),
        mutation("nobody is reminded of the window", "N-35 I-3.9", untold("N-35")),
        mutation(
            "the window is anybody's", "R-59 A-35 R-5", attr(taking, "chance_of", _any_window)
        ),
        mutation(
            "each place is bound to a child",
            "A-36 R-5",
            other(TerritoryDue, _binding, HERE),
            attr(taking, "_seats", _the_bound_one),
        ),
        mutation(
            "a member takes its window's only",
            "R-61",
            attr(taking, "_seats", _a_member_its_window_only),
        ),
        mutation(
            "an open place comes first",
            "R-61 R-5",
            attr(taking._Seats, "first", property(_open_first)),
        ),
        # taking
        mutation("any kindergarten", "R-27 R-32 L-2.1", attr(taking, "check_list", nothing)),
        mutation("moments are not looked at", "R-60 A-36", attr(taking, "_need_moment", nothing)),
        mutation("age after place", "R-30 A-41", act(Take, _place_before_age, room=HERE)),
        mutation(
            "a place of any year",
            "R-32 I-3.9",
            attr(indigo_world, "waiting_of_kindergartens", _of_all_years),
            attr(taking, "suits", _of_any_year),
        ),
        mutation(
            "a taken place is taken again",
            "A-36 9.2",
            attr(db_places, "FREE", FREE | {PlaceState.HELD}),
            attr(chances, "FREE", FREE | {PlaceState.HELD}),
            attr(taking, "chance_of", _any_window),
        ),
        mutation(
            "a private place in any language",
            "R-64",
            attr(chances, "_is_for_any_language", gives(value=True)),
        ),
        mutation(
            "a private place at any age",
            "A-41 I-3.14",
            attr(taking, "is_old_enough_for_private", gives(value=True)),
        ),
        mutation(
            "a second place", "R-30 9.2", allowed(Take, State.REFERRED, State.ENROLLED, room=HERE)
        ),
        mutation(
            "an open place needs no papers",
            "R-57",
            attr(taking, "_ask_for_papers", _unchecked_when_open),
        ),
        mutation(
            "a referral runs in calendar days",
            "L-22.3 G-05a",
            attr(taking, "working_days_after", calendar_days_after),
        ),
        # the count
        mutation("the count never moves", "R-5 L-10.3", attr(taking, "_counted", gives(()))),
        mutation(
            "the count moves everywhere",
            "R-5 I-3.14",
            attr(taking, "_counted", _counts_everywhere),
        ),
        mutation(
            "out of turn moves the count",
            "R-5 L-10.2",
            attr(taking, "_counted", _out_of_turn_counts),
        ),
        # what is no act here, and what is
        mutation(
            "acts of order 133 are known",
            "R-30",
            known_here(ChangeChoices, State.QUEUED, room=HERE),
        ),
        mutation("there are offers", "R-67", elsewhere(Accept, Code.WRONG_STATE, HERE)),
        mutation(
            "a recall of waiting places only",
            "IX-7 R-46 5.2",
            other(Recall, linear_vacancies.recall, HERE),
        ),
        mutation(
            "whoever has a referral withdraws",
            "9.2 A-40",
            act(Withdraw, waiting.withdraw, State.REFERRED, room=HERE),
        ),
        mutation(
            "nobody withdraws from the window",
            "9.2 L-15.0",
            barred(Withdraw, State.PRIORITY, room=HERE),
        ),
    ),
)
