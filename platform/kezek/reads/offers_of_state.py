"""What the state offers a family: children of whom it told us, waiting for the parent."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.state_messages import Tidings
from kezek.db.scope import read_scope
from kezek.db.state_messages import StateMessageRow, find_offer, open_offers, tidings_of


@dataclass(frozen=True, slots=True)
class StateOffer:
    """One child whom the state has told of (L-7.1, L-8.1)."""

    id: uuid.UUID
    kind: str
    child: str
    born_on: date
    ending: str
    """The last digits of the child's number."""
    parent: str
    territory: str
    category: int | None
    received_at: datetime
    expires_at: datetime


def state_offers(tenant_id: int, actor: Actor) -> tuple[StateOffer, ...]:
    """What is offered to the family of the reader."""
    if actor.guardian_id is None:
        return ()
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        rows = open_offers(session, actor.guardian_id, now)
        said = [(row, tidings_of(session, row)) for row in rows]
    return tuple(_shown(row, tidings) for row, tidings in said if tidings is not None)


def state_offer(tenant_id: int, actor: Actor, message_id: uuid.UUID) -> StateOffer | None:
    """One offer of this family; nothing for what is answered, over, or another's."""
    with read_scope(tenant_id) as session:
        row = find_offer(session, message_id)
        if row is None or row.guardian_id is None or row.guardian_id != actor.guardian_id:
            return None
        now = services().clock.now(session)
        tidings = tidings_of(session, row) if row.expires_at > now else None
    return _shown(row, tidings) if tidings is not None else None


def _shown(row: StateMessageRow, tidings: Tidings) -> StateOffer:
    return StateOffer(
        id=row.id,
        kind=row.kind,
        child=tidings.child_name,
        born_on=tidings.born_on,
        ending=tidings.child.ending,
        parent=tidings.parent_name,
        territory=tidings.territory,
        category=tidings.category,
        received_at=row.received_at,
        expires_at=row.expires_at,
    )
