"""Queues and who stands in them: rows, their counts, and the moves by which they change."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    UUID,
    Boolean,
    ColumnElement,
    and_,
    bindparam,
    delete,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import ENDED, Application, State
from kezek.core.events import Cause
from kezek.core.ids import ApplicationId
from kezek.core.moves import Move, Op, Stand
from kezek.core.queues import Queue, QueueKey, SeatKey, key_order
from kezek.core.turns import Rank, Standing
from kezek.db.base import Base, TenantKey, UuidKey, uuid7
from kezek.db.queue_keys import columns_of, key_of

LEFT_THE_QUEUES = ENDED | {State.ENROLLED, State.TRANSFER}
"""States from which no way leads back to the queues: entries are removed."""


class QueueRow(Base):
    """One linear queue with its stored count; `moves` is its version, raised by every move."""

    __tablename__ = "queues"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kindergarten_id: Mapped[uuid.UUID | None]
    territory: Mapped[str | None]
    category: Mapped[str | None]
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
        return key_of(self)

    @property
    def seats(self) -> SeatKey:
        """The key of a row to which places belong."""
        key = self.key
        assert isinstance(key, SeatKey)
        return key

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


@dataclass(frozen=True, slots=True)
class Ensured:
    """Rows of queues, and which of them nothing has happened in yet."""

    rows: dict[QueueKey, QueueRow]
    opened: frozenset[QueueKey]
    """Made just now, or by somebody who only looked: the journal may not know of them."""


def ensure_queues(
    session: Session, tenant_id: int, keys: Iterable[QueueKey], *, count: int, ratio: int
) -> Ensured:
    """The rows of these queues; those that nobody stood in yet begin as the region has set it."""
    wanted = sorted(set(keys), key=key_order)
    rows = find_queues(session, wanted)
    missing = [key for key in wanted if key not in rows]
    if missing:
        session.execute(
            insert(QueueRow),
            [_new_queue(tenant_id, key, count=count, ratio=ratio) for key in missing],
        )
        rows |= find_queues(session, missing)
    opened = frozenset(key for key, row in rows.items() if row.version == row.moves == 0)
    return Ensured(rows, opened)


def _new_queue(tenant_id: int, key: QueueKey, *, count: int, ratio: int) -> dict[str, Any]:
    return {
        "tenant_id": tenant_id,
        "id": uuid7(),
        **columns_of(key),
        "count": count,
        "ratio": ratio,
        "version": 0,
        "moves": 0,
    }


def find_queues(session: Session, keys: Collection[QueueKey]) -> dict[QueueKey, QueueRow]:
    """The rows of those of these queues that have one."""
    if not keys:
        return {}
    rows = session.scalars(
        select(QueueRow)
        .where(or_(*(_is(key) for key in keys)))
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in rows}


def _is(key: QueueKey) -> ColumnElement[bool]:
    """The row of this key; an empty column is empty there as well."""
    return and_(*(getattr(QueueRow, name) == value for name, value in columns_of(key).items()))


def find_queue(session: Session, key: QueueKey) -> QueueRow | None:
    """The row of one queue."""
    return session.scalar(
        select(QueueRow).where(_is(key)).execution_options(populate_existing=True)
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
    queue_ids: Mapping[QueueKey, uuid.UUID],
) -> None:
    """Makes the entries of an application what they are after a step."""
    rows = entry_rows(tenant_id, after, queue_ids)
    kept = {row["queue_id"] for row in rows}
    had = {queue_ids[key] for key in before.keys} if before else set()
    if had - kept:
        session.execute(
            delete(QueueEntryRow).where(
                QueueEntryRow.application_id == after.id,
                QueueEntryRow.queue_id.in_(had - kept),
            )
        )
    if not rows:
        return
    session.execute(_UPSERT_ENTRY, rows)


_NEW_ENTRY = insert(QueueEntryRow)
_UPSERT_ENTRY = _NEW_ENTRY.on_conflict_do_update(
    index_elements=["tenant_id", "queue_id", "application_id"],
    set_={
        name: _NEW_ENTRY.excluded[name]
        for name in ("preference", "standing", "submitted_at", "is_shown", "is_candidate")
    },
)
"""Made once: a statement with its rows inside would be compiled anew each time."""


def entry_rows(
    tenant_id: int, application: Application, queue_ids: Mapping[QueueKey, uuid.UUID]
) -> list[dict[str, Any]]:
    """The entries that an application has in its state."""
    if application.state in LEFT_THE_QUEUES:
        return []
    return [
        {
            "tenant_id": tenant_id,
            "queue_id": queue_ids[key],
            "application_id": application.id,
            "preference": preference,
            "standing": str(application.standing),
            "submitted_at": application.submitted_at,
            "serial": application.serial,
            "is_shown": application.is_shown,
            "is_candidate": application.state is State.QUEUED,
        }
        for preference, key in enumerate(application.keys, start=1)
    ]


def save_count(session: Session, queue_id: uuid.UUID, queue: Queue) -> None:
    """Stores a queue's count of turns."""
    session.execute(
        update(QueueRow)
        .where(QueueRow.id == queue_id)
        .values(count=queue.count, ratio=queue.ratio, version=queue.version)
    )


def next_version(session: Session, queue_id: uuid.UUID, by: int = 1) -> int:
    """Raises a queue's version and gives the new one.

    It is raised under the queue's row lock: a queue's moves are gapless in commit order.
    """
    version: int | None = session.scalar(
        update(QueueRow)
        .where(QueueRow.id == queue_id)
        .values(moves=QueueRow.moves + by)
        .returning(QueueRow.moves)
    )
    assert version is not None
    return version


def save_moves(
    session: Session,
    tenant_id: int,
    fact_id: uuid.UUID,
    moves: Sequence[tuple[uuid.UUID, Move]],
) -> None:
    """Appends moves that have got their versions."""
    if moves:
        session.execute(
            insert(QueueMoveRow),
            [move_row(tenant_id, fact_id, queue_id, move) for queue_id, move in moves],
        )


def move_row(tenant_id: int, fact_id: uuid.UUID, queue_id: uuid.UUID, move: Move) -> dict[str, Any]:
    """The row of one move."""
    stand = move.after or move.before
    return {
        "tenant_id": tenant_id,
        "queue_id": queue_id,
        "version": move.version,
        "fact_id": fact_id,
        "at": move.at,
        "op": str(move.op),
        "cause": str(move.cause) if move.cause else None,
        "application_id": move.application,
        "standing": str(move.after.standing) if move.after else None,
        "standing_before": str(move.before.standing) if move.before else None,
        "submitted_at": move.after.rank.submitted_at if move.after else None,
        "submitted_before": move.before.rank.submitted_at if move.before else None,
        "serial": stand.rank.serial if stand else None,
        "count_after": move.count_after,
        "ratio_after": move.ratio_after,
    }
