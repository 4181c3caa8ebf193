"""The ledger folded from facts: the same whatever the order in which the facts are read."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kezek.core.applications import Application, Offer, Referral, State
from kezek.core.events import Change, Fact
from kezek.core.ids import (
    ApplicationId,
    ChildId,
    GuardianId,
    KindergartenId,
    PlaceId,
    TerritorySlug,
)
from kezek.core.images import fact_payload
from kezek.core.ledger import Ledger, Span
from kezek.core.moves import Move, Op
from kezek.core.places import Place, PlaceState
from kezek.core.queues import Queue, QueueType
from kezek.core.turns import Standing

NOW = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
GARDEN = KindergartenId(UUID(int=4))
PLACE, OTHER = PlaceId(UUID(int=5)), PlaceId(UUID(int=6))

SUBMITTED = Application(
    id=ApplicationId(UUID(int=1)),
    number="DEM-26-000001-K",
    serial=1,
    child=ChildId(UUID(int=2)),
    guardian=GuardianId(UUID(int=3)),
    territory=TerritorySlug("city"),
    queue_type=QueueType.GENERAL,
    born_on=date(2023, 5, 17),
    language="kk",
    choices=(GARDEN,),
    categories=(13,),
    standing=Standing.G,
    claimed=Standing.G,
    submitted_at=NOW,
    state=State.QUEUED,
    version=1,
)
KEY = SUBMITTED.key_of(SUBMITTED.choices[0])
FIRST = Offer(PLACE, NOW + timedelta(days=1), NOW + timedelta(days=3))
MOVED = replace(FIRST, due_at=NOW + timedelta(days=4))
SECOND = Offer(OTHER, NOW + timedelta(days=5), NOW + timedelta(days=7))
REFERRAL = Referral(
    place=OTHER,
    kindergarten=GARDEN,
    issued_at=NOW + timedelta(days=6),
    expires_at=NOW + timedelta(days=12),
    cancel_until=NOW + timedelta(days=7),
)
STEPS = (
    ("application:queued", SUBMITTED),
    ("offer:made", replace(SUBMITTED, state=State.OFFERED, offer=FIRST, version=2)),
    ("term:moved-by-outage", replace(SUBMITTED, state=State.OFFERED, offer=MOVED, version=3)),
    ("offer:declined", replace(SUBMITTED, version=4)),
    ("choices:changed", replace(SUBMITTED, planned_from=date(2026, 9, 1), version=5)),
    ("offer:made", replace(SUBMITTED, state=State.OFFERED, offer=SECOND, version=6)),
    ("referral:issued", replace(SUBMITTED, state=State.REFERRED, referral=REFERRAL, version=7)),
)


def at(number: int) -> datetime:
    """The moment of a step: one a day."""
    return NOW + timedelta(days=number)


def place(version: int, state: PlaceState) -> Place:
    """The one place, as it was at a version."""
    return Place(
        id=PLACE,
        key=KEY,
        serial=1,
        state=state,
        opened_at=NOW,
        opened_seq=0,
        holder=SUBMITTED.id if state is PlaceState.OFFERED else None,
        version=version,
    )


PLACES = (
    place(1, PlaceState.PUBLISHED),
    place(2, PlaceState.OFFERED),
    place(3, PlaceState.PUBLISHED),
)


def folded(order: Sequence[int], *, without: int | None = None, erased: bool = False) -> Ledger:
    """The ledger after the steps in that order, each a fact of its own."""
    ledger = Ledger()
    for number in order:
        if number == without:
            continue
        kind, application = STEPS[number]
        places = PLACES[number : number + 1]
        fact = Fact(
            kind=kind,
            rule="L-15.4",
            applications=(Change(None, application),),
            places=tuple(Change(None, one) for one in places),
            queues=(Change(None, Queue(KEY, number % 3, 3, version=number + 1)),),
        )
        moves = [(KEY, Move(Op.COUNT, None, number % 3, 3, version=number + 1))]
        payload, personal = fact_payload(fact, moves, [Queue(KEY, 3, 3)])
        ledger.take(UUID(int=number), kind, at(number), payload, None if erased else personal)
    return ledger


@given(st.permutations(range(len(STEPS))))
def test_the_order_of_reading_does_not_matter(order: list[int]) -> None:
    ledger = folded(order)

    trail = ledger.trails[SUBMITTED.id]
    assert trail.last is not None
    assert trail.last.application == STEPS[-1][1]
    assert trail.state_since == at(6)
    assert trail.offers == [
        Span(MOVED, at(3), "offer:declined"),
        Span(SECOND, at(6), "referral:issued"),
    ]
    assert trail.referrals == [Span(REFERRAL)]
    assert ledger.places == {PLACE: PLACES[-1]}
    assert ledger.queues == {KEY: Queue(KEY, 0, 3, version=7)}
    assert sorted(move.version for _, move in ledger.moves[KEY]) == [1, 2, 3, 4, 5, 6, 7]
    assert all(move.at == at(move.version - 1) for _, move in ledger.moves[KEY])
    assert list(ledger.gaps()) == []
    assert ledger.keys() == {KEY}


@given(st.permutations(range(len(STEPS))), st.integers(0, len(STEPS) - 2))
def test_a_missing_version_is_a_gap(order: list[int], missing: int) -> None:
    ledger = folded(order, without=missing)
    assert list(ledger.gaps()) == [(SUBMITTED.id, missing + 1)]


def test_a_state_begins_with_its_first_fact() -> None:
    assert folded(range(5)).trails[SUBMITTED.id].state_since == at(3)


def test_a_queue_in_which_nothing_happened_has_what_it_began_with() -> None:
    fact = Fact(kind="place:published", rule="L-16.2", places=(Change(None, PLACES[0]),))
    payload, personal = fact_payload(fact, opened=[Queue(KEY, 3, 3)])
    ledger = Ledger()
    ledger.take(UUID(int=1), fact.kind, NOW, payload, personal)
    assert ledger.queues == {KEY: Queue(KEY, 3, 3)}


def test_of_an_erased_family_the_steps_can_still_be_followed() -> None:
    trail = folded(range(len(STEPS)), erased=True).trails[SUBMITTED.id]
    assert trail.last is not None
    assert trail.last.is_erased
    assert trail.last.application.state is State.REFERRED
    assert trail.last.application.born_on == date(2023, 1, 1)


def test_a_fact_that_changed_nothing_is_taken() -> None:
    ledger = Ledger()
    ledger.take(UUID(int=1), "family:erased", NOW, {}, None)
    assert ledger == Ledger()
