"""Batches of a specialist: what was chosen, what became of each, so that it can be gone on with."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import SmallInteger, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.work import MatterKey, Work
from kezek.db.base import Base, TenantKey, UuidKey


class BatchRow(Base):
    """One batch; its id is the token of the form, so that pressing twice makes one."""

    __tablename__ = "batches"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    act: Mapped[str]
    to_account_id: Mapped[uuid.UUID | None]
    made_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class BatchItemRow(Base):
    """One matter of a batch; without an outcome it is still to be done."""

    __tablename__ = "batch_items"

    tenant_id: Mapped[TenantKey]
    batch_id: Mapped[UuidKey]
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    work: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    number: Mapped[str]
    before_id: Mapped[uuid.UUID | None]
    outcome: Mapped[str | None]
    detail: Mapped[str]

    @property
    def key(self) -> MatterKey:
        """Which matter it is."""
        return MatterKey(Work(self.work), self.subject_id)


def keep_batch(
    session: Session,
    row: dict[str, object],
    items: Iterable[tuple[MatterKey, str]],
) -> bool:
    """Writes a new batch with its matters; False for one that was written before."""
    made = session.execute(
        insert(BatchRow).values(**row).on_conflict_do_nothing().returning(BatchRow.id)
    )
    if made.scalar() is None:
        return False
    for position, (key, number) in enumerate(items):
        session.add(
            BatchItemRow(
                tenant_id=row["tenant_id"],
                batch_id=row["id"],
                position=position,
                work=str(key.work),
                subject_id=key.id,
                number=number,
                detail="",
            )
        )
    session.flush()
    return True


def find_batch(
    session: Session, batch_id: uuid.UUID, *, for_update: bool = False
) -> BatchRow | None:
    """The batch of this id."""
    query = select(BatchRow).where(BatchRow.id == batch_id)
    return session.scalar(query.with_for_update() if for_update else query)


def items_of(session: Session, batch_id: uuid.UUID) -> Sequence[BatchItemRow]:
    """The matters of a batch, in the order in which they were chosen."""
    return session.scalars(
        select(BatchItemRow)
        .where(BatchItemRow.batch_id == batch_id)
        .order_by(BatchItemRow.position)
        .execution_options(populate_existing=True)
    ).all()


def find_item(session: Session, batch_id: uuid.UUID, position: int) -> BatchItemRow | None:
    """One matter of a batch, held until the transaction ends."""
    return session.scalar(
        select(BatchItemRow)
        .where(BatchItemRow.batch_id == batch_id, BatchItemRow.position == position)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
