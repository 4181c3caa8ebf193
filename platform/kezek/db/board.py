"""What a page of a queue is read from: sizes of its classes, and a few entries of each."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kezek.core.board import Sizes, Stretch
from kezek.core.queues import QueueKey
from kezek.core.turns import Standing
from kezek.db.applications import ApplicationRow
from kezek.db.queues import QueueEntryRow, QueueRow


@dataclass(frozen=True, slots=True)
class Entry:
    """Who stands in a queue, as everybody may know it (D-10)."""

    application: str
    """The application's number."""
    standing: Standing
    submitted_at: datetime
    may_be_offered: bool
    """False while a planned age is waited for: then places pass by (R-1)."""


def sizes_of(session: Session, queue_id: uuid.UUID) -> Sizes:
    """How many of each class stand in a queue and are shown there (R-1)."""
    rows = session.execute(
        select(QueueEntryRow.standing, func.count())
        .where(QueueEntryRow.queue_id == queue_id, QueueEntryRow.is_shown)
        .group_by(QueueEntryRow.standing)
    )
    counts = {Standing(standing): count for standing, count in rows}
    return Sizes(*(counts.get(one, 0) for one in (Standing.O, Standing.P, Standing.G)))


def entries_of(
    session: Session, queue_id: uuid.UUID, standings: Iterable[Standing], stretch: Stretch
) -> list[Entry]:
    """Neighbours of one class, or of classes that stand in one line, by submission (§8)."""
    if stretch.count <= 0:
        return []
    classes = list(standings)
    if len(classes) == 1:
        rows = session.execute(_line(queue_id, classes[0], stretch.count, stretch.first)).all()
    else:
        rows = _joint_line(session, queue_id, classes, stretch)
    numbers = _numbers(session, [row.application_id for row in rows])
    return [
        Entry(
            numbers[row.application_id], Standing(row.standing), row.submitted_at, row.is_candidate
        )
        for row in rows
    ]


def _line(
    queue_id: uuid.UUID, standing: Standing, count: int, first: int = 0
) -> Select[uuid.UUID, str, datetime, int, bool]:
    """One scan of the index that holds a class in its order."""
    return (
        select(
            QueueEntryRow.application_id,
            QueueEntryRow.standing,
            QueueEntryRow.submitted_at,
            QueueEntryRow.serial,
            QueueEntryRow.is_candidate,
        )
        .where(
            QueueEntryRow.queue_id == queue_id,
            QueueEntryRow.standing == str(standing),
            QueueEntryRow.is_shown,
        )
        .order_by(QueueEntryRow.submitted_at, QueueEntryRow.serial)
        .offset(first)
        .limit(count)
    )


def _joint_line(
    session: Session, queue_id: uuid.UUID, standings: Sequence[Standing], stretch: Stretch
) -> list[Any]:
    """Classes that no ratio keeps apart (A-29): the head of each, then one line of them all."""
    most = stretch.first + stretch.count
    rows = [
        row
        for standing in standings
        for row in session.execute(_line(queue_id, standing, most)).all()
    ]
    rows.sort(key=lambda row: (row.submitted_at, row.serial))
    return rows[stretch.first : most]


def _numbers(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    rows = session.execute(
        select(ApplicationRow.id, ApplicationRow.number).where(ApplicationRow.id.in_(ids))
    )
    return dict(rows.all())


def moves_so_far(session: Session, key: QueueKey) -> tuple[uuid.UUID, int] | None:
    """The id and the version of a queue without anything else of it: is there news?"""
    row = session.execute(
        select(QueueRow.id, QueueRow.moves).where(
            QueueRow.kindergarten_id == key.kindergarten,
            QueueRow.birth_year == key.birth_year,
            QueueRow.language == key.language,
            QueueRow.queue_type == str(key.queue_type),
        )
    ).one_or_none()
    return (row.id, row.moves) if row is not None else None
