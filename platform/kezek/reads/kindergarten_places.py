"""A kindergarten's places: free, offered, kept, lent, and those recalled last (L-17)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.places import FREE, PlaceState
from kezek.db.applications import ApplicationRow, OfferRow
from kezek.db.kindergartens import find_kindergarten
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.reads.child_lines import ChildLine, child_lines

RECALLED_SHOWN = 10
_RECALLABLE = FREE | {PlaceState.OFFERED}


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """One place that is not simply taken."""

    id: uuid.UUID
    birth_year: int
    language: str
    serial: int
    state: str
    opened_at: datetime
    temporary_until: date | None
    stands_in: bool
    """Whether it is the seat of a pupil who is in a sanatorium."""
    child: ChildLine | None
    """Whom it is kept for; of an offer only the application's number is told."""
    offered_to: str
    offer_due_at: datetime | None
    may_recall: bool
    may_return: bool
    """Whether the pupil whose seat it is may be back (row 36)."""


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """The places of a kindergarten."""

    id: uuid.UUID
    name: str
    now: datetime
    open: tuple[PlaceLine, ...]
    recalled: tuple[PlaceLine, ...]


def places_page(tenant_id: int, kindergarten_id: uuid.UUID, language: str) -> PlacesPage | None:
    """Every place that is free, offered, kept or lent, and those recalled last."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        children = {one.application_id: one for one in child_lines(session, kindergarten_id, now)}
        rows = session.execute(
            select(PlaceRow, QueueRow)
            .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
            .where(QueueRow.kindergarten_id == kindergarten_id)
            .order_by(QueueRow.birth_year.desc(), QueueRow.language, PlaceRow.serial)
        ).all()
        offers = _offers(session, [place.id for place, _ in rows])
        lines = [
            _place(place, queue, children, offers)
            for place, queue in rows
            if place.state != PlaceState.FILLED or place.temporary_until is not None
        ]
        recalled = [one for one in lines if one.state == PlaceState.RECALLED]
        recalled.sort(key=lambda one: one.opened_at, reverse=True)
        return PlacesPage(
            garden.id,
            garden.name(language),
            now,
            tuple(one for one in lines if one.state != PlaceState.RECALLED),
            tuple(recalled[:RECALLED_SHOWN]),
        )


def find_place_line(
    tenant_id: int, kindergarten_id: uuid.UUID, place_id: uuid.UUID
) -> PlaceLine | None:
    """One place of the kindergarten, also a recalled one."""
    page = places_page(tenant_id, kindergarten_id, "kk")
    known = (*page.open, *page.recalled) if page else ()
    return next((one for one in known if one.id == place_id), None)


def _offers(session: Session, places: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, datetime]]:
    """The number of the application that a place is offered to, and until when."""
    rows = session.execute(
        select(OfferRow.place_id, ApplicationRow.number, OfferRow.due_at)
        .join(ApplicationRow, ApplicationRow.id == OfferRow.application_id)
        .where(OfferRow.place_id.in_(places), OfferRow.ended_at.is_(None))
    )
    return {row.place_id: (row.number, row.due_at) for row in rows}


def _place(
    place: PlaceRow,
    queue: QueueRow,
    children: Mapping[uuid.UUID, ChildLine],
    offers: Mapping[uuid.UUID, tuple[str, datetime]],
) -> PlaceLine:
    offered_to, offer_due_at = offers.get(place.id, ("", None))
    is_lent = place.temporary_until is not None and place.state != PlaceState.RECALLED
    return PlaceLine(
        id=place.id,
        birth_year=queue.birth_year,
        language=queue.language,
        serial=place.serial,
        state=place.state,
        opened_at=place.opened_at,
        temporary_until=place.temporary_until,
        stands_in=place.in_place_of is not None,
        child=children.get(place.holder_id) if place.holder_id else None,
        offered_to=offered_to,
        offer_due_at=offer_due_at,
        may_recall=place.state in _RECALLABLE and place.in_place_of is None,
        may_return=is_lent or place.state == PlaceState.RESERVED_FOR_SANATORIUM,
    )
