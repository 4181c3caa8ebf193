"""The moves of a queue from the newest back, and who stood ahead at some moment (R-12)."""

import uuid
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
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
from sqlalchemy.orm import Session, aliased

from kezek.core.ids import ApplicationId
from kezek.core.lookback import PastMove, Step, Stretch, undone
from kezek.core.moves import Op, Stand
from kezek.core.queues import Queue
from kezek.core.turns import Ahead, Standing
from kezek.db.queues import QueueEntryRow, QueueMoveRow, QueueRow

FIRST_CHUNK = 16
CHUNK = 200
"""A number mostly changed a few moves ago: more are read only when it did not."""
PASSED = 5_000
"""As many arrivals of the other class are counted at once; further back is asked for again."""


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
    session: Session, queue: QueueRow, subject: uuid.UUID, below: int, own: Stand, spare: int
) -> Stretch:
    """Some of the way back from a version: the moves that may matter for whoever stands so.

    It leaves out what `lookback.may_matter` does: who came in behind, in the own class. When the
    newest few have not told, arrivals of the other class are counted only, as far as they are
    to spare.
    """
    is_newest = below == queue.moves
    given = {
        "queue": queue.id,
        "subject": subject,
        "submitted_at": own.rank.submitted_at,
        "serial": own.rank.serial,
        "below": below,
        "most": FIRST_CHUNK if is_newest else CHUNK,
    }
    passing = [] if is_newest or not spare else _arrivals_of_the_other(session, given, own, spare)
    floor = passing[-1] if len(passing) == min(spare, PASSED) > 0 else 1
    asked = _backwards(own.standing, queue.value.keeps_ratio, passes=bool(passing))
    rows = session.execute(asked, given | {"floor": floor}).all()
    is_cut = len(rows) == given["most"]
    bottom = rows[-1][0].version if is_cut else floor
    return _stretch(
        rows, bottom, [version for version in passing if version > bottom or not is_cut]
    )


def _stretch(rows: Sequence[Row[*tuple[Any, ...]]], bottom: int, passing: list[int]) -> Stretch:
    """The rows as steps, each with what was passed on the way to it; all are the newest first."""
    steps, at = [], 0
    for move, count, ratio in rows:
        reached = at
        while reached < len(passing) and passing[reached] > move.version:
            reached += 1
        past = PastMove(
            move.value,
            move.count_after if count is None else count,
            move.ratio_after if ratio is None else ratio,
        )
        steps.append(Step(past, reached - at))
        at = reached
    return Stretch(steps, bottom, len(passing) - at)


def _arrivals_of_the_other(
    session: Session, given: Mapping[str, Any], own: Stand, spare: int
) -> list[int]:
    """The versions in which others came into the other class, the newest first."""
    other = Standing.G if own.standing is Standing.P else Standing.P
    return list(
        session.scalars(
            select(QueueMoveRow.version)
            .where(
                QueueMoveRow.queue_id == given["queue"],
                QueueMoveRow.version <= given["below"],
                _arrives_in(str(other), given["subject"]),
            )
            .order_by(QueueMoveRow.version.desc())
            .limit(min(spare, PASSED))
        )
    )


def _arrives_in(standing: object, subject: object) -> ColumnElement[bool]:
    return and_(
        QueueMoveRow.op == str(Op.ENTER),
        QueueMoveRow.standing == standing,
        QueueMoveRow.application_id != subject,
    )


@cache
def _backwards(standing: Standing, keeps_ratio: bool, *, passes: bool) -> Select[*tuple[Any, ...]]:
    """The question, made once for each way in which somebody may stand."""
    earlier = aliased(QueueMoveRow)
    before = (
        select(earlier.count_after, earlier.ratio_after)
        .where(
            earlier.tenant_id == QueueMoveRow.tenant_id,
            earlier.queue_id == QueueMoveRow.queue_id,
            # Not `= version - 1`: the row-level wall lets no sum (it could overflow, and an error
            # tells) reach the index, and all that the queue ever did would be read for each row.
            earlier.version < QueueMoveRow.version,
        )
        .order_by(earlier.version.desc())
        .limit(1)
        .correlate(QueueMoveRow)
        .lateral()
    )
    asked = (
        select(QueueMoveRow, before.c.count_after, before.c.ratio_after)
        .outerjoin(before, true())
        .where(
            QueueMoveRow.queue_id == bindparam("queue"),
            QueueMoveRow.version <= bindparam("below"),
            QueueMoveRow.version >= bindparam("floor", type_=Integer),
            or_(
                QueueMoveRow.op != str(Op.ENTER),
                QueueMoveRow.application_id == bindparam("subject"),
                ~_comes_in_behind(standing, keeps_ratio),
            ),
        )
        .order_by(QueueMoveRow.version.desc())
        .limit(bindparam("most", type_=Integer))
    )
    if not passes:
        return asked
    other = Standing.G if standing is Standing.P else Standing.P
    return asked.where(~_arrives_in(str(other), bindparam("subject")))


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
