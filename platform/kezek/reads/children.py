"""«Менің балаларым»: a family's children, each with its application if there is one."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kezek.core.access import Actor, Subject
from kezek.core.ids import GuardianId
from kezek.db.applications import ApplicationRow
from kezek.db.people import ChildRow, children_of, find_child, find_guardian, live_applications
from kezek.db.private import identity_of
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class ShownChild:
    """One child of the list."""

    id: uuid.UUID
    full_name: str
    born_on: date
    ending: str
    has_iin: bool
    document_kind: str
    is_parentage_proven: bool
    application_id: uuid.UUID | None
    application_number: str
    application_state: str
    may_change: bool
    may_remove: bool


@dataclass(frozen=True, slots=True)
class ChildrenPage:
    """The family's list; `is_proven` says whether the parent is known by the registers."""

    children: tuple[ShownChild, ...]
    is_proven: bool
    has_name: bool
    """Whether the family has told its own name, which an application needs."""


def children_page(tenant_id: int, actor: Actor) -> ChildrenPage:
    """All children of the family, the eldest first."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            return ChildrenPage((), is_proven=False, has_name=False)
        rows = children_of(session, guardian.id)
        live = live_applications(session, [row.id for row in rows])
        return ChildrenPage(
            tuple(_shown(row, live.get(row.id)) for row in rows),
            is_proven=guardian.proven,
            has_name=bool(guardian.full_name),
        )


def find_shown_child(tenant_id: int, child_id: uuid.UUID) -> ShownChild | None:
    """One child; whether the asker may see it is asked by `child_subject`."""
    with read_scope(tenant_id) as session:
        row = find_child(session, child_id)
        return _shown(row, _live(session, row)) if row is not None else None


def child_subject(tenant_id: int, child_id: uuid.UUID) -> Subject | None:
    """Whose child it is, as permissions look at it."""
    with read_scope(tenant_id) as session:
        row = find_child(session, child_id)
        return Subject(guardian_id=GuardianId(row.guardian_id)) if row is not None else None


def _live(session: Session, row: ChildRow) -> ApplicationRow | None:
    return live_applications(session, [row.id]).get(row.id)


def _shown(row: ChildRow, live: ApplicationRow | None) -> ShownChild:
    identity = identity_of(row)
    return ShownChild(
        id=row.id,
        full_name=row.full_name,
        born_on=row.born_on,
        ending=identity.ending,
        has_iin=bool(identity.iin),
        document_kind=str(identity.document_kind or ""),
        is_parentage_proven=row.parentage_proven,
        application_id=live.id if live else None,
        application_number=live.number if live else "",
        application_state=live.state if live else "",
        may_change=live is None and not row.parentage_proven,
        may_remove=live is None,
    )
