"""Who has taken which matter: one colleague at a time, as long as this very matter waits."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.work import MatterKey, Work
from kezek.db.base import Base, TenantKey, UuidKey


class AssignmentRow(Base):
    """A matter in somebody's hands; one that began to wait at another moment is a new matter."""

    __tablename__ = "assignments"

    tenant_id: Mapped[TenantKey]
    work: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UuidKey]
    since: Mapped[datetime]
    account_id: Mapped[uuid.UUID]
    assigned_at: Mapped[datetime]
    assigned_by: Mapped[str]


class LateWorkRow(Base):
    """A matter of which the head was told that it is late, once."""

    __tablename__ = "late_work"

    tenant_id: Mapped[TenantKey]
    work: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UuidKey]
    since: Mapped[datetime] = mapped_column(primary_key=True)
    raised_at: Mapped[datetime]


def find_assignment(session: Session, key: MatterKey) -> AssignmentRow | None:
    """In whose hands a matter was put last, held until the transaction ends."""
    return session.scalar(
        select(AssignmentRow)
        .where(AssignmentRow.work == str(key.work), AssignmentRow.subject_id == key.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def put_into_hands(
    session: Session,
    tenant_id: int,
    key: MatterKey,
    since: datetime,
    account_id: uuid.UUID,
    now: datetime,
    by: str,
) -> None:
    """Writes whose matter it is from now on."""
    statement = insert(AssignmentRow).values(
        tenant_id=tenant_id,
        work=str(key.work),
        subject_id=key.id,
        since=since,
        account_id=account_id,
        assigned_at=now,
        assigned_by=by,
    )
    kept = {name: statement.excluded[name] for name in _CHANGES}
    session.execute(
        statement.on_conflict_do_update(constraint="pk_assignments", set_=kept).execution_options(
            synchronize_session=False
        )
    )


_CHANGES = ("since", "account_id", "assigned_at", "assigned_by")


def let_go(session: Session, key: MatterKey) -> None:
    """Nobody has it any more."""
    session.execute(
        delete(AssignmentRow).where(
            AssignmentRow.work == str(key.work), AssignmentRow.subject_id == key.id
        )
    )


def raise_late(
    session: Session, tenant_id: int, key: MatterKey, since: datetime, now: datetime
) -> bool:
    """Writes that the head is told of a late matter; False if that was done before."""
    done = session.execute(
        insert(LateWorkRow)
        .values(
            tenant_id=tenant_id,
            work=str(key.work),
            subject_id=key.id,
            since=since,
            raised_at=now,
        )
        .on_conflict_do_nothing()
        .returning(LateWorkRow.subject_id)
    )
    return done.scalar() is not None


def raised_among(
    session: Session, subjects: Collection[uuid.UUID]
) -> dict[tuple[MatterKey, datetime], datetime]:
    """When the head was told of these matters, of those of which that was done."""
    rows = session.scalars(select(LateWorkRow).where(LateWorkRow.subject_id.in_(subjects)))
    return {(MatterKey(Work(row.work), row.subject_id), row.since): row.raised_at for row in rows}
