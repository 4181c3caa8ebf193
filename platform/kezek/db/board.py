"""What a page of a queue is read from: sizes of its classes, and a few entries of each."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from kezek.core.board import Sizes, Stretch
from kezek.core.turns import Standing
from kezek.db.applications import ApplicationRow
from kezek.db.queues import QueueEntryRow


@dataclass(frozen=True, slots=True)
class Entry:
    """Who stands in a queue, as everybody may know it (D-10)."""

    application: str
    """The application's number."""
    standing: Standing
    submitted_at: datetime
    serial: int
    """Breaks the tie of one millisecond."""
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
    session: Session, queue_id: uuid.UUID, stretches: Mapping[Standing, Stretch]
) -> dict[Standing, list[Entry]]:
    """Neighbours of each class by submission (§8): one scan of its index for each, one question."""
    lines = [
        _line(queue_id, standing, stretch)
        for standing, stretch in stretches.items()
        if stretch.count > 0
    ]
    if not lines:
        return {}
    line = union_all(*lines).subquery()
    rows = session.execute(
        select(
            ApplicationRow.number,
            line.c.standing,
            line.c.submitted_at,
            line.c.serial,
            line.c.is_candidate,
        )
        .join(
            line,
            (line.c.tenant_id == ApplicationRow.tenant_id)
            & (line.c.application_id == ApplicationRow.id),
        )
        .order_by(line.c.submitted_at, line.c.serial)
    )
    found: dict[Standing, list[Entry]] = {standing: [] for standing in stretches}
    for number, standing, *rest in rows:
        of_class = Standing(standing)
        found[of_class].append(Entry(number, of_class, *rest))
    return found


def _line(
    queue_id: uuid.UUID, standing: Standing, stretch: Stretch
) -> Select[int, uuid.UUID, str, datetime, int, bool]:
    """One scan of the index that holds a class in its order."""
    # A limited part of a union stands in brackets, which only a subquery brings.
    part = (
        select(QueueEntryRow)
        .where(
            QueueEntryRow.queue_id == queue_id,
            QueueEntryRow.standing == str(standing),
            QueueEntryRow.is_shown,
        )
        .order_by(QueueEntryRow.submitted_at, QueueEntryRow.serial)
        .offset(stretch.first)
        .limit(stretch.count)
        .subquery()
    )
    return select(
        part.c.tenant_id,
        part.c.application_id,
        part.c.standing,
        part.c.submitted_at,
        part.c.serial,
        part.c.is_candidate,
    )
