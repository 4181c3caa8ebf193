"""Notices: the cabinet's record, from which terms count, and the calls that follow a lost one."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.outbox import TAKEN, OutboxRow


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
    template_version: Mapped[int] = mapped_column(server_default=text("1"))
    """Which version of its text it was composed from (templates/notices)."""


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


def find_notice(
    session: Session, notice_id: uuid.UUID, *, for_update: bool = False
) -> NoticeRow | None:
    """The notice of this id."""
    query = select(NoticeRow).where(NoticeRow.id == notice_id)
    query = query.execution_options(populate_existing=True)
    return session.scalar(query.with_for_update() if for_update else query)


def languages_of(session: Session, notices: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """In which language each of these notices to families was written."""
    rows = session.execute(
        select(NoticeRow.id, NoticeRow.language).where(
            NoticeRow.id.in_(notices), NoticeRow.audience == "family"
        )
    )
    return {row.id: row.language for row in rows}


def unreached(
    session: Session, codes: Sequence[str], since: datetime, until: datetime, most: int
) -> Sequence[NoticeRow]:
    """Notices of these codes, recorded in a span, that left the house and reached nobody.

    No channel has taken them and nobody read them in the cabinet. The oldest first; those already
    escalated are left out.
    """
    return session.scalars(
        select(NoticeRow)
        .where(
            NoticeRow.audience == "family",
            NoticeRow.code.in_(codes),
            NoticeRow.recorded_at > since,
            NoticeRow.recorded_at <= until,
            *_unreached(),
        )
        .order_by(NoticeRow.recorded_at)
        .limit(most)
    ).all()


def is_unreached(session: Session, notice: NoticeRow) -> bool:
    """Whether this notice has still reached nobody."""
    query = select(NoticeRow.id).where(NoticeRow.id == notice.id, *_unreached())
    return session.scalar(query) is not None


def last_escalated_at(session: Session, application_id: uuid.UUID) -> datetime | None:
    """When the hotline last got a family of this application onto its list."""
    return session.scalar(
        select(func.max(NoticeRow.escalated_at)).where(NoticeRow.application_id == application_id)
    )


def _unreached() -> tuple[ColumnElement[bool], ...]:
    its_own = (OutboxRow.tenant_id == NoticeRow.tenant_id) & (OutboxRow.notice_id == NoticeRow.id)
    left = exists().where(its_own)
    taken = exists().where(its_own, OutboxRow.outcome.in_([str(one) for one in TAKEN]))
    return NoticeRow.escalated_at.is_(None), NoticeRow.read_at.is_(None), left, ~taken


def was_told(
    session: Session, guardian_id: uuid.UUID, code: str, since: datetime, values: dict[str, str]
) -> bool:
    """Whether a notice of this code with these values was recorded for a parent since a moment."""
    told = exists().where(
        NoticeRow.guardian_id == guardian_id,
        NoticeRow.code == code,
        NoticeRow.recorded_at >= since,
        NoticeRow.values.contains(values),
    )
    return bool(session.scalar(select(told)))


def was_alarmed(session: Session, about: str, since: datetime) -> bool:
    """Whether the office was alarmed about something since a moment (N-54)."""
    told = exists().where(
        NoticeRow.audience == "office",
        NoticeRow.code == "N-54",
        NoticeRow.recorded_at >= since,
        NoticeRow.values.contains({"about": about}),
    )
    return bool(session.scalar(select(told)))


def told_since(session: Session, code: str, since: datetime) -> set[uuid.UUID]:
    """The applications whose families were told this since a moment."""
    told = session.scalars(
        select(NoticeRow.application_id).where(
            NoticeRow.code == code, NoticeRow.recorded_at >= since
        )
    )
    return {application_id for application_id in told if application_id is not None}


def newest_notice_at(session: Session, application_id: uuid.UUID, code: str) -> datetime | None:
    """When a notice of this kind was last given about an application."""
    return session.scalar(
        select(func.max(NoticeRow.recorded_at)).where(
            NoticeRow.application_id == application_id, NoticeRow.code == code
        )
    )
