"""The moves of a queue from the newest back, and who stood ahead at some moment (R-12)."""

import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Session, aliased

from kezek.core.ids import ApplicationId
from kezek.core.lookback import PastMove, undone
from kezek.core.moves import Op, Stand
from kezek.core.queues import Queue
from kezek.core.turns import Ahead, Standing
from kezek.db.queues import QueueEntryRow, QueueMoveRow, QueueRow

FIRST_CHUNK = 16
CHUNK = 200
"""A number mostly changed a few moves ago: more are read only when it did not."""


def ahead_at(
    session: Session, queue: QueueRow, version: int, stand: Stand, but: ApplicationId
) -> Ahead:
    """Who stood ahead of a stand after the move of that version, one application left out.

    It is counted how many do now, and the moves since then are taken back.
    """
    value = queue.value
    ahead = _ahead_now(session, queue.id, value, stand, but)
    since = session.scalars(
        select(QueueMoveRow).where(
            QueueMoveRow.queue_id == queue.id,
            QueueMoveRow.version > version,
            QueueMoveRow.application_id.is_not(None),
            QueueMoveRow.application_id != but,
        )
    )
    for row in since:
        ahead = undone(ahead, stand, row.value, keeps_ratio=value.keeps_ratio)
    return ahead


def _ahead_now(
    session: Session, queue_id: uuid.UUID, queue: Queue, stand: Stand, but: ApplicationId
) -> Ahead:
    """Each class by one scan of its index, and only as far as it counts (see `turns.Ahead`)."""
    before = tuple_(QueueEntryRow.submitted_at, QueueEntryRow.serial) < tuple_(
        stand.rank.submitted_at, stand.rank.serial
    )

    def count(standing: Standing) -> int:
        is_own_line = standing is stand.standing or (
            not queue.keeps_ratio and standing is not Standing.O
        )
        if stand.standing is Standing.O and standing is not Standing.O:
            return 0
        query = (
            select(func.count())
            .select_from(QueueEntryRow)
            .where(
                QueueEntryRow.queue_id == queue_id,
                QueueEntryRow.standing == str(standing),
                QueueEntryRow.is_shown,
                QueueEntryRow.application_id != but,
            )
        )
        return session.scalar(query.where(before) if is_own_line else query) or 0

    return Ahead(count(Standing.O), count(Standing.P), count(Standing.G))


def moves_back(
    session: Session, queue: QueueRow, subject: uuid.UUID, below: int, own: Stand
) -> Iterator[PastMove]:
    """Moves up to a version, the newest first, that may matter for whoever stands so.

    It leaves out what `lookback.may_matter` does: who came in behind, in the own class.
    """
    asked = _backwards(own.standing, queue.value.keeps_ratio)
    given = {
        "queue": queue.id,
        "subject": subject,
        "submitted_at": own.rank.submitted_at,
        "serial": own.rank.serial,
    }
    most = FIRST_CHUNK
    while below > 0:
        rows = session.execute(asked, given | {"below": below, "most": most}).all()
        for move, count, ratio in rows:
            yield PastMove(
                move.value,
                move.count_after if count is None else count,
                move.ratio_after if ratio is None else ratio,
            )
        below = rows[-1][0].version - 1 if len(rows) == most else 0
        most = CHUNK


@cache
def _backwards(standing: Standing, keeps_ratio: bool) -> Select[*tuple[Any, ...]]:
    """The question, made once for each way in which somebody may stand."""
    earlier = aliased(QueueMoveRow)
    return (
        select(QueueMoveRow, earlier.count_after, earlier.ratio_after)
        .outerjoin(
            earlier,
            (earlier.tenant_id == QueueMoveRow.tenant_id)
            & (earlier.queue_id == QueueMoveRow.queue_id)
            & (earlier.version == QueueMoveRow.version - 1),
        )
        .where(
            QueueMoveRow.queue_id == bindparam("queue"),
            QueueMoveRow.version <= bindparam("below"),
            or_(
                QueueMoveRow.op != str(Op.ENTER),
                QueueMoveRow.application_id == bindparam("subject"),
                ~_comes_in_behind(standing, keeps_ratio),
            ),
        )
        .order_by(QueueMoveRow.version.desc())
        .limit(bindparam("most", type_=Integer))
    )


def _comes_in_behind(own: Standing, keeps_ratio: bool) -> ColumnElement[bool]:
    standing = QueueMoveRow.standing
    if own is Standing.O:
        in_line = standing == str(Standing.O)
        elsewhere = standing != str(Standing.O)
    elif keeps_ratio:
        in_line, elsewhere = standing == str(own), None
    else:
        in_line, elsewhere = standing != str(Standing.O), None
    behind = and_(
        in_line,
        tuple_(QueueMoveRow.submitted_at, QueueMoveRow.serial)
        > tuple_(
            bindparam("submitted_at", type_=DateTime(timezone=True)),
            bindparam("serial", type_=Integer),
        ),
    )
    return behind if elsewhere is None else or_(behind, elsewhere)
