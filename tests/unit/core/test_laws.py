"""A decision that breaks a promise is found out, each by its own sentence (house §2.7)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kezek.core.applications import Application, Offer, Referral, State, Term, TermKind
from kezek.core.events import Change, Fact
from kezek.core.ids import ApplicationId
from kezek.core.modes.contract import Decision, World
from kezek.core.modes.laws import violations
from kezek.core.places import Place, PlaceState
from tests.builders import MONDAY, application, garden, place, queue

LATER = MONDAY + timedelta(days=2)


def offered(one: Application, its: Place) -> tuple[Application, Place]:
    offer = Offer(its.id, MONDAY, LATER)
    return (
        replace(one, state=State.OFFERED, offer=offer),
        replace(its, state=PlaceState.OFFERED, holder=one.id),
    )


def test_an_offer_keeps_every_promise() -> None:
    one, its = offered(application(1), place(1))

    assert violations(world(application(1), place(1)), decision(one, its)) == []


def test_one_child_holds_one_place() -> None:
    one, its = offered(application(1), place(1))
    other = replace(place(2), state=PlaceState.HELD, holder=one.id)

    assert [f"{one.id} holds 2 places"] == violations(
        world(application(1), place(1), place(2)), decision(one, its, other)
    )


@pytest.mark.parametrize(
    ("state", "holder"), [(PlaceState.OFFERED, None), (PlaceState.PUBLISHED, application(1).id)]
)
def test_a_place_has_a_holder_exactly_while_it_is_given(
    state: PlaceState, holder: ApplicationId | None
) -> None:
    its = replace(place(1), state=state, holder=holder)

    (broken,) = violations(world(place(1)), decision(its))

    assert f"is {state} with holder" in broken


def test_an_offered_child_has_an_offer() -> None:
    one = replace(application(1), state=State.OFFERED)

    (broken,) = violations(world(application(1)), decision(one))

    assert "is OFFERED with offer None" in broken


def test_nobody_counts_on_another_childs_place() -> None:
    one, its = offered(application(1), place(1))
    taken = replace(its, holder=application(2).id)

    (broken,) = violations(world(application(1), place(1)), decision(one, taken))

    assert "counts on" in broken


def test_nobody_stands_in_a_queue_with_a_place() -> None:
    referral = Referral(place(1).id, garden(1), MONDAY, LATER, LATER)
    one = replace(application(1), referral=referral)
    its = replace(place(1), state=PlaceState.HELD, holder=one.id)

    assert violations(world(application(1), place(1)), decision(one, its)) == [
        f"{one.number} stands in a queue and holds a place"
    ]


def test_the_moment_of_submission_stands() -> None:
    moved = replace(application(1), submitted_at=LATER)

    (broken,) = violations(world(application(1)), decision(moved))
    assert "the moment of submission changed" in broken

    changed = decision(moved, kind="application:choices-changed")
    assert violations(world(application(1)), changed) == []


@pytest.mark.parametrize("count", [-1, 4])
def test_a_count_stays_within_its_ratio(count: int) -> None:
    fact = Fact(kind="t:t", rule="R-2", queues=(Change(queue(), queue(count)),))

    (broken,) = violations(World(), Decision((fact,)))

    assert broken.startswith(f"count {count} of 3")


@pytest.mark.parametrize("state", [State.ARCHIVED, State.REFUSED])
def test_nobody_rises_from_the_archive(state: State) -> None:
    ended = replace(application(1), state=state)
    fact = Fact(kind="t:t", rule="R-2", applications=(Change(ended, application(1)),))

    (broken,) = violations(World({ended.id: ended}), Decision((fact,)))

    assert "changed after its end" in broken


def test_terms_run_forward() -> None:
    term = Term(MONDAY, TermKind.OFFER_ANSWER, LATER)

    (broken,) = violations(world(application(1)), decision(replace(application(1), terms=(term,))))

    assert "ends before it starts" in broken


def test_every_fact_names_its_rule() -> None:
    assert violations(World(), Decision((Fact(kind="t:t", rule=""),))) == ["t:t names no rule"]


def world(*values: Application | Place) -> World:
    return World(
        {one.id: one for one in values if isinstance(one, Application)},
        {one.id: one for one in values if isinstance(one, Place)},
    )


def decision(*values: Application | Place, kind: str = "offer:made") -> Decision:
    """One step after which these are so."""
    applications = tuple(
        Change(application(one.serial), one) for one in values if isinstance(one, Application)
    )
    places = tuple(Change(place(one.serial), one) for one in values if isinstance(one, Place))
    return Decision((Fact(kind=kind, rule="R-2", applications=applications, places=places),))
