"""A family before a specialist: who is proven, which conflicts are open (A-58, A-62, L-5.3)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from kezek.adapters.identities import person_hash
from kezek.core.people import Identity
from kezek.db.accounts import IdentityConflictRow
from kezek.db.applications import ApplicationRow
from kezek.db.people import ChildRow, GuardianRow, children_of, find_guardian
from kezek.db.private import phone_hash
from kezek.db.scope import read_scope
from kezek.reads.persons import Person, child_of, parent_of


@dataclass(frozen=True, slots=True)
class FileChild:
    """A child of the family, with its newest application."""

    person: Person
    application_id: uuid.UUID | None
    application: str
    state: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two who claim one person or one child; what the others are called stays hidden."""

    id: uuid.UUID
    kind: str
    opened_at: datetime
    application: str


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """Everything that proves, or does not yet prove, who a family is."""

    parent: Person
    address: str
    email: str
    is_displaced: bool
    children: tuple[FileChild, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class FoundFamily:
    """One family in the answer to a search."""

    id: uuid.UUID
    name: str
    phone: str
    ending: str
    is_proven: bool


def family_file(tenant_id: int, guardian_id: uuid.UUID) -> FamilyFile | None:
    """One family with its children and conflicts."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, guardian_id)
        if guardian is None:
            return None
        return FamilyFile(
            parent=parent_of(guardian),
            address=guardian.address,
            email=guardian.email,
            is_displaced=guardian.displaced_at is not None,
            children=tuple(_child(session, row) for row in children_of(session, guardian_id)),
            conflicts=_conflicts(session, guardian_id),
        )


def find_families(
    tenant_id: int, *, number: str = "", identity: Identity | None = None, phone: str = ""
) -> tuple[FoundFamily, ...]:
    """Families by an application's number, by an IIN of parent or child, or by a telephone."""
    with read_scope(tenant_id) as session:
        rows = session.scalars(_search(tenant_id, number, identity, phone).limit(20))
        return tuple(
            FoundFamily(row.id, row.full_name, row.phone, parent_of(row).ending, row.proven)
            for row in rows
        )


def _search(
    tenant_id: int, number: str, identity: Identity | None, phone: str
) -> Select[GuardianRow]:
    query = select(GuardianRow).order_by(GuardianRow.created_at.desc())
    if number:
        return query.join(ApplicationRow, ApplicationRow.guardian_id == GuardianRow.id).where(
            ApplicationRow.number == number
        )
    if identity is not None:
        hashed = person_hash(identity)
        children = select(ChildRow.guardian_id).where(
            or_(ChildRow.iin_hash == hashed, ChildRow.document_hash == hashed)
        )
        return query.where(
            or_(
                GuardianRow.iin_hash == hashed,
                GuardianRow.document_hash == hashed,
                GuardianRow.id.in_(children),
            )
        )
    return query.where(GuardianRow.phone_hash == phone_hash(tenant_id, phone))


def _child(session: Session, row: ChildRow) -> FileChild:
    newest = session.scalar(
        select(ApplicationRow)
        .where(ApplicationRow.child_id == row.id)
        .order_by(ApplicationRow.serial.desc())
        .limit(1)
    )
    return FileChild(
        child_of(row),
        newest.id if newest else None,
        newest.number if newest else "",
        newest.state if newest else "",
    )


def _conflicts(session: Session, guardian_id: uuid.UUID) -> tuple[Conflict, ...]:
    rows = session.execute(
        select(IdentityConflictRow, ApplicationRow.number)
        .outerjoin(ApplicationRow, ApplicationRow.id == IdentityConflictRow.application_id)
        .where(
            IdentityConflictRow.guardian_id == guardian_id,
            IdentityConflictRow.settled_at.is_(None),
        )
        .order_by(IdentityConflictRow.opened_at)
    )
    return tuple(Conflict(row.id, row.kind, row.opened_at, number or "") for row, number in rows)
