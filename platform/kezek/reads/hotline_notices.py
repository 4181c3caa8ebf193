"""What became of each notice: how it left the house, when it arrived, whether it can go again."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.delivery import DeliveryState, state_of
from kezek.core.notices import FAMILY_CHANNELS
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow, Settled

MOST = 20
"""The newest notices; a caller asks about the last ones."""

_LETTERS = {"sms": "S", "email": "M"}


class Delivery(StrEnum):
    """How far a message has come."""

    QUIET = "quiet"
    """It waits for the morning (G-05b)."""
    WAITS = "waits"
    TEMPORARY = "temporary"
    """The other side was busy; it is tried again."""
    TECHNICAL = "technical"
    """It failed at ours or at the provider's; it is tried again."""
    SENT = "sent"
    DELIVERED = "delivered"
    REFUSED = "refused"
    EXPIRED = "expired"
    FAILED = "failed"
    GAVE_UP = "gave_up"


@dataclass(frozen=True, slots=True)
class Way:
    """One channel of a notice, by its last message."""

    channel: str
    delivery: Delivery
    at: datetime
    """When it was settled, or from when it is tried."""
    is_again: bool


@dataclass(frozen=True, slots=True)
class DeliveredNotice:
    """One notice with what became of it."""

    id: uuid.UUID
    code: str
    subject: str
    language: str
    at: datetime
    read_at: datetime | None
    escalated_at: datetime | None
    ways: tuple[Way, ...]
    channels: tuple[str, ...]
    """Those by which it can leave the house: of its kind, and with an address."""


def delivered_notices(
    session: Session, application_id: uuid.UUID, addresses: Mapping[str, str], now: datetime
) -> tuple[DeliveredNotice, ...]:
    """The newest notices about an application to its family; `addresses` are those of now."""
    rows = session.scalars(
        select(NoticeRow)
        .where(NoticeRow.application_id == application_id, NoticeRow.audience == "family")
        .order_by(NoticeRow.seq.desc())
        .limit(MOST)
    ).all()
    messages = _messages(session, [row.id for row in rows])
    return tuple(_delivered(row, messages.get(row.id, ()), addresses, now) for row in rows)


def _messages(session: Session, notices: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[OutboxRow]]:
    found: dict[uuid.UUID, list[OutboxRow]] = {}
    rows = session.scalars(
        select(OutboxRow).where(OutboxRow.notice_id.in_(notices)).order_by(OutboxRow.created_at)
    )
    for row in rows:
        if row.notice_id is not None:
            found.setdefault(row.notice_id, []).append(row)
    return found


def _delivered(
    row: NoticeRow, messages: Iterable[OutboxRow], addresses: Mapping[str, str], now: datetime
) -> DeliveredNotice:
    newest: dict[str, OutboxRow] = {one.channel: one for one in messages}
    letters = FAMILY_CHANNELS.get(row.code, "C")
    return DeliveredNotice(
        id=row.id,
        code=row.code,
        subject=row.subject,
        language=row.language,
        at=row.recorded_at,
        read_at=row.read_at,
        escalated_at=row.escalated_at,
        ways=tuple(_way(one, row, now) for _, one in sorted(newest.items(), reverse=True)),
        channels=tuple(
            channel
            for channel, letter in _LETTERS.items()
            if addresses.get(channel) and (letter in letters or channel in newest)
        ),
    )


def _way(one: OutboxRow, notice: NoticeRow, now: datetime) -> Way:
    is_again = one.key != f"{notice.id}:{one.channel}"
    return Way(one.channel, _delivery(one, now), one.settled_at or one.not_before, is_again)


def _delivery(one: OutboxRow, now: datetime) -> Delivery:
    if one.outcome is not None:
        return _ENDS.get(one.outcome, Delivery.GAVE_UP)
    if one.attempts:
        is_busy = state_of(None, one.failure) is DeliveryState.TEMPORARY
        return Delivery.TEMPORARY if is_busy else Delivery.TECHNICAL
    return Delivery.QUIET if one.not_before > now else Delivery.WAITS


_ENDS = {
    str(Settled(one)): one
    for one in (
        Delivery.SENT,
        Delivery.DELIVERED,
        Delivery.REFUSED,
        Delivery.EXPIRED,
        Delivery.FAILED,
        Delivery.GAVE_UP,
    )
}
