"""Who looked at whom: rows that are written and read, and never changed (D-11)."""

import uuid
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from kezek.core.access import Actor
from kezek.core.personal_views import Shown, span_of
from kezek.db.base import Base, TenantKey, UuidKey, uuid7


class PersonalViewRow(Base):
    """One look of a member of staff at something personal."""

    __tablename__ = "personal_views"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    role: Mapped[str]
    shows: Mapped[str]
    subject_id: Mapped[uuid.UUID | None]
    page: Mapped[str]
    span: Mapped[datetime]
    looked_at: Mapped[datetime]


def add_view(
    session: Session,
    tenant_id: int,
    actor: Actor,
    shows: Shown,
    subject_id: uuid.UUID | None,
    page: str,
    now: datetime,
) -> None:
    """Writes a look down; a second one at the same within its span is the same look."""
    session.execute(
        insert(PersonalViewRow)
        .values(
            tenant_id=tenant_id,
            id=uuid7(),
            account_id=actor.account_id,
            role=str(actor.role),
            shows=str(shows),
            subject_id=subject_id,
            page=page,
            span=span_of(now),
            looked_at=now,
        )
        .on_conflict_do_nothing(constraint="uq_personal_views_span")
    )
