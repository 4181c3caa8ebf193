"""What is old enough to be forgotten, counted before and taken away; and the runs that did it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, exists, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import ENDED
from kezek.core.complaints import OPEN
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.complaints import ComplaintRow
from kezek.db.documents import DocumentRow
from kezek.db.people import GuardianRow
from kezek.db.sessions import SessionRow

_ENDED = [str(state) for state in ENDED]
_OPEN = [str(state) for state in OPEN]


class RetentionRunRow(Base):
    """One run: counts of each rule, never data."""

    __tablename__ = "retention_runs"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    ran_at: Mapped[datetime]
    actor: Mapped[str]
    gone: Mapped[dict[str, int]] = mapped_column(JSONB)


def last_run(session: Session) -> RetentionRunRow | None:
    """The newest run of the region."""
    return session.scalar(
        select(RetentionRunRow)
        .order_by(RetentionRunRow.ran_at.desc(), RetentionRunRow.id.desc())
        .limit(1)
    )


def count(session: Session, table: type[Base], *conditions: ColumnElement[bool]) -> int:
    """How many rows of a table are so."""
    query = select(func.count()).select_from(table).where(*conditions)
    return session.scalar(query) or 0


def ended_sessions(before: datetime) -> ColumnElement[bool]:
    """Sessions that ended long ago, by themselves or by a hand."""
    return func.coalesce(SessionRow.ended_at, SessionRow.seen_at) < before


def forget_sessions(session: Session, before: datetime) -> int:
    """Removes sessions that ended long ago; gives how many."""
    gone = session.execute(
        delete(SessionRow).where(ended_sessions(before)).returning(SessionRow.id)
    )
    return len(gone.all())


def old_papers(before: datetime, most: int) -> Select[uuid.UUID]:
    """Files of applications that ended long ago, so many at most."""
    return (
        select(DocumentRow.id)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == DocumentRow.tenant_id)
            & (ApplicationRow.id == DocumentRow.application_id),
        )
        .where(ApplicationRow.state.in_(_ENDED), ApplicationRow.state_since < before)
        .order_by(DocumentRow.id)
        .limit(most)
    )


def old_families(session: Session, before: datetime, most: int) -> Sequence[uuid.UUID]:
    """Families for whom nothing has run since: every application over, no complaint open."""
    family = (ApplicationRow.tenant_id == GuardianRow.tenant_id) & (
        ApplicationRow.guardian_id == GuardianRow.id
    )
    runs = ApplicationRow.state.not_in(_ENDED) | (ApplicationRow.state_since >= before)
    complains = (
        (ComplaintRow.tenant_id == GuardianRow.tenant_id)
        & (ComplaintRow.guardian_id == GuardianRow.id)
        & (ComplaintRow.state.in_(_OPEN) | (ComplaintRow.answered_at >= before))
    )
    return session.scalars(
        select(GuardianRow.id)
        .where(
            GuardianRow.erased_at.is_(None),
            GuardianRow.created_at < before,
            ~exists().where(family, runs),
            ~exists().where(complains),
        )
        .order_by(GuardianRow.id)
        .limit(most)
    ).all()
