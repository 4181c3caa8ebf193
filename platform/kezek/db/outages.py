"""Recorded outages of a region: from when to when, and what its parents are told of it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from kezek.core.applications import ENDED
from kezek.db.applications import ApplicationRow, TermRow
from kezek.db.base import Base, TenantKey, UuidKey


class RecordedOutageRow(Base):
    """One outage, by which terms were moved when it was recorded; nobody changes it afterwards."""

    __tablename__ = "recorded_outages"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    failed: Mapped[str]
    reason: Mapped[str]
    words_kk: Mapped[str]
    words_ru: Mapped[str]
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[str]
    terms_moved: Mapped[int]

    def words(self, language: str) -> str:
        """What parents are told."""
        return self.words_ru if language == "ru" else self.words_kk


def find_outage(session: Session, outage_id: uuid.UUID) -> RecordedOutageRow | None:
    """The outage of this number."""
    return session.scalar(select(RecordedOutageRow).where(RecordedOutageRow.id == outage_id))


def overlapping(
    session: Session, began_at: datetime, ended_at: datetime
) -> list[tuple[datetime, datetime]]:
    """The recorded spans that share time with this one."""
    rows = session.execute(
        select(RecordedOutageRow.began_at, RecordedOutageRow.ended_at)
        .where(RecordedOutageRow.began_at < ended_at, RecordedOutageRow.ended_at > began_at)
        .order_by(RecordedOutageRow.began_at)
    )
    return [(row.began_at, row.ended_at) for row in rows]


def outages(session: Session, limit: int) -> Sequence[RecordedOutageRow]:
    """The newest outages of the region."""
    return session.scalars(
        select(RecordedOutageRow).order_by(RecordedOutageRow.began_at.desc()).limit(limit)
    ).all()


def running_terms(session: Session, after: datetime) -> Sequence[TermRow]:
    """Spans of living applications that had not ended at a moment."""
    return session.scalars(
        select(TermRow)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == TermRow.tenant_id)
            & (ApplicationRow.id == TermRow.application_id),
        )
        .where(
            TermRow.due_at > after,
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
    ).all()
