"""Conflicts that wait for a specialist: who claims whom, and what is known of both (G-40, A-62)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.identities import identity_of
from kezek.db.accounts import IdentityConflictRow, open_conflicts
from kezek.db.applications import ApplicationRow
from kezek.db.people import ChildRow, GuardianRow, find_guardian
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class ShownConflict:
    """One conflict: of a person with two holders, or of a child with two applicants.

    The other side may be in another region, of which nothing is told here.
    """

    id: uuid.UUID
    kind: str
    opened_at: datetime
    guardian_id: uuid.UUID
    guardian_name: str
    guardian_phone: str
    guardian_ending: str
    is_guardian_proven: bool
    child_id: uuid.UUID | None
    child_name: str
    child_born_on: date | None
    is_parentage_proven: bool
    application_id: uuid.UUID | None
    application_number: str


def shown_conflicts(tenant_id: int) -> list[ShownConflict]:
    """All open conflicts of the region, the oldest first."""
    with read_scope(tenant_id) as session:
        shown = [_shown(session, row) for row in open_conflicts(session)]
        return [one for one in shown if one is not None]


def _shown(session: Session, row: IdentityConflictRow) -> ShownConflict | None:
    guardian = find_guardian(session, row.guardian_id)
    if guardian is None:
        return None
    application, child = _of_child(session, row)
    return ShownConflict(
        id=row.id,
        kind=row.kind,
        opened_at=row.opened_at,
        guardian_id=guardian.id,
        guardian_name=guardian.full_name,
        guardian_phone=guardian.phone,
        guardian_ending=_ending(guardian),
        is_guardian_proven=guardian.proven,
        child_id=child.id if child else None,
        child_name=child.full_name if child else "",
        child_born_on=child.born_on if child else None,
        is_parentage_proven=child.parentage_proven if child else False,
        application_id=application.id if application else None,
        application_number=application.number if application else "",
    )


def _of_child(
    session: Session, row: IdentityConflictRow
) -> tuple[ApplicationRow | None, ChildRow | None]:
    if row.application_id is None:
        return None, None
    found = session.execute(
        select(ApplicationRow, ChildRow)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .where(ApplicationRow.id == row.application_id)
    ).one()
    return found[0], found[1]


def _ending(guardian: GuardianRow) -> str:
    return identity_of(guardian).ending
