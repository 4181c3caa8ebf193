"""The marks of the work that is done once a day, or once for each move of a queue."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.queues import QueueMoveRow, QueueRow

_AT_ONCE = 1000


class NightlyRunRow(Base):
    """A piece of nightly work that is done for its day."""

    __tablename__ = "nightly_runs"

    tenant_id: Mapped[TenantKey]
    job: Mapped[str] = mapped_column(primary_key=True)
    for_day: Mapped[date] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]


class NumberDigestRow(Base):
    """Up to which move of a queue its families have been told of their numbers."""

    __tablename__ = "number_digests"

    tenant_id: Mapped[TenantKey]
    queue_id: Mapped[UuidKey]
    told_version: Mapped[int] = mapped_column(BigInteger)
    looked_at_version: Mapped[int] = mapped_column(BigInteger)
    told_at: Mapped[datetime | None]


def begin_night(session: Session, tenant_id: int, job: str, for_day: date, now: datetime) -> bool:
    """Whether this transaction does the work of that day; a second one waits, and then does not."""
    made = session.execute(
        insert(NightlyRunRow)
        .values(tenant_id=tenant_id, job=job, for_day=for_day, ran_at=now)
        .on_conflict_do_nothing()
        .returning(NightlyRunRow.job)
    )
    return made.one_or_none() is not None


def nights_done(session: Session, for_day: date) -> set[str]:
    """What has been done for a day."""
    return set(session.scalars(select(NightlyRunRow.job).where(NightlyRunRow.for_day == for_day)))


def forget_nights(session: Session, before: date) -> None:
    """Removes marks of days long past."""
    session.execute(delete(NightlyRunRow).where(NightlyRunRow.for_day < before))


@dataclass(frozen=True, slots=True)
class News:
    """A queue that has moved since its families were told of their numbers."""

    queue_id: uuid.UUID
    told_version: int
    version: int
    told_at: datetime | None


def queues_with_news(
    session: Session, since: datetime, *, not_looked_at: bool = False
) -> list[News]:
    """Queues that moved since their families were told, or, with the flag, since anybody looked.

    Of a queue whose families were never told, the moves before `since` are left out.
    """
    oldest = (
        select(func.max(QueueMoveRow.version))
        .where(
            QueueMoveRow.tenant_id == QueueRow.tenant_id,
            QueueMoveRow.queue_id == QueueRow.id,
            QueueMoveRow.at < since,
        )
        .correlate(QueueRow)
        .scalar_subquery()
    )
    told = func.coalesce(NumberDigestRow.told_version, oldest, 0)
    mark = func.greatest(told, NumberDigestRow.looked_at_version) if not_looked_at else told
    rows = session.execute(
        select(QueueRow.id, told.label("told"), QueueRow.moves, NumberDigestRow.told_at)
        .outerjoin(
            NumberDigestRow,
            (NumberDigestRow.tenant_id == QueueRow.tenant_id)
            & (NumberDigestRow.queue_id == QueueRow.id),
        )
        .where(QueueRow.moves > mark)
        .order_by(QueueRow.id)
    )
    return [News(row.id, row.told, row.moves, row.told_at) for row in rows]


def mark_told(session: Session, tenant_id: int, news: Sequence[News], now: datetime) -> None:
    """Notes up to which move the families of these queues have been told."""
    _mark(session, tenant_id, news, ("told_version", "looked_at_version", "told_at"), now)


def mark_looked_at(session: Session, tenant_id: int, news: Sequence[News], now: datetime) -> None:
    """Notes up to which move these queues were looked at; their families are told at night."""
    _mark(session, tenant_id, news, ("looked_at_version",), now)


def _mark(
    session: Session, tenant_id: int, news: Sequence[News], changed: Sequence[str], now: datetime
) -> None:
    rows = [
        {
            "tenant_id": tenant_id,
            "queue_id": one.queue_id,
            "told_version": one.version if "told_version" in changed else one.told_version,
            "looked_at_version": one.version,
            "told_at": now if "told_at" in changed else one.told_at,
        }
        for one in news
    ]
    for start in range(0, len(rows), _AT_ONCE):
        statement = insert(NumberDigestRow).values(rows[start : start + _AT_ONCE])
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["tenant_id", "queue_id"],
                set_={name: statement.excluded[name] for name in changed},
            )
        )
