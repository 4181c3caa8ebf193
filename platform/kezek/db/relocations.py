"""Papers of a transfer or a move that nobody has answered yet (L-23.2, DOC-18)."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.applications import SHOWN
from kezek.core.relocation import PAPER, REFUSED
from kezek.core.turns import Standing
from kezek.db.applications import ApplicationRow
from kezek.db.documents import DocumentRow
from kezek.db.journal import FactRow


def unanswered_moves(
    session: Session, application_id: uuid.UUID | None = None
) -> dict[uuid.UUID, datetime]:
    """When the newest paper came in, of each waiting application (or this one) to be answered.

    A paper is answered by a refusal that is younger than it; whoever is served out of turn
    already needs no answer.
    """
    answered_at = (
        select(func.max(FactRow.at))
        .where(FactRow.application_id == ApplicationRow.id, FactRow.kind == REFUSED)
        .scalar_subquery()
    )
    sent_at = func.max(DocumentRow.uploaded_at)
    asked = (
        select(ApplicationRow.id, sent_at.label("sent_at"))
        .join(DocumentRow, DocumentRow.application_id == ApplicationRow.id)
        .where(
            DocumentRow.kind == PAPER,
            ApplicationRow.state.in_([str(state) for state in SHOWN]),
            ApplicationRow.standing != str(Standing.O),
        )
        .group_by(ApplicationRow.tenant_id, ApplicationRow.id)
        .having((answered_at.is_(None)) | (sent_at > answered_at))
    )
    if application_id is not None:
        asked = asked.where(ApplicationRow.id == application_id)
    return {row.id: row.sent_at for row in session.execute(asked)}
