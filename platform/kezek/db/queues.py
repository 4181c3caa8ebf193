"""Queues and who stands in them: rows, their counts, and the moves by which they change."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ARRAY, UUID, Boolean, bindparam, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import ENDED, Application, State
from kezek.core.events import Cause
from kezek.core.ids import ApplicationId, KindergartenId
from kezek.core.moves import Move, Op, Stand
from kezek.core.queues import Queue, QueueKey, QueueType
from kezek.core.turns import Rank, Standing
from kezek.db.base import Base, TenantKey, UuidKey, uuid7

LEFT_THE_QUEUES = ENDED | {State.ENROLLED}
"""States from which no way leads back to the queues: entries are removed."""


class QueueRow(Base):
    """One linear queue with its stored count; `moves` is its version, raised by every move."""

    __tablename__ = "queues"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kindergarten_id: Mapped[uuid.UUID]
    birth_year: Mapped[int]
    language: Mapped[str]
    queue_type: Mapped[str]
    count: Mapped[int]
    ratio: Mapped[int]
    version: Mapped[int]
    moves: Mapped[int]

    @property
    def key(self) -> QueueKey:
        """The key by which the core knows it."""
        return QueueKey(
            KindergartenId(self.kindergarten_id),
            self.birth_year,
            self.language,
            QueueType(self.queue_type),
        )

    @property
    def value(self) -> Queue:
        """What the core needs of it."""
        return Queue(self.key, self.count, self.ratio, self.version)


class QueueEntryRow(Base):
    """An application standing in one queue."""

    __tablename__ = "queue_entries"

    tenant_id: Mapped[TenantKey]
    queue_id: Mapped[UuidKey]
    application_id: Mapped[UuidKey]
    preference: Mapped[int]
    standing: Mapped[str]
    submitted_at: Mapped[datetime]
    serial: Mapped[int]
    is_shown: Mapped[bool] = mapped_column(Boolean)
    is_candidate: Mapped[bool] = mapped_column(Boolean)


class QueueMoveRow(Base):
    """One move of one queue: what the explanation of a number is replayed from."""

    __tablename__ = "queue_moves"

    tenant_id: Mapped[TenantKey]
    queue_id: Mapped[UuidKey]
    version: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[uuid.UUID]
    at: Mapped[datetime]
    op: Mapped[str]
    cause: Mapped[str | None]
    application_id: Mapped[uuid.UUID | None]
    standing: Mapped[str | None]
    standing_before: Mapped[str | None]
    submitted_at: Mapped[datetime | None]
    submitted_before: Mapped[datetime | None]
    serial: Mapped[int | None]
    count_after: Mapped[int]
    ratio_after: Mapped[int]

    @property
    def value(self) -> Move:
        """The move as the core replays it."""
        return Move(
            op=Op(self.op),
            cause=Cause(self.cause) if self.cause else None,
            count_after=self.count_after,
            ratio_after=self.ratio_after,
            application=ApplicationId(self.application_id) if self.application_id else None,
            before=_stand(self.standing_before, self.submitted_before, self.serial),
            after=_stand(self.standing, self.submitted_at, self.serial),
            at=self.at,
            version=self.version,
        )


def _stand(standing: str | None, submitted_at: datetime | None, serial: int | None) -> Stand | None:
    if standing is None or submitted_at is None or serial is None:
        return None
    return Stand(Standing(standing), Rank(submitted_at, serial))


def ensure_queues(
    session: Session, tenant_id: int, keys: Iterable[QueueKey], *, count: int, ratio: int
) -> dict[QueueKey, QueueRow]:
    """The rows of these queues; those that nobody stood in yet begin as the region has set it."""
    found: dict[QueueKey, QueueRow] = {}
    for key in sorted(set(keys)):
        row = find_queue(session, key)
        if row is None:
            session.execute(
                insert(QueueRow)
                .values(
                    tenant_id=tenant_id,
                    id=uuid7(),
                    kindergarten_id=key.kindergarten,
                    birth_year=key.birth_year,
                    language=key.language,
                    queue_type=str(key.queue_type),
                    count=count,
                    ratio=ratio,
                    version=0,
                    moves=0,
                )
                .on_conflict_do_nothing()
            )
            row = find_queue(session, key)
            assert row is not None
        found[key] = row
    return found


def find_queue(session: Session, key: QueueKey) -> QueueRow | None:
    """The row of one queue."""
    return session.scalar(
        select(QueueRow)
        .where(
            QueueRow.kindergarten_id == key.kindergarten,
            QueueRow.birth_year == key.birth_year,
            QueueRow.language == key.language,
            QueueRow.queue_type == str(key.queue_type),
        )
        .execution_options(populate_existing=True)
    )


def queues_with_other_ratio(session: Session, ratio: int) -> list[QueueRow]:
    """The queues that still run to another ratio than this."""
    return list(
        session.scalars(
            select(QueueRow)
            .where(QueueRow.ratio != ratio)
            .execution_options(populate_existing=True)
        )
    )


def queues_by_id(session: Session, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, QueueRow]:
    """Rows of queues by their id."""
    rows = session.scalars(
        select(QueueRow).where(QueueRow.id.in_(set(ids))).execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}


_CANDIDATES = text(
    """
    select distinct entry.application_id
    from unnest(:queues) as wanted(queue_id)
    cross join unnest(array['O', 'P', 'G']) as class(standing)
    cross join lateral (
        select waiting.application_id
        from queue_entries as waiting
        join applications as application
          on application.tenant_id = waiting.tenant_id
         and application.id = waiting.application_id
        where waiting.tenant_id = :tenant
          and waiting.queue_id = wanted.queue_id
          and waiting.standing = class.standing
          and waiting.is_candidate
          and application.born_on <= :born_on_or_before
        order by waiting.submitted_at, waiting.serial
        limit :most
    ) as entry
    """
).bindparams(bindparam("queues", type_=ARRAY(UUID(as_uuid=True))))


def first_candidates(
    session: Session,
    tenant_id: int,
    queues: Sequence[uuid.UUID],
    *,
    most: int,
    born_on_or_before: object,
) -> list[uuid.UUID]:
    """Of each class of each queue, the first `most` who may be offered a place (R-2)."""
    if not queues:
        return []
    rows = session.execute(
        _CANDIDATES,
        {
            "queues": list(queues),
            "tenant": tenant_id,
            "most": most,
            "born_on_or_before": born_on_or_before,
        },
    )
    return [row.application_id for row in rows]


def save_entries(
    session: Session,
    tenant_id: int,
    before: Application | None,
    after: Application,
    queue_ids: dict[QueueKey, uuid.UUID],
) -> None:
    """Makes the entries of an application what they are after a step."""
    kept = {} if after.state in LEFT_THE_QUEUES else dict.fromkeys(after.keys)
    gone = [key for key in (before.keys if before else ()) if key not in kept]
    if gone:
        session.execute(
            delete(QueueEntryRow).where(
                QueueEntryRow.application_id == after.id,
                QueueEntryRow.queue_id.in_([queue_ids[key] for key in gone]),
            )
        )
    if not kept:
        return
    rows = [
        {
            "tenant_id": tenant_id,
            "queue_id": queue_ids[key],
            "application_id": after.id,
            "preference": preference,
            "standing": str(after.standing),
            "submitted_at": after.submitted_at,
            "serial": after.serial,
            "is_shown": after.is_shown,
            "is_candidate": after.state is State.QUEUED,
        }
        for preference, key in enumerate(kept, start=1)
    ]
    statement = insert(QueueEntryRow).values(rows)
    updated = ("preference", "standing", "submitted_at", "is_shown", "is_candidate")
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "queue_id", "application_id"],
            set_={name: statement.excluded[name] for name in updated},
        )
    )


def save_count(session: Session, queue_id: uuid.UUID, queue: Queue) -> None:
    """Stores a queue's count of turns."""
    session.execute(
        update(QueueRow)
        .where(QueueRow.id == queue_id)
        .values(count=queue.count, ratio=queue.ratio, version=queue.version)
    )


