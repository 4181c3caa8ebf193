"""What providers tell of messages after they took them; a report finds its message by its name."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from kezek.core.delivery import Report
from kezek.db.outbox import OutboxRow, Settled

_UNTOUCHED: dict[str, Any] = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of which its provider is to be asked."""

    id: uuid.UUID
    name: str
    taken_at: datetime


def find_by_name(
    session: Session, name: str, own_id: uuid.UUID | None, *, for_update: bool = False
) -> OutboxRow | None:
    """The message that a provider calls so; or by our own id, before its answer is written down."""
    query = select(OutboxRow).where(OutboxRow.gateway_ref == name)
    if own_id is not None:
        query = select(OutboxRow).where(OutboxRow.id == own_id)
    query = query.execution_options(populate_existing=True)
    return session.scalar(query.with_for_update() if for_update else query)


def note_report(row: OutboxRow, report: Report, now: datetime) -> None:
    """Writes down how the message ended by its provider's word."""
    row.outcome = str(Settled(report))
    row.settled_at = row.settled_at or now
    row.delivered_at = now if report is Report.DELIVERED else None
    row.held_until = None
    row.ask_at = None
    if row.notice_id is None:
        row.text = ""


def next_question_at(session: Session) -> datetime | None:
    """When the first provider is to be asked."""
    return session.scalar(
        select(OutboxRow.ask_at)
        .where(OutboxRow.ask_at.is_not(None))
        .order_by(OutboxRow.ask_at)
        .limit(1)
    )


def to_be_asked(session: Session, now: datetime, most: int) -> list[Asked]:
    """Messages whose provider has told nothing for so long that it is asked, the oldest first."""
    rows = session.execute(
        select(OutboxRow.id, OutboxRow.gateway_ref, OutboxRow.settled_at)
        .where(OutboxRow.ask_at <= now, OutboxRow.gateway_ref.is_not(None))
        .order_by(OutboxRow.ask_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return [Asked(one.id, one.gateway_ref, one.settled_at or now) for one in rows]


def ask_again(session: Session, messages: Sequence[uuid.UUID], at: datetime | None) -> None:
    """Lets them be asked about at that moment, or no more."""
    session.execute(
        update(OutboxRow)
        .where(OutboxRow.id.in_(messages))
        .values(ask_at=at)
        .execution_options(**_UNTOUCHED)
    )
