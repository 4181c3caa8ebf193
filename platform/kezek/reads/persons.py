"""Parents and children as staff see them: of an IIN only its end, of a document the number."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import Application
from kezek.core.people import Identity
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import identity_of


@dataclass(frozen=True, slots=True)
class Person:
    """A parent or a child, as the papers have to show it."""

    id: uuid.UUID
    name: str
    ending: str
    has_iin: bool
    document_kind: str
    document_number: str
    is_proven: bool
    born_on: date | None = None
    phone: str = ""


def people_of(session: Session, application: Application) -> tuple[ChildRow, GuardianRow]:
    """The child and the parent of an application."""
    row = session.execute(
        select(ChildRow, GuardianRow)
        .join(GuardianRow, GuardianRow.tenant_id == ChildRow.tenant_id)
        .where(ChildRow.id == application.child, GuardianRow.id == application.guardian)
    ).one()
    return row[0], row[1]


def parent_of(row: GuardianRow) -> Person:
    """A parent as the papers have to show it."""
    return _person(row.id, row.full_name, identity_of(row), proven=row.proven, phone=row.phone)


def child_of(row: ChildRow) -> Person:
    """A child as the papers have to show it."""
    identity = identity_of(row)
    return _person(
        row.id, row.full_name, identity, proven=row.parentage_proven, born_on=row.born_on
    )


def _person(
    person_id: uuid.UUID,
    name: str,
    identity: Identity,
    *,
    proven: bool,
    phone: str = "",
    born_on: date | None = None,
) -> Person:
    return Person(
        id=person_id,
        name=name,
        ending=identity.ending,
        has_iin=bool(identity.iin),
        document_kind=str(identity.document_kind or ""),
        document_number=identity.document_number,
        is_proven=proven,
        born_on=born_on,
        phone=phone,
    )
