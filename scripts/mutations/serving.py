"""Who is offered a place, and the order that is shown: rules switched off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

from kezek.core.applications import ArchiveReason, State, Term, TermKind
from kezek.core.modes.draft import Draft
from kezek.core.modes.linear import (
    admission,
    distribution,
    intake,
    offers,
    referrals,
    steps,
    vacancies,
    waiting,
    ways,
)
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import (
    EndContract,
    Recall,
)
from kezek.core.turns import Slot, Standing
from kezek.db import numbers
from kezek.usecases import applications, world
from kezek.usecases.unit_of_work import Act
from mutations.tools import (
    Mutation,
    act,
    attr,
    gives,
    gives_argument,
    mutation,
    nothing,
    other,
    setting,
)


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
    modules = (waiting, offers, referrals, steps, ways)
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


def _plain_number(_: Any, __: Any, ahead: Any) -> int:
    return int(ahead.out_of_turn + ahead.first_priority + ahead.general + 1)


def _slot_kept_by_a_contract(draft: Any, one: Any, trigger: Any) -> None:
    slot = draft.place(one.referral.place).slot
    admission.end_contract(draft, one, trigger)
    place = draft.place(one.referral.place)
    draft.record("place:published", "R-15", places=[replace(place, slot=slot)])


IN_QUEUE = frozenset({State.QUEUED, State.DEFERRED})


def _as_many_as_there_are(draft: Any, pick: Any) -> Any:
    taken, matched = {pick.place.id}, []
    for sibling in distribution._siblings(draft, pick):
        key = sibling.key_of(pick.place.key.kindergarten)
        place = distribution._free_place(draft, key, taken)
        if place is not None:
            taken.add(place.id)
            matched.append((sibling, place))
    return matched


def _day_always_ahead(draft: Any, application: Any) -> Any:
    if application.planned_from is None:
        return []
    starts_at = draft.calendar.start_of_day(application.planned_from)
    return [Term(starts_at, TermKind.PLANNED_AGE, draft.now)]


def _turn_given_back(draft: Any, trigger: Any) -> None:
    place = draft.place(trigger.place)
    vacancies.recall(draft, trigger)
    queue = draft.queue(place.key)
    count = {Slot.P: queue.ratio, Slot.G: queue.count - 1}.get(place.slot, queue.count)
    draft.record("queue:turn-back", "R-14", queues=[replace(queue, count=count)])


def _closed_by_the_end(draft: Any, one: Any, _: Any) -> None:
    place = draft.place(one.referral.place)
    closed = replace(place, state=PlaceState.RECALLED, holder=None)
    steps.archive(draft, one, ArchiveReason.OTHER, "L-12.1", places=[closed], silent=True)


def _ended_by_the_recall(draft: Any, one: Any, _: Any, rule: str, **given: Any) -> None:
    steps.archive(draft, one, ArchiveReason.OTHER, rule, places=given["places"])


def _to_the_minute(running: Any) -> Any:
    return now(running).replace(second=0, microsecond=0)


now = Act.now


def _falling_serial(_: Any) -> int:
    return next(left)


left = count(10**6, -1)


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
    mutation(
        "of one minute the latest goes first",
        "L-10.1 A-11",
        attr(Act, "now", _to_the_minute),
        attr(applications, "next_serial", _falling_serial),
    ),
    mutation(
        "siblings go as far as places go",
        "R-47 L-26.1 A-26",
        attr(distribution, "_siblings_with_places", _as_many_as_there_are),
    ),
    mutation(
        "a planned day that has come defers too",
        "L-15.0 A-10",
        attr(intake, "planned_age_terms", _day_always_ahead),
    ),
    mutation("a recalled place gives its turn back", "R-14 R-46", other(Recall, _turn_given_back)),
    mutation("a recall is not heard", "R-46 L-17.1", other(Recall, nothing)),
    mutation(
        "any place may be recalled", "R-46", attr(vacancies, "RECALLABLE", frozenset(PlaceState))
    ),
    mutation(
        "a recalled offer ends the application",
        "R-46 L-17.1",
        attr(vacancies, "enter_queue", _ended_by_the_recall),
    ),
    mutation(
        "the place of an ended contract is gone",
        "R-34 L-12.1 R-15",
        act(EndContract, _closed_by_the_end),
    ),
)
