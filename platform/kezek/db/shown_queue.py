"""The head of a shared queue as people see it, down to the last who may be offered something."""

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.db.applications import ApplicationRow
from kezek.db.numbers import shown_order
from kezek.db.queues import QueueEntryRow, QueueRow


def head_of_queue(
    session: Session, queue: QueueRow, *, candidates: int, born_on_or_before: date
) -> list[uuid.UUID]:
    """Everybody from the first of the shown order to the so-many-th candidate (R-5).

    Those who are passed over stand among them: the turns of one to three count them, too.
    """
    able = set(
        session.scalars(
            select(QueueEntryRow.application_id)
            .join(
                ApplicationRow,
                (ApplicationRow.tenant_id == QueueEntryRow.tenant_id)
                & (ApplicationRow.id == QueueEntryRow.application_id),
            )
            .where(
                QueueEntryRow.queue_id == queue.id,
                QueueEntryRow.is_candidate,
                ApplicationRow.born_on <= born_on_or_before,
            )
        )
    )
    found: list[uuid.UUID] = []
    for one in shown_order(session, queue):
        if candidates <= 0:
            break
        found.append(one)
        candidates -= one in able
    return found
