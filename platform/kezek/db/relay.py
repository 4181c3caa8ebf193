"""The relay's side of the outbox: what waits is told to workers, and claimed by one at a time."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.orm import Session

from kezek.core.delivery import Lane
from kezek.db.outbox import OutboxRow

_UNTOUCHED: dict[str, Any] = {"synchronize_session": False}


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
        .returning(*_CLAIMED)
        .execution_options(**_UNTOUCHED)
    )
    claimed: Sequence[Any] = rows.all()
    return sorted((Claimed(*row) for row in claimed), key=lambda one: one.created_at)


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


_CLAIMED = (
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
"""What `Claimed` is made of, in its order."""

_RELAY_AT = func.coalesce(OutboxRow.relay_at, OutboxRow.not_before)


def _open(lane: Lane) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    is_code = OutboxRow.notice_id.is_(None)
    of_lane = is_code if lane is Lane.CODES else OutboxRow.notice_id.is_not(None)
    return OutboxRow.settled_at.is_(None), of_lane


def _is_free(now: datetime) -> ColumnElement[bool]:
    return or_(OutboxRow.held_until.is_(None), OutboxRow.held_until <= now)
