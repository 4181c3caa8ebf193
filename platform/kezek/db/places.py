"""Places: rows, and which of them a decision has to look at."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.places import FREE, Place, PlaceState
from kezek.core.turns import Slot
from kezek.db.applications import OfferRow
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.kindergartens import KindergartenRow
from kezek.db.queues import QueueEntryRow, QueueRow


class PlaceRow(Base):
    """One child's seat in a group."""

    __tablename__ = "places"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    queue_id: Mapped[uuid.UUID]
    birth_year: Mapped[int]
    serial: Mapped[int]
    state: Mapped[str]
    opened_at: Mapped[datetime]
    opened_seq: Mapped[int]
    slot: Mapped[str | None]
    holder_id: Mapped[uuid.UUID | None]
    temporary_until: Mapped[date | None]
    closes_at: Mapped[datetime | None]
    in_place_of: Mapped[uuid.UUID | None]
    is_private: Mapped[bool] = mapped_column(default=False)
    bulletin_on: Mapped[date | None]
    window_ends_at: Mapped[datetime | None]
    version: Mapped[int]


def _to_value(row: PlaceRow, queue: QueueRow) -> Place:
    return Place(
        id=PlaceId(row.id),
        key=queue.seats,
        serial=row.serial,
        state=PlaceState(row.state),
        opened_at=row.opened_at,
        opened_seq=row.opened_seq,
        slot=Slot(row.slot) if row.slot else None,
        holder=ApplicationId(row.holder_id) if row.holder_id else None,
        temporary_until=row.temporary_until,
        closes_at=row.closes_at,
        in_place_of=PlaceId(row.in_place_of) if row.in_place_of else None,
        is_private=row.is_private,
        bulletin_on=row.bulletin_on,
        window_ends_at=row.window_ends_at,
        version=row.version,
    )


def _with_queue() -> Select[PlaceRow, QueueRow]:
    return (
        select(PlaceRow, QueueRow)
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .execution_options(populate_existing=True)
    )


def find_place_header(session: Session, place_id: uuid.UUID) -> PlaceRow | None:
    """The row of a place, for what never changes in it: its cohort and queue."""
    return session.scalar(select(PlaceRow).where(PlaceRow.id == place_id))


def birth_years_of_places(session: Session, places: Iterable[uuid.UUID]) -> set[int]:
    """The cohorts of these places."""
    return set(
        session.scalars(select(PlaceRow.birth_year).where(PlaceRow.id.in_(set(places))).distinct())
    )


def birth_years_held(session: Session, application_id: uuid.UUID) -> set[int]:
    """The cohorts of the places that an application holds now."""
    return set(
        session.scalars(select(PlaceRow.birth_year).where(PlaceRow.holder_id == application_id))
    )


def find_place_territory(session: Session, place_id: uuid.UUID) -> str:
    """The territory by whose rules a place is given."""
    return session.scalars(
        select(KindergartenRow.territory)
        .join(QueueRow, QueueRow.kindergarten_id == KindergartenRow.id)
        .join(PlaceRow, PlaceRow.queue_id == QueueRow.id)
        .where(PlaceRow.id == place_id)
    ).one()


def find_place_kindergarten(session: Session, place_id: uuid.UUID) -> uuid.UUID | None:
    """Whose place it is."""
    return session.scalar(
        select(QueueRow.kindergarten_id)
        .join(PlaceRow, PlaceRow.queue_id == QueueRow.id)
        .where(PlaceRow.id == place_id)
    )


