"""What a group was before each change, and by whose word: versions that nobody rewrites."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey
from kezek.db.kindergartens import GroupRow


class GroupChangeRow(Base):
    """One change of one group; no role of the application may change or remove it."""

    __tablename__ = "group_changes"

    tenant_id: Mapped[TenantKey]
    group_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    reason: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(JSONB)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB)


def find_group(
    session: Session, group_id: uuid.UUID, *, for_update: bool = False
) -> GroupRow | None:
    """One group by its id."""
    query = select(GroupRow).where(GroupRow.id == group_id)
    return session.scalar(query.with_for_update() if for_update else query)


def groups_of_kindergarten(session: Session, kindergarten_id: uuid.UUID) -> Sequence[GroupRow]:
    """The groups of a kindergarten, the youngest children first."""
    return session.scalars(
        select(GroupRow)
        .where(GroupRow.kindergarten_id == kindergarten_id)
        .order_by(GroupRow.birth_year.desc(), GroupRow.language)
    ).all()


def add_group_change(
    session: Session,
    tenant_id: int,
    group_id: uuid.UUID,
    *,
    at: datetime,
    by: str,
    reason: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> int:
    """Writes the next version of a group, which has to be locked, and gives its number."""
    newest = session.scalar(
        select(func.max(GroupChangeRow.version)).where(GroupChangeRow.group_id == group_id)
    )
    version = (newest or 0) + 1
    session.execute(
        insert(GroupChangeRow).values(
            tenant_id=tenant_id,
            group_id=group_id,
            version=version,
            changed_at=at,
            changed_by=by,
            reason=reason,
            before=dict(before),
            after=dict(after),
        )
    )
    return version


def changes_of_group(session: Session, group_id: uuid.UUID) -> Sequence[GroupChangeRow]:
    """What has become of a group, the newest change first."""
    return session.scalars(
        select(GroupChangeRow)
        .where(GroupChangeRow.group_id == group_id)
        .order_by(GroupChangeRow.version.desc())
    ).all()
