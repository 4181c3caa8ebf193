"""A kindergarten's places: free, offered, kept, lent, recalled; sifted and page by page (L-17)."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.paging import Pages, page_of
from kezek.core.places import FREE, PlaceState
from kezek.db.applications import ApplicationRow, OfferRow
from kezek.db.kindergartens import find_kindergarten
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.reads.child_lines import ChildLine, child_lines

PAGE = 50
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
    lines: tuple[PlaceLine, ...]
    pages: Pages
    groups: tuple[tuple[int, str], ...]


KINDS: Mapping[str, Callable[[PlaceLine], bool]] = {
    "open": lambda one: one.state != PlaceState.RECALLED,
    "free": lambda one: one.state in FREE,
    "offered": lambda one: one.state == PlaceState.OFFERED,
    "held": lambda one: one.state == PlaceState.HELD,
    "temporary": lambda one: one.temporary_until is not None and one.state != PlaceState.RECALLED,
    "kept": lambda one: one.state == PlaceState.RESERVED_FOR_SANATORIUM,
    "recalled": lambda one: one.state == PlaceState.RECALLED,
}
"""Which places are asked for."""

SORTS: Mapping[str, Callable[[PlaceLine], Any]] = {
    "group": lambda one: (-one.birth_year, one.language, one.serial),
    "newest": lambda one: (-one.opened_at.timestamp(), one.serial),
    "oldest": lambda one: (one.opened_at, one.serial),
}


@dataclass(frozen=True, slots=True)
class PlaceSieve:
    """What is asked for."""

    kind: str = "open"
    group: str = ""
    """As `2022-kk`."""
    sort: str = "group"
    page: int = 1


def places_page(
    tenant_id: int, kindergarten_id: uuid.UUID, language: str, sieve: PlaceSieve
) -> PlacesPage | None:
    """The places that are not simply taken, as they were asked for, page by page."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        every = _lines(session, kindergarten_id, now)
    found = [one for one in every if _suits(one, sieve)]
    found.sort(key=SORTS.get(sieve.sort, SORTS["group"]))
    part, pages = page_of(found, sieve.page, PAGE)
    groups = {(one.birth_year, one.language) for one in every}
    return PlacesPage(
        garden.id,
        garden.name(language),
        now,
        tuple(part),
        pages,
        tuple(sorted(groups, key=lambda one: (-one[0], one[1]))),
    )


def _suits(one: PlaceLine, sieve: PlaceSieve) -> bool:
    if sieve.group and sieve.group != f"{one.birth_year}-{one.language}":
        return False
    return KINDS.get(sieve.kind, KINDS["open"])(one)


def _lines(session: Session, kindergarten_id: uuid.UUID, now: datetime) -> list[PlaceLine]:
    children = {one.application_id: one for one in child_lines(session, kindergarten_id, now)}
    rows = session.execute(
        select(PlaceRow, QueueRow)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(QueueRow.kindergarten_id == kindergarten_id)
        .order_by(QueueRow.birth_year.desc(), QueueRow.language, PlaceRow.serial)
    ).all()
    offers = _offers(session, [place.id for place, _ in rows])
    return [
        _place(place, queue, children, offers)
        for place, queue in rows
        if place.state != PlaceState.FILLED or place.temporary_until is not None
    ]


def find_place_line(
    tenant_id: int, kindergarten_id: uuid.UUID, place_id: uuid.UUID
) -> PlaceLine | None:
    """One place of the kindergarten, also a recalled one."""
    return next(iter(find_place_lines(tenant_id, kindergarten_id, {place_id})), None)


def find_place_lines(
    tenant_id: int, kindergarten_id: uuid.UUID, wanted: Collection[uuid.UUID]
) -> list[PlaceLine]:
    """Those of the kindergarten's places that are named."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        return [one for one in _lines(session, kindergarten_id, now) if one.id in wanted]


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
