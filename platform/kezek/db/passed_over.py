"""Spans that ended and wait for a calendar: passed over for a while, then tried again (R-90)."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.applications import TermRow
from kezek.db.base import Base, TenantKey, UuidKey

Key = tuple[uuid.UUID, str, datetime]
"""Application, kind and end of a span."""


class PassedOverRow(Base):
    """One span that is not looked at until a moment."""

    __tablename__ = "passed_over_terms"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    kind: Mapped[str] = mapped_column(primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    until: Mapped[datetime]


def pass_over(session: Session, tenant_id: int, keys: Iterable[Key], until: datetime) -> None:
    """Lets these spans rest until a moment."""
    rows = [
        {
            "tenant_id": tenant_id,
            "application_id": application_id,
            "kind": kind,
            "due_at": due_at,
            "until": until,
        }
        for application_id, kind, due_at in keys
    ]
    statement = insert(PassedOverRow).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            constraint="pk_passed_over_terms", set_={"until": statement.excluded.until}
        )
    )


def take_up_again(session: Session) -> None:
    """Lets none rest any longer: a calendar may have come."""
    session.execute(delete(PassedOverRow))


def does_any_rest(session: Session, now: datetime) -> bool:
    """Whether any span of the region is passed over at this moment."""
    return bool(session.scalar(select(exists().where(PassedOverRow.until > now))))


def first_taken_up_at(session: Session) -> datetime | None:
    """When the next of them is tried again; it may have passed."""
    return session.scalar(select(func.min(PassedOverRow.until)))


def does_not_rest(now: datetime) -> ColumnElement[bool]:
    """True for a row of `terms` that is not passed over at this moment."""
    return ~exists().where(
        PassedOverRow.tenant_id == TermRow.tenant_id,
        PassedOverRow.application_id == TermRow.application_id,
        PassedOverRow.kind == TermRow.kind,
        PassedOverRow.due_at == TermRow.due_at,
        PassedOverRow.until > now,
    )
