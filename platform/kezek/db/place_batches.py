"""Places that were published together: by which act, and which of them to look at again."""

import uuid
from datetime import datetime

from sqlalchemy import ARRAY, insert, select
from sqlalchemy.dialects.postgresql import UUID
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey


class PlaceBatchRow(Base):
    """One press of the button that publishes places."""

    __tablename__ = "place_batches"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kindergarten_id: Mapped[uuid.UUID]
    published_at: Mapped[datetime]
    published_by: Mapped[str]
    places: Mapped[list[uuid.UUID]] = mapped_column(ARRAY(UUID(as_uuid=True)))
    taken_back_at: Mapped[datetime | None]


def add_batch(
    session: Session,
    tenant_id: int,
    batch_id: uuid.UUID,
    kindergarten_id: uuid.UUID,
    places: list[uuid.UUID],
    *,
    at: datetime,
    by: str,
) -> None:
    """Remembers which places were published together."""
    session.execute(
        insert(PlaceBatchRow).values(
            tenant_id=tenant_id,
            id=batch_id,
            kindergarten_id=kindergarten_id,
            published_at=at,
            published_by=by,
            places=places,
        )
    )


def find_batch(
    session: Session, batch_id: uuid.UUID, *, for_update: bool = False
) -> PlaceBatchRow | None:
    """One batch by its id."""
    query = select(PlaceBatchRow).where(PlaceBatchRow.id == batch_id)
    return session.scalar(query.with_for_update() if for_update else query)
