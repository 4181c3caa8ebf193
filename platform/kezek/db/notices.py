"""Notices: the cabinet's record, from which terms count, and the calls that follow a lost one."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.outbox import OutboxRow, Settled


class NoticeRow(Base):
    """One notice to a family, a kindergarten or the office; terms count from `recorded_at`.

    `values` is everything that its text was made of, so that staff can read it in either language.
    """

    __tablename__ = "notices"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    seq: Mapped[int]
    code: Mapped[str]
    audience: Mapped[str]
    application_id: Mapped[uuid.UUID | None]
    guardian_id: Mapped[uuid.UUID | None]
    kindergarten_id: Mapped[uuid.UUID | None]
    values: Mapped[dict[str, Any]] = mapped_column("values", JSONB)
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    recorded_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]


class HotlineTaskRow(Base):
    """A family to be called, because no message reached it."""

    __tablename__ = "hotline_tasks"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kind: Mapped[str]
    notice_id: Mapped[uuid.UUID]
    guardian_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    note: Mapped[str] = mapped_column(server_default=text("''"))


def find_notice(session: Session, notice_id: uuid.UUID) -> NoticeRow | None:
    """The notice of this id."""
    return session.scalar(select(NoticeRow).where(NoticeRow.id == notice_id))


def unreached(
    session: Session, codes: Sequence[str], since: datetime, until: datetime, most: int
) -> Sequence[NoticeRow]:
    """Notices of these codes, recorded in a span, that nobody took delivery of and nobody read.

    The oldest first; those already escalated are left out.
    """
    taken = exists().where(
        OutboxRow.tenant_id == NoticeRow.tenant_id,
        OutboxRow.notice_id == NoticeRow.id,
        OutboxRow.outcome == Settled.SENT,
    )
    return session.scalars(
        select(NoticeRow)
        .where(
            NoticeRow.audience == "family",
            NoticeRow.code.in_(codes),
            NoticeRow.recorded_at > since,
            NoticeRow.recorded_at <= until,
            NoticeRow.escalated_at.is_(None),
            NoticeRow.read_at.is_(None),
            ~taken,
        )
        .order_by(NoticeRow.recorded_at)
        .limit(most)
    ).all()


def was_told(session: Session, code: str, since: datetime, values: dict[str, Any]) -> bool:
    """Whether a notice of this code with these values was recorded since a moment."""
    return bool(
        session.scalar(
            select(func.count())
            .select_from(NoticeRow)
            .where(
                NoticeRow.code == code,
                NoticeRow.recorded_at >= since,
                NoticeRow.values.contains(values),
            )
        )
    )


def told_since(session: Session, code: str, since: datetime) -> set[uuid.UUID]:
    """The applications whose families were told this since a moment."""
    told = session.scalars(
        select(NoticeRow.application_id).where(
            NoticeRow.code == code, NoticeRow.recorded_at >= since
        )
    )
    return {application_id for application_id in told if application_id is not None}