def save_moves(
    session: Session,
    tenant_id: int,
    fact_id: uuid.UUID,
    at: datetime,
    moves: Sequence[tuple[uuid.UUID, Move]],
) -> list[int]:
    """Appends moves, each with its queue's next version; gives those versions.

    The version is raised under the queue's row lock: moves are gapless in commit order.
    """
    versions = []
    for queue_id, move in moves:
        version = session.scalar(
            update(QueueRow)
            .where(QueueRow.id == queue_id)
            .values(moves=QueueRow.moves + 1)
            .returning(QueueRow.moves)
        )
        assert version is not None
        stand = move.after or move.before
        session.execute(
            insert(QueueMoveRow).values(
                tenant_id=tenant_id,
                queue_id=queue_id,
                version=version,
                fact_id=fact_id,
                at=at,
                op=str(move.op),
                cause=str(move.cause) if move.cause else None,
                application_id=move.application,
                standing=str(move.after.standing) if move.after else None,
                standing_before=str(move.before.standing) if move.before else None,
                submitted_at=move.after.rank.submitted_at if move.after else None,
                submitted_before=move.before.rank.submitted_at if move.before else None,
                serial=stand.rank.serial if stand else None,
                count_after=move.count_after,
                ratio_after=move.ratio_after,
            )
        )
        versions.append(version)
    return versions
