"""Who of the staff has looked at a family: the family's own window on it (D-11)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.access import Actor
from kezek.db.accounts import AccountRow
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import ChildRow
from kezek.db.personal_views import PersonalViewRow
from kezek.db.scope import read_scope

NEWEST = 20


@dataclass(frozen=True, slots=True)
class OwnView:
    """One look at the family's data: when, from which desk, at what; never a person's name."""

    looked_at: datetime
    role: str
    garden: str
    """The kindergarten from which it was, if it was one."""
    shows: str


def own_views(tenant_id: int, actor: Actor, language: str) -> tuple[OwnView, ...]:
    """The newest looks of staff at this family, its children and its applications."""
    if actor.guardian_id is None:
        return ()
    with read_scope(tenant_id) as session:
        rows = session.execute(
            select(PersonalViewRow, KindergartenRow)
            .outerjoin(AccountRow, AccountRow.id == PersonalViewRow.account_id)
            .outerjoin(KindergartenRow, KindergartenRow.id == AccountRow.kindergarten_id)
            .where(PersonalViewRow.subject_id.in_(_subjects(session, actor.guardian_id)))
            .order_by(PersonalViewRow.looked_at.desc(), PersonalViewRow.id.desc())
            .limit(NEWEST)
        )
        return tuple(
            OwnView(view.looked_at, view.role, garden.name(language) if garden else "", view.shows)
            for view, garden in rows
        )


def _subjects(session: Session, guardian_id: uuid.UUID) -> list[uuid.UUID]:
    """What a look at this family may have been at: itself, its children, its applications."""
    children = session.scalars(select(ChildRow.id).where(ChildRow.guardian_id == guardian_id))
    applications = session.scalars(
        select(ApplicationRow.id).where(ApplicationRow.guardian_id == guardian_id)
    )
    return [guardian_id, *children, *applications]
