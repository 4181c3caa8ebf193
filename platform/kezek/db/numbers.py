"""Queue numbers by counting who stands ahead: a few index scans, never a stored rank (§8, A-02)."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.dialects.postgresql import array
from sqlalchemy.orm import Session, aliased

from kezek.core.moves import Stand
from kezek.core.queues import CategoryKey, Queue, QueueKey, QueueType, SeatKey
from kezek.core.territories import Mode
from kezek.core.turns import Ahead, Rank, Standing, merged, number
from kezek.db.applications import ApplicationRow
from kezek.db.queue_keys import COLUMNS, key_of
from kezek.db.queues import QueueEntryRow, QueueRow


@dataclass(frozen=True, slots=True)
class NumberInQueue:
    """The number of one application in one queue, and what it leaves out."""

    queue_id: uuid.UUID
    queue: Queue
    preference: int
    stand: Stand
    ahead: Ahead
    number: int
    waiting: int
    """How many stand in this queue, this one included."""

    @property
    def key(self) -> QueueKey:
        """Which queue it is."""
        return self.queue.key


def numbers_of(session: Session, application_id: uuid.UUID) -> list[NumberInQueue]:
    """The numbers of an application in its queues, in the parent's order."""
    return [
        NumberInQueue(
            queue_id=row.queue_id,
            queue=queue,
            preference=row.preference,
            stand=Stand(standing, Rank(row.submitted_at, row.serial)),
            ahead=ahead,
            number=number(queue, standing, ahead),
            waiting=row.waiting,
        )
        for row in session.execute(_NUMBERS, {"application": application_id})
        for queue, standing, ahead in [(_queue(row), Standing(row.standing), _ahead(row))]
    ]


def _queue(row: Row[Any]) -> Queue:
    return Queue(key_of(row), row.count_of_turns, row.ratio, row.version)


def _ahead(row: Row[Any]) -> Ahead:
    return Ahead(row.out_of_turn, row.first_priority, row.general)


def _numbers() -> Select[*tuple[Any, ...]]:
    """Every entry of an application with who counts before it, in one question."""
    entry, other = aliased(QueueEntryRow), aliased(QueueEntryRow)
    counted = (
        select(
            _count(entry, other, Standing.O).label("out_of_turn"),
            _count(entry, other, Standing.P).label("first_priority"),
            _count(entry, other, Standing.G).label("general"),
            func.count().label("waiting"),
        )
        .where(other.tenant_id == entry.tenant_id, other.queue_id == entry.queue_id, other.is_shown)
        .lateral("counted")
    )
    return (
        select(
            QueueRow.id.label("queue_id"),
            *(getattr(QueueRow, name) for name in COLUMNS),
            QueueRow.count.label("count_of_turns"),
            QueueRow.ratio,
            QueueRow.version,
            entry.preference,
            entry.standing,
            entry.submitted_at,
            entry.serial,
            *counted.c,
        )
        .select_from(entry)
        .join(QueueRow, (QueueRow.tenant_id == entry.tenant_id) & (QueueRow.id == entry.queue_id))
        .join(counted, true())
        .where(entry.application_id == bindparam("application"), entry.is_shown)
        .order_by(entry.preference)
    )


def _count(
    entry: type[QueueEntryRow], other: type[QueueEntryRow], standing: Standing
) -> ColumnElement[int]:
    """How many of a class count for an entry (see `turns.Ahead` and `moves.ahead_share`)."""
    before = tuple_(other.submitted_at, other.serial) < tuple_(entry.submitted_at, entry.serial)
    if standing is Standing.O:
        counts = or_(entry.standing != str(Standing.O), before)
    else:
        has_own_line = and_(
            QueueRow.queue_type == str(QueueType.GENERAL), QueueRow.category.is_(None)
        )
        in_other_line = and_(has_own_line, entry.standing != str(standing))
        counts = and_(entry.standing != str(Standing.O), or_(in_other_line, before))
    return func.count().filter(and_(other.standing == str(standing), counts))


_NUMBERS = _numbers()
"""Made once: to make it costs more than to ask it."""


def under_review(session: Session, key: QueueKey) -> int:
    """How many applications under review would stand in this queue: a number leaves them out."""
    count = session.scalar(
        select(func.count())
        .select_from(ApplicationRow)
        .where(ApplicationRow.state == "UNDER_REVIEW", *_would_stand(key))
    )
    return count or 0


def _would_stand(key: QueueKey) -> tuple[ColumnElement[bool], ...]:
    if isinstance(key, CategoryKey):
        return (
            ApplicationRow.territory == key.territory,
            ApplicationRow.cohort == key.cohort,
            ApplicationRow.claimed == key.standing,
        )
    alike = (
        ApplicationRow.birth_year == key.birth_year,
        ApplicationRow.language == key.language,
        ApplicationRow.queue_type == str(key.queue_type),
    )
    if isinstance(key, SeatKey):
        return (*alike, ApplicationRow.choices.contains([key.kindergarten]))
    return (
        *alike,
        ApplicationRow.territory == key.territory,
        ApplicationRow.mode == str(Mode.INDIGO),
    )


UNDER_REVIEW = (
    select(func.count())
    .select_from(ApplicationRow)
    .where(
        ApplicationRow.tenant_id == QueueRow.tenant_id,
        ApplicationRow.state == "UNDER_REVIEW",
        or_(
            and_(
                ApplicationRow.birth_year == QueueRow.birth_year,
                ApplicationRow.language == QueueRow.language,
                ApplicationRow.queue_type == QueueRow.queue_type,
                or_(
                    ApplicationRow.choices.contains(array([QueueRow.kindergarten_id])),
                    and_(
                        ApplicationRow.territory == QueueRow.territory,
                        ApplicationRow.mode == str(Mode.INDIGO),
                    ),
                ),
            ),
            and_(
                ApplicationRow.territory == QueueRow.territory,
                func.concat(ApplicationRow.cohort, "-", ApplicationRow.claimed)
                == QueueRow.category,
            ),
        ),
    )
    .correlate(QueueRow)
    .scalar_subquery()
)
"""The same of each queue of a question that asks for several."""


def shown_order(session: Session, queue: QueueRow, limit: int | None = None) -> list[uuid.UUID]:
    """The applications of a queue in the order in which they would be served (R-1, R-16)."""
    rows = session.execute(
        select(QueueEntryRow.application_id, QueueEntryRow.standing)
        .where(QueueEntryRow.queue_id == queue.id, QueueEntryRow.is_shown)
        .order_by(QueueEntryRow.submitted_at, QueueEntryRow.serial)
    ).all()
    from_class = {
        standing: [row.application_id for row in rows if row.standing == str(standing)]
        for standing in Standing
    }
    if not queue.value.keeps_ratio:
        rest = [row.application_id for row in rows if row.standing != "O"]
        return (from_class[Standing.O] + rest)[:limit]
    return merged(queue.value, from_class)[:limit]
