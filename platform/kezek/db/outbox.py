"""The outbox: what still has to leave the house, claimed by one worker at a time.

A row is one intent: `key` is unique, so none is made twice, and its id goes to the provider as
our reference, so that a repeated attempt can be told from a second message. `held_until` says
that a worker is speaking with a provider; found in the past it says that the answer was lost.
"""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import LargeBinary, case, delete, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey

_UNTOUCHED: dict[str, Any] = {"synchronize_session": False}


class Settled(StrEnum):
    """How a message ended."""

    SENT = "sent"
    DELIVERED = "delivered"
    """The provider has told that it arrived."""
    REFUSED = "refused"
    """The address does not exist, or takes nothing: another try would end the same way."""
    EXPIRED = "expired"
    """Taken, but the telephone was off until the provider gave up."""
    FAILED = "failed"
    """Taken, and then not delivered for a reason that is not the family's."""
    GAVE_UP = "gave_up"
    TOO_LATE = "too_late"
    """A one-time code that had run out before it could be sent."""


TAKEN = (Settled.SENT, Settled.DELIVERED)
"""How a message ended that a channel has accepted."""


class OutboxRow(Base):
    """One message on its way."""

    __tablename__ = "outbox"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    key: Mapped[str]
    channel: Mapped[str]
    notice_id: Mapped[uuid.UUID | None]
    address_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    subject: Mapped[str] = mapped_column(server_default=sql("''"))
    text: Mapped[str]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    relay_at: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=sql("0"))
    unknown: Mapped[int] = mapped_column(server_default=sql("0"))
    last_error: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    gateway_ref: Mapped[str | None]
    """How the provider calls it in its reports."""
    delivered_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    """How the last attempt failed: `temporary` or `technical`."""
    ask_at: Mapped[datetime | None]
    """When the provider is asked what became of it."""


def address_context(key: str) -> str:
    """What binds a sealed address to its row: nobody can move it to another message."""
    return f"outbox:{key}"


def messages_of(session: Session, notice_id: uuid.UUID) -> list[OutboxRow]:
    """The messages of a notice that are still known, the oldest first."""
    return list(
        session.scalars(
            select(OutboxRow)
            .where(OutboxRow.notice_id == notice_id)
            .order_by(OutboxRow.created_at, OutboxRow.id)
        )
    )


def settle(
    session: Session,
    message_id: uuid.UUID,
    outcome: Settled,
    now: datetime,
    *,
    name: str = "",
    ask_at: datetime | None = None,
) -> None:
    """Ends a message, whoever has it; the text of a one-time code is not kept.

    `name` is the provider's, `ask_at` when it is asked what became of it.
    """
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == message_id, OutboxRow.settled_at.is_(None))
        .values(
            outcome=str(outcome),
            settled_at=now,
            held_until=None,
            gateway_ref=name or None,
            ask_at=ask_at,
            text=case((OutboxRow.notice_id.is_(None), ""), else_=OutboxRow.text),
        )
        .execution_options(**_UNTOUCHED)
    )


def forget_settled(session: Session, before: datetime, codes_before: datetime) -> int:
    """Removes what was settled long ago, one-time codes sooner; gives how many."""
    is_old = case(
        (OutboxRow.notice_id.is_(None), OutboxRow.settled_at < codes_before),
        else_=OutboxRow.settled_at < before,
    )
    gone = session.execute(
        delete(OutboxRow)
        .where(OutboxRow.settled_at < max(before, codes_before), is_old)
        .returning(OutboxRow.id)
        .execution_options(**_UNTOUCHED)
    )
    return len(gone.all())
