"""The outbox: what still has to leave the house, claimed by one worker at a time.

A row is one intent: `key` is unique, so none is made twice, and its id goes to the provider as
our reference, so that a repeated attempt can be told from a second message. `held_until` says
that a worker is speaking with a provider; found in the past it says that the answer was lost.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, case, delete, func, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.delivery import Lane
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


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that one worker alone may send until its hold ends."""

    id: uuid.UUID
    key: str
    channel: str
    notice_id: uuid.UUID | None
    address_sealed: bytes
    subject: str
    text: str
    created_at: datetime
    attempts: int
    """This attempt included."""
    unknown: int
    """How many attempts before may have been taken."""


def address_context(key: str) -> str:
    """What binds a sealed address to its row: nobody can move it to another message."""
    return f"outbox:{key}"


def next_relay_at(session: Session) -> datetime | None:
    """When the relay has something to do next; it may have passed."""
    firsts = [session.scalar(select(func.min(_RELAY_AT)).where(*_open(lane))) for lane in Lane]
    return min((first for first in firsts if first is not None), default=None)


def announce(
    session: Session,
    lane: Lane,
    now: datetime,
    again_at: datetime,
    most: int,
    *,
    closed: Collection[str] = (),
) -> int:
    """Marks what waits as told to the workers; gives how many messages that are.

    What is still here at `again_at` is told again: messages to workers may be lost. Messages of a
    channel that an operator has closed are left as they are.
    """
    waiting = (
        select(OutboxRow.id)
        .where(*_open(lane), OutboxRow.channel.not_in(closed), now >= _RELAY_AT)
        .order_by(_RELAY_AT)
        .limit(most)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    marked = session.scalars(
        update(OutboxRow)
        .where(OutboxRow.id.in_(waiting))
        .values(relay_at=again_at)
        .returning(OutboxRow.id)
        .execution_options(**_UNTOUCHED)
    )
    return len(marked.all())


def take_back_announcement(session: Session, now: datetime) -> None:
    """Lets what was announced and not claimed be announced again at once."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.settled_at.is_(None), OutboxRow.relay_at > now, _is_free(now))
        .values(relay_at=None)
        .execution_options(**_UNTOUCHED)
    )


def claim(
    session: Session,
    lane: Lane,
    now: datetime,
    hold_until: datetime,
    most: int,
    *,
    closed: Collection[str] = (),
) -> list[Claimed]:
    """Takes waiting messages for this worker alone; another worker passes over them.

    An attempt whose hold ended without an answer counts as unknown: it may have been sent.
    """
    waiting = (
        select(OutboxRow.id)
        .where(
            *_open(lane),
            OutboxRow.channel.not_in(closed),
            OutboxRow.not_before <= now,
            _is_free(now),
        )
        .order_by(_RELAY_AT)
        .limit(most)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    rows = session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(waiting))
        .values(
            attempts=OutboxRow.attempts + 1,
            unknown=OutboxRow.unknown + case((OutboxRow.held_until.is_not(None), 1), else_=0),
            held_until=hold_until,
            relay_at=hold_until,
        )
        .returning(
            OutboxRow.id,
            OutboxRow.key,
            OutboxRow.channel,
            OutboxRow.notice_id,
            OutboxRow.address_sealed,
            OutboxRow.subject,
            OutboxRow.text,
            OutboxRow.created_at,
            OutboxRow.attempts,
            OutboxRow.unknown,
        )
        .execution_options(**_UNTOUCHED)
    )
    claimed: Sequence[Any] = rows.all()
    return sorted((Claimed(*row) for row in claimed), key=lambda one: one.created_at)


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


def put_off(
    session: Session,
    message: Claimed,
    until: datetime,
    reason: str,
    *,
    failure: str = "technical",
    answer_lost: bool = False,
) -> None:
    """Lets a message wait for another attempt; `answer_lost` counts that it may have been sent.

    Nothing happens if the hold ended meanwhile and another worker has it.
    """
    session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.id == message.id,
            OutboxRow.attempts == message.attempts,
            OutboxRow.settled_at.is_(None),
        )
        .values(
            not_before=until,
            relay_at=None,
            held_until=None,
            last_error=reason,
            failure=failure,
            unknown=OutboxRow.unknown + int(answer_lost),
        )
        .execution_options(**_UNTOUCHED)
    )


def hand_back(session: Session, message_ids: Sequence[uuid.UUID]) -> None:
    """Gives up messages that were claimed and not tried: as if they had not been claimed."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(message_ids), OutboxRow.settled_at.is_(None))
        .values(attempts=OutboxRow.attempts - 1, held_until=None, relay_at=None)
        .execution_options(**_UNTOUCHED)
    )


def put_off_until_loud(session: Session, now: datetime, loud_at: datetime) -> int:
    """Lets every notice that is due wait for the end of quiet hours; gives how many."""
    waiting = session.scalars(
        update(OutboxRow)
        .where(*_open(Lane.NOTICES), OutboxRow.not_before <= now, _is_free(now))
        .values(not_before=loud_at, relay_at=None)
        .returning(OutboxRow.id)
        .execution_options(**_UNTOUCHED)
    )
    return len(waiting.all())


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


_RELAY_AT = func.coalesce(OutboxRow.relay_at, OutboxRow.not_before)


def _open(lane: Lane) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    is_code = OutboxRow.notice_id.is_(None)
    of_lane = is_code if lane is Lane.CODES else OutboxRow.notice_id.is_not(None)
    return OutboxRow.settled_at.is_(None), of_lane


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(OutboxRow.held_until.is_(None), OutboxRow.held_until <= now)
