"""Pupils who are away for a while and whose place is kept: why, and until when (L-17.2)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Mapped, Session

from kezek.db.base import Base, TenantKey, UuidKey, uuid7


class AbsenceRow(Base):
    """One absence; a pupil has at most one that has not ended."""

    __tablename__ = "absences"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kindergarten_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    because: Mapped[str]
    noted_at: Mapped[datetime]
    noted_by: Mapped[str]
    until_on: Mapped[date]
    ended_at: Mapped[datetime | None]


def open_absence(session: Session, application_id: uuid.UUID) -> AbsenceRow | None:
    """The absence of a pupil that has not ended."""
    return session.scalar(
        select(AbsenceRow).where(
            AbsenceRow.application_id == application_id, AbsenceRow.ended_at.is_(None)
        )
    )


def open_absences(session: Session, kindergarten_id: uuid.UUID) -> Sequence[AbsenceRow]:
    """Every absence of a kindergarten that has not ended."""
    return session.scalars(
        select(AbsenceRow)
        .where(AbsenceRow.kindergarten_id == kindergarten_id, AbsenceRow.ended_at.is_(None))
        .order_by(AbsenceRow.until_on)
    ).all()


def note_absence(
    session: Session,
    tenant_id: int,
    *,
    kindergarten_id: uuid.UUID,
    application_id: uuid.UUID,
    because: str,
    until_on: date,
    at: datetime,
    by: str,
) -> None:
    """Notes an absence; one that is open already gets this reason and this last day."""
    known = open_absence(session, application_id)
    if known is not None:
        known.because, known.until_on = because, until_on
        return
    session.execute(
        insert(AbsenceRow).values(
            tenant_id=tenant_id,
            id=uuid7(),
            kindergarten_id=kindergarten_id,
            application_id=application_id,
            because=because,
            until_on=until_on,
            noted_at=at,
            noted_by=by,
        )
    )


def end_absence(session: Session, application_id: uuid.UUID, at: datetime) -> None:
    """The pupil is back, or is a pupil no more; nothing happens where none was noted."""
    session.execute(
        update(AbsenceRow)
        .where(AbsenceRow.application_id == application_id, AbsenceRow.ended_at.is_(None))
        .values(ended_at=at)
    )
