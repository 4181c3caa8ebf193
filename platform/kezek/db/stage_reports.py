"""Stages on their way to monitoring: written with their fact, claimed by one sender, settled."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import case, delete, func, select, update
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey

_UNTOUCHED: dict[str, Any] = {"synchronize_session": False}


class Outcome(StrEnum):
    """How a report ended."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    """Monitoring does not take it; an operator looks why, and sends it once more."""


class StageReportRow(Base):
    """One stage of one application."""

    __tablename__ = "stage_reports"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    application_id: Mapped[uuid.UUID]
    stage: Mapped[str]
    at: Mapped[datetime]
    payload: Mapped[dict[str, Any]]
    not_before: Mapped[datetime]
    held_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=sql("0"))
    last_error: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Report:
    """A stage to be told: its number is made of its fact, so that it exists once."""

    id: uuid.UUID
    application_id: uuid.UUID
    stage: str
    at: datetime
    payload: Mapping[str, Any]
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Backlog:
    """What of a region monitoring does not know yet."""

    waiting: int
    since: datetime | None
    refused: int
    last_error: str
    acknowledged_at: datetime | None


def add_reports(session: Session, tenant_id: int, reports: Iterable[Report]) -> None:
    """Writes stages into the transaction of their fact; one that is there already stays."""
    rows = [
        {
            "tenant_id": tenant_id,
            "id": one.id,
            "application_id": one.application_id,
            "stage": one.stage,
            "at": one.at,
            "payload": dict(one.payload),
            "not_before": one.at,
        }
        for one in reports
    ]
    if rows:
        session.execute(insert(StageReportRow).values(rows).on_conflict_do_nothing())


def next_report_at(session: Session) -> datetime | None:
    """When the sender has something to do next; it may have passed."""
    return session.scalar(
        select(func.min(StageReportRow.not_before)).where(StageReportRow.settled_at.is_(None))
    )


def claim_reports(session: Session, now: datetime, hold_until: datetime, most: int) -> list[Report]:
    """Takes waiting stages for this sender alone, the oldest first; another passes over them."""
    waiting = (
        select(StageReportRow.id)
        .where(
            StageReportRow.settled_at.is_(None),
            StageReportRow.not_before <= now,
            StageReportRow.held_until.is_(None) | (StageReportRow.held_until <= now),
        )
        .order_by(StageReportRow.not_before, StageReportRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    rows = session.execute(
        update(StageReportRow)
        .where(StageReportRow.id.in_(waiting))
        .values(attempts=StageReportRow.attempts + 1, held_until=hold_until, not_before=hold_until)
        .returning(
            StageReportRow.id,
            StageReportRow.application_id,
            StageReportRow.stage,
            StageReportRow.at,
            StageReportRow.payload,
            StageReportRow.attempts,
        )
        .execution_options(**_UNTOUCHED)
    )
    return sorted((Report(*row) for row in rows), key=lambda one: (one.at, one.id))


def settle_reports(
    session: Session, ids: Collection[uuid.UUID], outcome: Outcome, now: datetime, why: str = ""
) -> None:
    """Ends stages, whoever has them."""
    if ids:
        session.execute(
            update(StageReportRow)
            .where(StageReportRow.id.in_(ids), StageReportRow.settled_at.is_(None))
            .values(settled_at=now, outcome=str(outcome), held_until=None, last_error=why or None)
            .execution_options(**_UNTOUCHED)
        )


def put_off_reports(
    session: Session, reports: Sequence[Report], until: Mapping[uuid.UUID, datetime], why: str
) -> None:
    """Lets stages wait; nothing happens to one that another sender has by now."""
    for one in reports:
        session.execute(
            update(StageReportRow)
            .where(
                StageReportRow.id == one.id,
                StageReportRow.attempts == one.attempts,
                StageReportRow.settled_at.is_(None),
            )
            .values(not_before=until[one.id], held_until=None, last_error=why)
            .execution_options(**_UNTOUCHED)
        )


def wake_reports(session: Session, now: datetime) -> int:
    """Sends what waits, and what was refused, at once; gives how many stages that are."""
    woken = session.scalars(
        update(StageReportRow)
        .where(
            StageReportRow.settled_at.is_(None)
            & StageReportRow.held_until.is_(None)
            & (StageReportRow.not_before > now)
            | (StageReportRow.outcome == str(Outcome.REFUSED))
        )
        .values(not_before=now, settled_at=None, outcome=None, attempts=0)
        .returning(StageReportRow.id)
        .execution_options(**_UNTOUCHED)
    )
    return len(woken.all())


def backlog(session: Session) -> Backlog:
    """How far monitoring is behind in this region."""
    is_refused = StageReportRow.outcome == str(Outcome.REFUSED)
    is_open = StageReportRow.settled_at.is_(None)
    waiting, since, refused = session.execute(
        select(
            func.count(case((is_open, 1))),
            func.min(case((is_open, StageReportRow.at))),
            func.count(case((is_refused, 1))),
        ).where(is_open | is_refused)
    ).one()
    error = session.scalar(
        select(StageReportRow.last_error)
        .where(is_open | is_refused, StageReportRow.last_error.is_not(None))
        .order_by(StageReportRow.at.desc())
        .limit(1)
    )
    done = session.scalar(select(func.max(StageReportRow.settled_at)))
    return Backlog(waiting, since, refused, error or "", done)


def forget_reports(session: Session, before: datetime) -> None:
    """Removes what monitoring has acknowledged long ago; the journal keeps every stage."""
    session.execute(
        delete(StageReportRow).where(
            StageReportRow.settled_at < before,
            StageReportRow.outcome == str(Outcome.ACKNOWLEDGED),
        )
    )
