"""Requests of families to have their data erased; each waits until nothing demands keeping."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import State
from kezek.core.complaints import OPEN
from kezek.core.family_rights import Held, held_by
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.complaints import ComplaintRow


class ErasureRequestRow(Base):
    """One family's request; `signed_on` is of one that came on paper, `gone` are counts."""

    __tablename__ = "erasure_requests"

    tenant_id: Mapped[TenantKey]
    guardian_id: Mapped[UuidKey]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    signed_on: Mapped[date | None]
    erased_at: Mapped[datetime | None]
    gone: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))


def find_request(
    session: Session, guardian_id: uuid.UUID, *, for_update: bool = False
) -> ErasureRequestRow | None:
    """What this family asked for."""
    query = select(ErasureRequestRow).where(ErasureRequestRow.guardian_id == guardian_id)
    return session.scalar(query.with_for_update() if for_update else query)


def waiting_requests(session: Session) -> Sequence[uuid.UUID]:
    """The families whose requests wait, the first to ask first."""
    return session.scalars(
        select(ErasureRequestRow.guardian_id)
        .where(ErasureRequestRow.erased_at.is_(None))
        .order_by(ErasureRequestRow.asked_at)
    ).all()


def holds_of(session: Session, guardian_id: uuid.UUID) -> tuple[Held, ...]:
    """What keeps this family's data now."""
    applications = session.execute(
        select(ApplicationRow.number, ApplicationRow.state)
        .where(ApplicationRow.guardian_id == guardian_id)
        .order_by(ApplicationRow.serial)
    )
    complaints = session.scalars(
        select(ComplaintRow.number)
        .where(
            ComplaintRow.guardian_id == guardian_id,
            ComplaintRow.state.in_([str(state) for state in OPEN]),
        )
        .order_by(ComplaintRow.filed_at)
    )
    return held_by(((row.number, State(row.state)) for row in applications), complaints)
