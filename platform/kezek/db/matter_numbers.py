"""By which number people speak of a matter: an application's, a complaint's, or none."""

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.work import OF_APPLICATIONS, MatterKey, Work
from kezek.db.applications import ApplicationRow
from kezek.db.complaints import ComplaintRow
from kezek.db.waiting_parts import HOTLINE_TASKS


def numbers_of(session: Session, keys: Collection[MatterKey]) -> dict[MatterKey, str]:
    """The number of each of these matters; a family has none."""
    found: dict[uuid.UUID, str] = {}
    ids = [one.id for one in keys if one.work in OF_APPLICATIONS]
    if ids:
        of_ids = select(ApplicationRow.id, ApplicationRow.number).where(ApplicationRow.id.in_(ids))
        found |= {row.id: row.number for row in session.execute(of_ids)}
    complaints = [one.id for one in keys if one.work is Work.COMPLAINT]
    if complaints:
        rows = select(ComplaintRow.id, ComplaintRow.number).where(ComplaintRow.id.in_(complaints))
        found |= {row.id: row.number for row in session.execute(rows)}
    tasks = [one.id for one in keys if one.work is Work.TASK]
    if tasks:
        of_tasks = (
            select(HOTLINE_TASKS.c.id, ApplicationRow.number)
            .join(ApplicationRow, ApplicationRow.id == HOTLINE_TASKS.c.application_id)
            .where(HOTLINE_TASKS.c.id.in_(tasks))
        )
        found |= {row.id: row.number for row in session.execute(of_tasks)}
    return {one: found.get(one.id, "") for one in keys}
