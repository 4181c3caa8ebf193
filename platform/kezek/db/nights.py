"""The marks of the work that is done once a day, or once for each move of a queue."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import BigInteger, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.queues import QueueRow


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
    told_at: Mapped[datetime]


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


def queues_with_news(session: Session) -> dict[uuid.UUID, tuple[int, int]]:
    """Queues that moved since their families were told: the version told, and the version now."""
    rows = session.execute(
        select(QueueRow.id, NumberDigestRow.told_version, QueueRow.moves)
        .outerjoin(
            NumberDigestRow,
            (NumberDigestRow.tenant_id == QueueRow.tenant_id)
            & (NumberDigestRow.queue_id == QueueRow.id),
        )
        .where(QueueRow.moves > 0)
        .where(
            NumberDigestRow.told_version.is_(None) | (NumberDigestRow.told_version < QueueRow.moves)
        )
    )
    return {row.id: (row.told_version or 0, row.moves) for row in rows}


def mark_told(
    session: Session, tenant_id: int, versions: Iterable[tuple[uuid.UUID, int]], now: datetime
) -> None:
    """Notes up to which move the families of these queues have been told."""
    rows = [
        {"tenant_id": tenant_id, "queue_id": queue, "told_version": version, "told_at": now}
        for queue, version in versions
    ]
    if not rows:
        return
    statement = insert(NumberDigestRow).values(rows)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "queue_id"],
            set_={
                "told_version": statement.excluded.told_version,
                "told_at": statement.excluded.told_at,
            },
        )
    )
