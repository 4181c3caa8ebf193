"""Queue numbers by counting who stands ahead: a few index scans, never a stored rank (§8, A-02)."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, false, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from kezek.core.queues import CategoryKey, QueueKey, QueueType, SeatKey
from kezek.core.territories import Mode
from kezek.core.turns import Ahead, Standing, merged, number
from kezek.db.applications import ApplicationRow
from kezek.db.queues import QueueEntryRow, QueueRow


@dataclass(frozen=True, slots=True)
class NumberInQueue:
    """The number of one application in one queue, and what it leaves out."""

    queue_id: uuid.UUID
    key: QueueKey
    preference: int
    number: int
    waiting: int
    """How many stand in this queue, this one included."""


def numbers_of(session: Session, application_id: uuid.UUID) -> list[NumberInQueue]:
    """The numbers of an application in its queues, in the parent's order."""
    entries = session.execute(
        select(QueueEntryRow, QueueRow)
        .join(
            QueueRow,
            and_(
                QueueRow.tenant_id == QueueEntryRow.tenant_id,
                QueueRow.id == QueueEntryRow.queue_id,
            ),
        )
        .where(QueueEntryRow.application_id == application_id, QueueEntryRow.is_shown)
        .order_by(QueueEntryRow.preference)
        .execution_options(populate_existing=True)
    ).all()
    return [_number(session, entry, queue) for entry, queue in entries]


def _number(session: Session, entry: QueueEntryRow, queue: QueueRow) -> NumberInQueue:
    other = aliased(QueueEntryRow)
    before = tuple_(other.submitted_at, other.serial) < tuple_(entry.submitted_at, entry.serial)
    keeps_ratio = queue.queue_type == str(QueueType.GENERAL)
    counts = session.execute(
        select(
            *(
                func.count(case((_counts(other, entry, standing, before, keeps_ratio), 1)))
                for standing in Standing
            ),
            func.count(),
        ).where(
            other.tenant_id == entry.tenant_id,
            other.queue_id == entry.queue_id,
            other.is_shown,
        )
    ).one()
    ahead = Ahead(counts[0], counts[1], counts[2])
    return NumberInQueue(
        queue_id=queue.id,
        key=queue.key,
        preference=entry.preference,
        number=number(queue.value, Standing(entry.standing), ahead),
        waiting=counts[3],
    )


def _counts(
    other: type[QueueEntryRow],
    entry: QueueEntryRow,
    standing: Standing,
    before: ColumnElement[bool],
    keeps_ratio: bool,
) -> ColumnElement[bool]:
    """Which of a class count for this entry (see `turns.Ahead` and `moves.ahead_share`)."""
    of_class = other.standing == str(standing)
    own = Standing(entry.standing)
    if own is Standing.O:
        return and_(of_class, before) if standing is Standing.O else false()
    if standing is Standing.O or (keeps_ratio and standing is not own):
        return of_class
    return and_(of_class, before)


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
    if queue.queue_type != str(QueueType.GENERAL):
        rest = [row.application_id for row in rows if row.standing != "O"]
        return (from_class[Standing.O] + rest)[:limit]
    return merged(queue.value, from_class)[:limit]
