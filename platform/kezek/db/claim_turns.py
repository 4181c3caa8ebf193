"""When a family last reached for a place: one claim of a family in a second goes on."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from kezek.db.base import Base, TenantKey, UuidKey


class ClaimTurnRow(Base):
    """A family and the moment of its last claim."""

    __tablename__ = "claim_turns"

    tenant_id: Mapped[TenantKey]
    guardian_id: Mapped[UuidKey]
    last_at: Mapped[datetime]


def take_turn(
    session: Session, tenant_id: int, guardian_id: uuid.UUID, now: datetime, every: timedelta
) -> bool:
    """Whether the family may claim now; its claims meet in one row, other families in none."""
    statement = insert(ClaimTurnRow).values(
        tenant_id=tenant_id, guardian_id=guardian_id, last_at=now
    )
    taken = session.scalar(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "guardian_id"],
            set_={"last_at": now},
            where=ClaimTurnRow.last_at <= now - every,
        ).returning(ClaimTurnRow.guardian_id)
    )
    return taken is not None
