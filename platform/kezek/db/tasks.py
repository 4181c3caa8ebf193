"""What the hotline hands over to the specialists, and what came of it."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import LargeBinary, Row, Select, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey


class TaskRow(Base):
    """One matter of an application for the office; its words are sealed by the family's key."""

    __tablename__ = "tasks"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    application_id: Mapped[uuid.UUID]
    guardian_id: Mapped[uuid.UUID]
    cause: Mapped[str]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    due_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    seen_at: Mapped[datetime | None]


def task_with_application(
    session: Session, task_id: uuid.UUID
) -> Row[TaskRow, ApplicationRow] | None:
    """One task with the application that it is about."""
    return session.execute(_with_applications().where(TaskRow.id == task_id)).one_or_none()


def tasks_of(session: Session, application_id: uuid.UUID) -> Sequence[TaskRow]:
    """The tasks of an application, the newest first."""
    return session.scalars(
        select(TaskRow)
        .where(TaskRow.application_id == application_id)
        .order_by(TaskRow.opened_at.desc(), TaskRow.id.desc())
    ).all()


def mark_seen(session: Session, application_id: uuid.UUID, actor: str, now: datetime) -> None:
    """The one who handed matters over has seen their answers."""
    session.execute(
        update(TaskRow)
        .where(
            TaskRow.application_id == application_id,
            TaskRow.opened_by == actor,
            TaskRow.closed_at.is_not(None),
            TaskRow.seen_at.is_(None),
        )
        .values(seen_at=now)
    )


def _with_applications() -> Select[TaskRow, ApplicationRow]:
    return select(TaskRow, ApplicationRow).join(
        ApplicationRow,
        (ApplicationRow.tenant_id == TaskRow.tenant_id)
        & (ApplicationRow.id == TaskRow.application_id),
    )
