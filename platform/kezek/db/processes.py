"""When each process was last alive, and the jobs that failed in it."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, UuidKey, uuid7


class HeartbeatRow(Base):
    """One process and its last sign of life."""

    __tablename__ = "heartbeats"

    process: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    version: Mapped[str]
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    detail: Mapped[dict[str, Any]]


class FailedJobRow(Base):
    """A job that ended in an error; the same error again is counted in the same row."""

    __tablename__ = "failed_jobs"

    id: Mapped[UuidKey]
    queue: Mapped[str]
    actor: Mapped[str]
    tenant_id: Mapped[int | None]
    args: Mapped[list[Any]]
    error: Mapped[str]
    place: Mapped[str]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    outcome: Mapped[str | None]
    reason: Mapped[str]


@dataclass(frozen=True, slots=True)
class Failure:
    """How a job failed, in names only: what an error says may hold somebody's data."""

    queue: str
    actor: str
    tenant_id: int | None
    args: tuple[int, ...]
    error: str
    place: str


def beat(
    session: Session,
    process: str,
    kind: str,
    version: str,
    now: datetime,
    detail: Mapping[str, Any],
) -> None:
    """Writes that a process is alive."""
    values = {"seen_at": now, "detail": dict(detail)}
    statement = insert(HeartbeatRow).values(
        process=process, kind=kind, version=version, began_at=now, **values
    )
    session.execute(statement.on_conflict_do_update(index_elements=["process"], set_=values))


def stop_beating(session: Session, process: str) -> None:
    """A process that ends in order is not missed."""
    session.execute(delete(HeartbeatRow).where(HeartbeatRow.process == process))


def forget_silent(session: Session, before: datetime) -> None:
    """Removes processes that were killed so long ago that nobody looks for them."""
    session.execute(delete(HeartbeatRow).where(HeartbeatRow.seen_at < before))


def heartbeats(session: Session) -> Sequence[HeartbeatRow]:
    """Every process that is known, by its kind."""
    return session.scalars(
        select(HeartbeatRow).order_by(HeartbeatRow.kind, HeartbeatRow.began_at)
    ).all()


def note_failure(session: Session, failure: Failure, now: datetime) -> None:
    """Writes a failure down, or counts it with those that were just like it."""
    statement = insert(FailedJobRow).values(
        id=uuid7(),
        queue=failure.queue,
        actor=failure.actor,
        tenant_id=failure.tenant_id,
        args=list(failure.args),
        error=failure.error,
        place=failure.place,
        first_at=now,
        last_at=now,
        times=1,
        reason="",
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=[
                text("actor"),
                text("coalesce(tenant_id, 0::smallint)"),
                text("error"),
                text("place"),
            ],
            index_where=text("settled_at is null"),
            set_={"last_at": now, "times": FailedJobRow.times + 1},
        )
    )


def open_failures(session: Session, *, offset: int, limit: int) -> Sequence[FailedJobRow]:
    """Failures that nobody has attended to, the latest first."""
    return session.scalars(
        select(FailedJobRow)
        .where(FailedJobRow.settled_at.is_(None))
        .order_by(FailedJobRow.last_at.desc(), FailedJobRow.id)
        .offset(offset)
        .limit(limit)
    ).all()


def count_failures(session: Session) -> int:
    """How many wait to be attended to."""
    query = select(func.count()).where(FailedJobRow.settled_at.is_(None))
    return session.scalar(query) or 0


def settled_failures(session: Session, limit: int) -> Sequence[FailedJobRow]:
    """What became of the last ones."""
    return session.scalars(
        select(FailedJobRow)
        .where(FailedJobRow.settled_at.is_not(None))
        .order_by(FailedJobRow.settled_at.desc())
        .limit(limit)
    ).all()


def find_failure(session: Session, job_id: uuid.UUID) -> FailedJobRow | None:
    """The failure of this number, held until the transaction ends."""
    return session.scalar(select(FailedJobRow).where(FailedJobRow.id == job_id).with_for_update())
