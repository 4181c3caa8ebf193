"""One of first priority in each state of the linear mode, in a small world."""

from dataclasses import replace
from datetime import date, timedelta

from kezek.core.applications import (
    Application,
    ArchiveReason,
    Offer,
    Referral,
    State,
    Term,
    TermKind,
)
from kezek.core.modes.contract import Decision, World
from kezek.core.places import Place, PlaceState
from kezek.core.turns import Slot, Standing
from tests.builders import MONDAY, application, garden, place, queue

S = State
LATER = MONDAY + timedelta(days=10)
ME = application(5).id


def after(decision: Decision) -> Application:
    """The subject as it is in the end, if anything was changed about it."""
    changes = [
        change.after
        for fact in decision.facts
        for change in fact.applications
        if change.after.id == ME
    ]
    return changes[-1]


def world_of(one: Application, its_place: Place) -> World:
    elder = application(1, standing=Standing.O)
    return World(
        {elder.id: elder, one.id: one},
        {its_place.id: its_place},
        {queue().key: queue(), queue(number=2).key: queue(number=2)},
    )


def in_state(state: State) -> tuple[Application, Place]:
    """One of first priority in this state, with the place that it has, if any."""
    one = application(
        5, standing=Standing.P, claimed=Standing.P, choices=(garden(1), garden(2)), state=state
    )
    free = place(1, state=PlaceState.RECALLED)
    held = replace(free, slot=Slot.P, holder=ME, state=PlaceState.HELD)
    if state is S.OFFERED:
        offer = Offer(held.id, MONDAY, LATER)
        terms = (Term(LATER, TermKind.OFFER_ANSWER, MONDAY),)
        return replace(one, offer=offer, terms=terms), replace(held, state=PlaceState.OFFERED)
    if state in (S.REFERRED, S.ADMISSION, S.ADMISSION_REFUSED, S.CONTRACT):
        return replace(one, referral=referral(state)), held
    if state in (S.ENROLLED, S.ENROLLED_TEMP):
        filled = replace(held, state=PlaceState.FILLED)
        if state is S.ENROLLED_TEMP:
            filled = replace(filled, temporary_until=date(2026, 10, 1), closes_at=LATER)
        return replace(one, referral=referral(state)), filled
    if state is S.DEFERRED:
        planned = Term(LATER, TermKind.PLANNED_AGE, MONDAY)
        return replace(one, planned_from=LATER.date(), terms=(planned,)), free
    if state is S.ARCHIVED:
        return replace(one, reason=ArchiveReason.OTHER), free
    return one, free


def referral(state: State) -> Referral:
    return Referral(
        place=place(1).id,
        kindergarten=garden(1),
        issued_at=MONDAY,
        expires_at=LATER,
        cancel_until=MONDAY + timedelta(hours=24),
        documents_complete=True,
        refusal="contraindication" if state is S.ADMISSION_REFUSED else None,
    )
