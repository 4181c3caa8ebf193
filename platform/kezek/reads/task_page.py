"""A matter that the hotline handed over, as the specialist reads and answers it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.access import Subject
from kezek.core.ids import TerritorySlug
from kezek.db.accounts import name_of
from kezek.db.calls import open_note
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.scope import read_scope
from kezek.db.tasks import task_with_application


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPage:
    """One matter with the application that it is about."""

    now: datetime
    id: uuid.UUID
    application_id: uuid.UUID
    application: str
    guardian_id: uuid.UUID
    child: str
    parent: str
    phone: str
    cause: str
    text: str
    opened_at: datetime
    opened_by: str
    due_at: datetime | None
    outcome: str
    answer: str
    closed_at: datetime | None
    closed_by: str


def task_subject(tenant_id: int, task_id: uuid.UUID) -> Subject | None:
    """The territory of the application that a matter is about."""
    with read_scope(tenant_id) as session:
        found = task_with_application(session, task_id)
        return Subject(territory=TerritorySlug(found[1].territory)) if found else None


def task_page(tenant_id: int, task_id: uuid.UUID) -> TaskPage | None:
    """The matter, with the words of the hotline and of whoever answered."""
    with read_scope(tenant_id) as session:
        found = task_with_application(session, task_id)
        if found is None:
            return None
        row, application = found
        child = select(ChildRow.full_name).where(ChildRow.id == application.child_id)
        parent = session.scalars(
            select(GuardianRow).where(GuardianRow.id == application.guardian_id)
        ).one()
        text, answer = (
            open_note(session, tenant_id, row.guardian_id, row.id, sealed)
            for sealed in (row.text_sealed, row.answer_sealed)
        )
        return TaskPage(
            now=services().clock.now(session),
            id=row.id,
            application_id=application.id,
            application=application.number,
            guardian_id=parent.id,
            child=session.scalar(child) or "",
            parent=parent.full_name,
            phone=parent.phone,
            cause=row.cause,
            text=text,
            opened_at=row.opened_at,
            opened_by=name_of(session, row.opened_by),
            due_at=row.due_at,
            outcome=row.outcome or "",
            answer=answer,
            closed_at=row.closed_at,
            closed_by=name_of(session, row.closed_by) if row.closed_by else "",
        )
