"""Families and staff as tests need them: signed up through the door that everybody takes."""

import uuid
from datetime import date

from sqlalchemy import select

from kezek.core.access import Actor, Role
from kezek.core.children import ChildWish
from kezek.core.people import Identity, iin_check_digit
from kezek.db.accounts import AccountRow, actor_of
from kezek.db.codes import SentCodeRow
from kezek.db.scope import read_scope
from kezek.usecases.children import add_child
from kezek.usecases.sign_up import Entered, enter, knock

MOTHER = Identity(iin="900520400011")
FATHER = Identity(iin="861107300012")
PROVEN_PHONE = "+77010000002"
"""The demo's register knows telephones that end in an even digit."""
UNPROVEN_PHONE = "+77010000001"
KNOWN_CHILD = Identity(iin="220314600206")
"""The demo's register knows whose child this is."""
UNKNOWN_CHILD = Identity(iin="220314600011")
BORN_ON = date(2022, 3, 14)

OFFICER = Actor(uuid.UUID(int=7), Role.OFFICE)


def made_up_iin(born_on: date, serial: int, *, known: bool = False) -> str:
    """A valid IIN of a girl; `known` ones are those that the demo's registers confirm."""
    while True:
        eleven = f"{born_on:%y%m%d}6{serial:04d}"
        digit = iin_check_digit(eleven)
        if digit is not None and (serial % 2 == 0) is known:
            return f"{eleven}{digit}"
        serial += 1


def read_code(tenant_id: int, code_id: uuid.UUID) -> str:
    """The digits that went out; empty for a message without a code."""
    with read_scope(tenant_id) as session:
        query = select(SentCodeRow.digits).where(SentCodeRow.id == code_id)
        return session.scalars(query).one()


def sign_up(tenant_id: int, identity: Identity, phone: str) -> Entered:
    """Comes in by IIN, telephone and code."""
    sent = knock(tenant_id, identity, phone, "kk")
    return enter(tenant_id, sent.id, read_code(tenant_id, sent.id))


def family(tenant_id: int, identity: Identity = MOTHER, phone: str = UNPROVEN_PHONE) -> Actor:
    """A family that has signed up, as permissions look at it."""
    entered = sign_up(tenant_id, identity, phone)
    with read_scope(tenant_id) as session:
        account = session.scalars(
            select(AccountRow).where(AccountRow.id == entered.account_id)
        ).one()
        return actor_of(session, account)


def child(
    tenant_id: int, actor: Actor, identity: Identity = UNKNOWN_CHILD, born_on: date = BORN_ON
) -> uuid.UUID:
    """A child in the family's list."""
    return add_child(tenant_id, actor, ChildWish(identity, "Айша Серікқызы", born_on))
