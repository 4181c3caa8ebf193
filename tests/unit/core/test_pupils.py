"""A pupil leaves its place: its group goes to school, or it goes over to another group."""

from dataclasses import replace

import pytest

from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.modes.contract import Decision, World
from kezek.core.modes.indigo.lifecycle import decide as decide_indigo
from kezek.core.modes.laws import violations
from kezek.core.modes.linear.lifecycle import decide
from kezek.core.places import Place, PlaceState
from kezek.core.triggers import EndContract, Leaving, MovePupil
from tests.builders import MONDAY, application, key, place, queue, rules
from tests.states import ME, in_state

WAITING = application(1)
"""Somebody who waits for any place that the pupil leaves."""


def test_a_group_that_goes_to_school_takes_its_places_along() -> None:
    one, its_place = in_state(State.ENROLLED)

    decision = _decide(one, its_place, EndContract(ME, Leaving.GRADUATED, closes_place=True))

    assert _place(decision, its_place).state is PlaceState.RECALLED
    assert _place(decision, its_place).holder is None
    assert _me(decision).label == "ARCHIVED(other)"
    assert [fact.kind for fact in decision.facts] == ["application:archived"]
    assert decision.facts[0].detail["because"] == "graduated"


def test_the_place_of_one_who_leaves_before_the_others_is_offered() -> None:
    one, its_place = in_state(State.ENROLLED)

    decision = _decide(one, its_place, EndContract(ME, Leaving.GRADUATED))

    assert _place(decision, its_place).holder == WAITING.id


def test_a_pupil_that_goes_over_keeps_its_contract_and_frees_its_place() -> None:
    one, its_place = in_state(State.ENROLLED)
    seat = place(9, key=key(year=2023))

    decision = _decide(one, its_place, MovePupil(ME, seat))

    moved = _me(decision)
    assert moved.state is State.ENROLLED
    assert moved.referral is not None
    assert moved.referral.place == seat.id
    assert (_place(decision, seat).state, _place(decision, seat).holder) == (PlaceState.FILLED, ME)
    left = _place(decision, its_place)
    assert (left.state, left.holder) == (PlaceState.OFFERED, WAITING.id)


def test_the_place_that_it_leaves_may_be_closed() -> None:
    one, its_place = in_state(State.ENROLLED)

    decision = _decide(one, its_place, MovePupil(ME, place(9, key=key(year=2023)), True))

    assert _place(decision, its_place).state is PlaceState.RECALLED
    assert len(decision.facts) == 1


def test_where_places_come_by_bulletin_the_left_one_waits_for_the_next() -> None:
    one, its_place = in_state(State.ENROLLED)
    world = World({one.id: one}, {its_place.id: its_place}, {queue().key: queue()})

    decision = decide_indigo(world, MovePupil(ME, place(9, key=key(year=2023))), rules(), MONDAY)

    assert _place(decision, its_place).state is PlaceState.PUBLISHED
    assert _place(decision, its_place).bulletin_on is None


@pytest.mark.parametrize(
    ("seat", "code", "detail"),
    [
        (place(9, key=key(2, year=2023)), Code.INVALID_CHOICE, "other_kindergarten"),
        (place(9), Code.ALREADY_DECIDED, "same_group"),
    ],
    ids=["another kindergarten", "its own group"],
)
def test_a_move_stays_in_the_kindergarten_and_leads_somewhere(
    seat: Place, code: Code, detail: str
) -> None:
    one, its_place = in_state(State.ENROLLED)

    with pytest.raises(Refusal) as refused:
        _decide(one, its_place, MovePupil(ME, seat))

    assert (refused.value.code, refused.value.detail) == (code, detail)


@pytest.mark.parametrize(
    "trigger", [MovePupil(ME, place(9, key=key(year=2023))), EndContract(ME, closes_place=True)]
)
def test_a_place_that_is_kept_is_given_back_first(trigger: MovePupil | EndContract) -> None:
    one, its_place = in_state(State.ENROLLED)
    kept = replace(its_place, state=PlaceState.RESERVED_FOR_SANATORIUM)

    with pytest.raises(Refusal) as refused:
        _decide(one, kept, trigger)

    assert refused.value.detail == "place_kept"


def _decide(one: Application, its_place: Place, trigger: MovePupil | EndContract) -> Decision:
    world = World(
        {one.id: one, WAITING.id: WAITING},
        {its_place.id: its_place},
        {queue().key: queue(), queue(number=2).key: queue(number=2)},
    )
    decision = decide(world, trigger, rules(), MONDAY)
    assert violations(world, decision) == []
    return decision


def _me(decision: Decision) -> Application:
    changed = [one.after for fact in decision.facts for one in fact.applications]
    return next(one for one in reversed(changed) if one.id == ME)


def _place(decision: Decision, which: Place) -> Place:
    changed = [one.after for fact in decision.facts for one in fact.places]
    return next(one for one in reversed(changed) if one.id == which.id)
