"""The moves of a queue, in the order of its versions, and who stands in it now."""

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.ids import ApplicationId
from kezek.core.moves import Move, Stand
from kezek.core.turns import Rank, Standing
from kezek.db.journal import FactRow
from kezek.db.queues import QueueEntryRow, QueueMoveRow, QueueRow


def moves_of_queue(session: Session, queue_id: uuid.UUID) -> list[Move]:
    """Every move of a queue, oldest first: what a history is replayed from."""
    rows = session.scalars(
        select(QueueMoveRow).where(QueueMoveRow.queue_id == queue_id).order_by(QueueMoveRow.version)
    )
    return [row.value for row in rows]


def queues_stood_in(session: Session, application_id: uuid.UUID) -> list[QueueRow]:
    """Every queue in which an application ever had a number, in the order in which it came."""
    first = (
        select(QueueMoveRow.queue_id, func.min(QueueMoveRow.at).label("at"))
        .where(QueueMoveRow.application_id == application_id)
        .group_by(QueueMoveRow.queue_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(QueueRow).join(first, first.c.queue_id == QueueRow.id).order_by(first.c.at)
        )
    )


def standing_now(session: Session, queue_id: uuid.UUID) -> dict[ApplicationId, Stand]:
    """Everybody who stands in a queue and is shown there (R-1)."""
    rows = session.execute(
        select(
            QueueEntryRow.application_id,
            QueueEntryRow.standing,
            QueueEntryRow.submitted_at,
            QueueEntryRow.serial,
        ).where(QueueEntryRow.queue_id == queue_id, QueueEntryRow.is_shown)
    )
    return {
        ApplicationId(row.application_id): Stand(
            Standing(row.standing), Rank(row.submitted_at, row.serial)
        )
        for row in rows
    }


def rules_of_moves(
    session: Session, queue_id: uuid.UUID, versions: set[int]
) -> dict[int, tuple[str, int]]:
    """By which rule, and which version of the rules, these moves of a queue came about."""
    rows = session.execute(
        select(QueueMoveRow.version, FactRow.rule, FactRow.rules_version)
        .join(
            FactRow,
            (FactRow.tenant_id == QueueMoveRow.tenant_id) & (FactRow.id == QueueMoveRow.fact_id),
        )
        .where(QueueMoveRow.queue_id == queue_id, QueueMoveRow.version.in_(versions))
    )
    return {row.version: (row.rule, row.rules_version) for row in rows}


def moves_between(session: Session, queue_id: uuid.UUID, first: int, last: int) -> list[Move]:
    """The moves of a queue from one version through another, oldest first."""
    rows = session.scalars(
        select(QueueMoveRow)
        .where(QueueMoveRow.queue_id == queue_id, QueueMoveRow.version.between(first, last))
        .order_by(QueueMoveRow.version)
    )
    return [row.value for row in rows]