def load_places(session: Session, ids: Iterable[uuid.UUID]) -> dict[PlaceId, Place]:
    """Places by their id."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(_with_queue().where(PlaceRow.id.in_(wanted)))
    return {PlaceId(place.id): _to_value(place, queue) for place, queue in rows}


def free_places(
    session: Session, birth_years: Iterable[int], queue_ids: Iterable[uuid.UUID]
) -> dict[PlaceId, Place]:
    """Places of these cohorts that wait for a child and may find one now (R-2).

    Either somebody in their queue may be offered them, or the act at hand touches that queue.
    """
    awaited = exists().where(
        QueueEntryRow.tenant_id == PlaceRow.tenant_id,
        QueueEntryRow.queue_id == PlaceRow.queue_id,
        QueueEntryRow.is_candidate,
    )
    rows = session.execute(
        _with_queue().where(
            PlaceRow.birth_year.in_(set(birth_years)),
            PlaceRow.state == str(PlaceState.PUBLISHED),
            or_(PlaceRow.queue_id.in_(set(queue_ids)), awaited),
        )
    )
    return {PlaceId(place.id): _to_value(place, queue) for place, queue in rows}


def waiting_of_kindergartens(
    session: Session, kindergartens: Iterable[uuid.UUID], birth_years: Iterable[int]
) -> dict[PlaceId, Place]:
    """Every place of these kindergartens and cohorts that nobody holds, in any state (5.2)."""
    rows = session.execute(
        _with_queue().where(
            QueueRow.kindergarten_id.in_(set(kindergartens)),
            PlaceRow.birth_year.in_(set(birth_years)),
            PlaceRow.state.in_([str(state) for state in FREE]),
        )
    )
    return {PlaceId(place.id): _to_value(place, queue) for place, queue in rows}


def waiting_of_territories(
    session: Session, territories: Iterable[str], states: Iterable[PlaceState]
) -> dict[PlaceId, Place]:
    """The places of whole territories in these states."""
    rows = session.execute(
        _with_queue()
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(
            KindergartenRow.territory.in_(set(territories)),
            PlaceRow.state.in_([str(state) for state in states]),
        )
    )
    return {PlaceId(place.id): _to_value(place, queue) for place, queue in rows}


def takeable_places(session: Session, territory: str, birth_year: int) -> list[Place]:
    """The places of a territory's cohort that stand in a window or are open (9.2)."""
    rows = session.execute(
        _with_queue()
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(
            KindergartenRow.territory == territory,
            PlaceRow.birth_year == birth_year,
            PlaceRow.state.in_([str(PlaceState.PRIORITY), str(PlaceState.OPEN)]),
        )
    )
    return [_to_value(place, queue) for place, queue in rows]


@dataclass(frozen=True, slots=True)
class InWindow:
    """A place whose priority window is open."""

    place_id: uuid.UUID
    birth_year: int
    territory: str


def places_in_window(session: Session) -> list[InWindow]:
    """The places whose priority window is open (R-86)."""
    rows = session.execute(
        select(PlaceRow.id, PlaceRow.birth_year, KindergartenRow.territory)
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(PlaceRow.state == str(PlaceState.PRIORITY))
    )
    return [InWindow(*row) for row in rows]


def places_in_window_of(
    session: Session, *, territory: str, queue_type: str, birth_year: int, language: str
) -> dict[uuid.UUID, int]:
    """How many places of one shared queue are in a priority window, by kindergarten (N-34)."""
    rows = session.execute(
        select(QueueRow.kindergarten_id, func.count())
        .join(
            PlaceRow,
            (PlaceRow.tenant_id == QueueRow.tenant_id) & (PlaceRow.queue_id == QueueRow.id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(
            PlaceRow.state == str(PlaceState.PRIORITY),
            KindergartenRow.territory == territory,
            QueueRow.queue_type == queue_type,
            QueueRow.birth_year == birth_year,
            QueueRow.language == language,
        )
        .group_by(QueueRow.kindergarten_id, KindergartenRow.name_ru)
        .order_by(KindergartenRow.name_ru)
    )
    return {one: count for one, count in rows if one is not None}


def stand_ins(session: Session, kept: uuid.UUID) -> list[uuid.UUID]:
    """The temporary places that are open in the stead of a kept one (L-17.2)."""
    return list(
        session.scalars(
            select(PlaceRow.id).where(
                PlaceRow.in_place_of == kept, PlaceRow.state != str(PlaceState.RECALLED)
            )
        )
    )


def times_offered(session: Session, places: Iterable[uuid.UUID]) -> int:
    """How many offers these places have seen: nobody is asked twice for a temporary one (R-50)."""
    wanted = set(places)
    if not wanted:
        return 0
    count = session.scalar(
        select(func.count()).select_from(OfferRow).where(OfferRow.place_id.in_(wanted))
    )
    return count or 0


def last_serial(session: Session, queue_id: uuid.UUID) -> int:
    """The number of the place last published in a queue; 0 when there was none."""
    serial = session.scalar(select(func.max(PlaceRow.serial)).where(PlaceRow.queue_id == queue_id))
    return serial or 0


def save_place(session: Session, tenant_id: int, place: Place, queue_id: uuid.UUID) -> None:
    """Makes the row of a place what it is after a step."""
    columns = {
        "state": str(place.state),
        "opened_at": place.opened_at,
        "opened_seq": place.opened_seq,
        "slot": str(place.slot) if place.slot else None,
        "holder_id": place.holder,
        "bulletin_on": place.bulletin_on,
        "window_ends_at": place.window_ends_at,
        "version": place.version,
    }
    fixed = {
        "queue_id": queue_id,
        "birth_year": place.key.birth_year,
        "serial": place.serial,
        "temporary_until": place.temporary_until,
        "closes_at": place.closes_at,
        "in_place_of": place.in_place_of,
        "is_private": place.is_private,
    }
    if place.version == 1:
        session.execute(
            insert(PlaceRow).values(tenant_id=tenant_id, id=place.id, **fixed, **columns)
        )
    else:
        session.execute(update(PlaceRow).where(PlaceRow.id == place.id).values(**columns))
