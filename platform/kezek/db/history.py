"""The moves of a queue, in the order of its versions."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.moves import Move
from kezek.db.queues import QueueMoveRow


def moves_of_queue(session: Session, queue_id: uuid.UUID) -> list[Move]:
    """Every move of a queue, oldest first: what a history is replayed from."""
    rows = session.scalars(
        select(QueueMoveRow).where(QueueMoveRow.queue_id == queue_id).order_by(QueueMoveRow.version)
    )
    return [row.value for row in rows]
