"""Specialists to whom a matter can be handed over."""

import uuid
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kezek.core.access import Actor, Role
from kezek.db.accounts import AccountRow, StaffTerritoryRow


@dataclass(frozen=True, slots=True)
class Colleague:
    """A specialist to whom a matter can be handed over."""

    id: uuid.UUID
    name: str


def colleagues_of(session: Session, actor: Actor) -> tuple[Colleague, ...]:
    """The other specialists who serve one of the same territories."""
    own = exists().where(
        StaffTerritoryRow.tenant_id == AccountRow.tenant_id,
        StaffTerritoryRow.account_id == AccountRow.id,
    )
    query = select(AccountRow.id, AccountRow.full_name).where(
        AccountRow.role == str(Role.OFFICE),
        AccountRow.active,
        AccountRow.id != actor.account_id,
    )
    if actor.territories:
        query = query.where(~own | own.where(StaffTerritoryRow.territory.in_(actor.territories)))
    rows = session.execute(query.order_by(AccountRow.full_name, AccountRow.id))
    return tuple(Colleague(row.id, row.full_name) for row in rows)
