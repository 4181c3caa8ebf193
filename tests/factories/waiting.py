"""Children who wait, as tests of the queue need them: parentage proven, no codes asked."""

import uuid
from datetime import date

from kezek.core.applications import Application
from kezek.core.people import Identity
from kezek.db.base import uuid7
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.private import Contacts, child_columns, guardian_columns
from kezek.db.scope import tenant_scope
from kezek.usecases.applications import Wish, submit
from kezek.usecases.unit_of_work import act
from tests.factories.families import made_up_iin

FAMILY = "family"


def child_of(
    tenant_id: int,
    serial: int,
    born_on: date = date(2022, 3, 14),
    guardian: uuid.UUID | None = None,
    *,
    iin: str = "",
) -> uuid.UUID:
    """A child with a proven parent, written without going through the door."""
    with act(tenant_id, "test") as running:
        now = running.now()
    child_id, parent_id = uuid7(), guardian or uuid7()
    identity = Identity(iin=iin or made_up_iin(born_on, serial, known=True))
    with tenant_scope(tenant_id) as session:
        if guardian is None:
            session.add(
                GuardianRow(
                    tenant_id=tenant_id,
                    id=parent_id,
                    full_name="Серікова Айгүл",
                    language="kk",
                    proven=True,
                    created_at=now,
                    **guardian_columns(
                        session, tenant_id, parent_id, Identity(), Contacts("+77010000002")
                    ),
                )
            )
            session.flush()
        session.add(
            ChildRow(
                tenant_id=tenant_id,
                id=child_id,
                guardian_id=parent_id,
                full_name="Серікова Айша",
                born_on=born_on,
                parentage_proven=True,
                created_at=now,
                **child_columns(session, tenant_id, parent_id, child_id, identity),
            )
        )
    return child_id


def wish(child_id: uuid.UUID, *gardens: uuid.UUID, category: int = 13) -> Wish:
    """What the family of this child fills in."""
    return Wish(
        child_id=child_id,
        territory="city",
        language="kk",
        choices=gardens,
        categories=(category,),
        consent=True,
        proof_accepted=True,
    )


def waiting(tenant_id: int, serial: int, *gardens: uuid.UUID, category: int = 13) -> Application:
    """An application that stands in the queues of these kindergartens."""
    child_id = child_of(tenant_id, serial)
    return submit(tenant_id, FAMILY, wish(child_id, *gardens, category=category))
