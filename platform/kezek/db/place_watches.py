"""Families who asked to be told when open places exist for their child's year of birth (N-37)."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from kezek.core.applications import State
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey


class PlaceWatchRow(Base):
    """An application whose family asked, and the day on which it was told last."""

    __tablename__ = "place_watches"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    asked_at: Mapped[datetime]
    told_on: Mapped[date | None]


def is_watching(session: Session, application_id: uuid.UUID) -> bool:
    """Whether the family asked to be told for this application."""
    return (
        session.scalar(
            select(PlaceWatchRow.application_id).where(
                PlaceWatchRow.application_id == application_id
            )
        )
        is not None
    )


def start_watch(session: Session, tenant_id: int, application_id: uuid.UUID, now: datetime) -> None:
    """From now on the family is told; asking twice is asking once."""
    session.execute(
        insert(PlaceWatchRow)
        .values(tenant_id=tenant_id, application_id=application_id, asked_at=now)
        .on_conflict_do_nothing()
    )


def stop_watch(session: Session, application_id: uuid.UUID) -> None:
    """The family is told no more."""
    session.execute(delete(PlaceWatchRow).where(PlaceWatchRow.application_id == application_id))


def watchers_of(
    session: Session, cohorts: Iterable[tuple[str, int]], today: date
) -> Sequence[uuid.UUID]:
    """Watching applications of these territories and birth years that were not told today."""
    among: list[ColumnElement[bool]] = [
        and_(ApplicationRow.territory == territory, ApplicationRow.birth_year == year)
        for territory, year in sorted(set(cohorts))
    ]
    if not among:
        return []
    return session.scalars(
        select(PlaceWatchRow.application_id)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == PlaceWatchRow.tenant_id)
            & (ApplicationRow.id == PlaceWatchRow.application_id),
        )
        .where(
            ApplicationRow.state == str(State.QUEUED),
            ApplicationRow.mode == str(Mode.INDIGO),
            or_(*among),
            or_(PlaceWatchRow.told_on.is_(None), PlaceWatchRow.told_on < today),
        )
        .order_by(ApplicationRow.submitted_at, ApplicationRow.serial)
    ).all()


def mark_told(session: Session, applications: Iterable[uuid.UUID], today: date) -> None:
    """Notes that they were told on this day."""
    session.execute(
        update(PlaceWatchRow)
        .where(PlaceWatchRow.application_id.in_(set(applications)))
        .values(told_on=today)
    )
