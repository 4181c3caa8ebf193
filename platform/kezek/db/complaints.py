"""Complaints of families: rows, their words sealed under the family's key (L-18 to L-20, L-30)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, LargeBinary, func, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.complaints import OPEN, Body, Complaint, ComplaintState, Outcome
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.family_keys import open_for_family, seal_for_family

_OPEN = [str(state) for state in OPEN]


class ComplaintRow(Base):
    """One complaint; what the family and the office wrote can be read with the family's key."""

    __tablename__ = "complaints"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    number: Mapped[str]
    guardian_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID]
    kindergarten_id: Mapped[uuid.UUID | None]
    territory: Mapped[str]
    about: Mapped[str]
    body: Mapped[str]
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str]
    outcome: Mapped[str | None]
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    filed_at: Mapped[datetime]
    register_at: Mapped[datetime]
    registered_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    alarm_at: Mapped[datetime | None]
    alarmed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None]

    @property
    def value(self) -> Complaint:
        """The complaint as the core has it."""
        return Complaint(
            body=Body(self.body),
            state=ComplaintState(self.state),
            filed_at=self.filed_at,
            register_at=self.register_at,
            registered_at=self.registered_at,
            due_at=self.due_at,
            alarm_at=self.alarm_at,
            outcome=Outcome(self.outcome) if self.outcome else None,
            answered_at=self.answered_at,
        )

    def take(self, complaint: Complaint) -> None:
        """Makes the row what the complaint is after a step."""
        self.state = str(complaint.state)
        self.registered_at = complaint.registered_at
        self.due_at = complaint.due_at
        self.alarm_at = complaint.alarm_at
        self.outcome = str(complaint.outcome) if complaint.outcome else None
        self.answered_at = complaint.answered_at


def next_complaint_serial(session: Session) -> int:
    """The next serial of the deployment."""
    serial: int = session.execute(text("select nextval('complaint_serials')")).scalar_one()
    return serial


def find_complaint(
    session: Session, complaint_id: uuid.UUID, *, for_update: bool = False
) -> ComplaintRow | None:
    """The complaint of this id."""
    query = select(ComplaintRow).where(ComplaintRow.id == complaint_id)
    return session.scalar(query.with_for_update() if for_update else query)


def complaints_of(session: Session, guardian_id: uuid.UUID) -> Sequence[ComplaintRow]:
    """A family's complaints, the newest first."""
    return session.scalars(
        select(ComplaintRow)
        .where(ComplaintRow.guardian_id == guardian_id)
        .order_by(ComplaintRow.filed_at.desc(), ComplaintRow.id.desc())
    ).all()


def count_open(session: Session, guardian_id: uuid.UUID) -> int:
    """How many of a family's complaints wait for an answer."""
    query = select(func.count()).where(
        ComplaintRow.guardian_id == guardian_id, ComplaintRow.state.in_(_OPEN)
    )
    return session.scalar(query) or 0


def due_complaints(session: Session, now: datetime, most: int) -> Sequence[ComplaintRow]:
    """Complaints to be registered or alarmed about by now, each held until the transaction ends."""
    return session.scalars(
        select(ComplaintRow)
        .where(_waits(), _due() <= now)
        .order_by(_due(), ComplaintRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()


def first_complaint_at(session: Session) -> datetime | None:
    """When a complaint has to be registered or alarmed about next; it may have passed."""
    return session.scalar(select(func.min(_due())).where(_waits()))


def _due() -> ColumnElement[datetime]:
    return func.coalesce(ComplaintRow.alarm_at, ComplaintRow.register_at)


def _waits() -> ColumnElement[bool]:
    return or_(
        ComplaintRow.state == ComplaintState.DELIVERED,
        (ComplaintRow.state == ComplaintState.REGISTERED) & ComplaintRow.alarmed_at.is_(None),
    )


def seal_words(session: Session, row: ComplaintRow, words: str) -> bytes:
    """What somebody wrote, readable with the family's key alone. Raises FamilyErased."""
    return seal_for_family(session, row.tenant_id, row.guardian_id, row.id, {"words": words})


def open_words(session: Session, row: ComplaintRow, sealed: bytes | None) -> str:
    """What was written; empty where nothing was, or where the family was erased."""
    if sealed is None:
        return ""
    opened = open_for_family(session, row.tenant_id, row.guardian_id, row.id, sealed)
    return str(opened["words"]) if opened else ""
