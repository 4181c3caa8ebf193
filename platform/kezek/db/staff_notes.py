"""Notes among staff: sealed under the family's key, and never shown to a family."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, LargeBinary, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.accounts import AccountRow
from kezek.db.base import Base, TenantKey, UuidKey, uuid7
from kezek.db.family_keys import open_for_family, seal_for_family


class About(StrEnum):
    """What a note is written on."""

    APPLICATION = "application"
    FAMILY = "family"
    COMPLAINT = "complaint"


class StaffNoteRow(Base):
    """One note; it is written once, and goes with its family's key."""

    __tablename__ = "staff_notes"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    about: Mapped[str]
    subject_id: Mapped[uuid.UUID]
    guardian_id: Mapped[uuid.UUID]
    account_id: Mapped[uuid.UUID]
    is_handover: Mapped[bool] = mapped_column(Boolean)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[datetime]


def write_note(
    session: Session,
    tenant_id: int,
    about: About,
    subject_id: uuid.UUID,
    guardian_id: uuid.UUID,
    account_id: uuid.UUID,
    words: str,
    now: datetime,
    *,
    is_handover: bool = False,
) -> uuid.UUID:
    """Keeps a note. Raises FamilyErased for a family whose data are gone."""
    note_id = uuid7()
    sealed = seal_for_family(session, tenant_id, guardian_id, note_id, {"words": words})
    session.add(
        StaffNoteRow(
            tenant_id=tenant_id,
            id=note_id,
            about=str(about),
            subject_id=subject_id,
            guardian_id=guardian_id,
            account_id=account_id,
            is_handover=is_handover,
            words_sealed=sealed,
            written_at=now,
        )
    )
    session.flush()
    return note_id


def notes_on(
    session: Session, subjects: Collection[uuid.UUID]
) -> Sequence[tuple[StaffNoteRow, str]]:
    """The notes on these, the newest first, each with its author's name."""
    rows = session.execute(
        select(StaffNoteRow, AccountRow.full_name)
        .join(
            AccountRow,
            (AccountRow.tenant_id == StaffNoteRow.tenant_id)
            & (AccountRow.id == StaffNoteRow.account_id),
        )
        .where(StaffNoteRow.subject_id.in_(subjects))
        .order_by(StaffNoteRow.written_at.desc(), StaffNoteRow.id.desc())
    )
    return [(row, name) for row, name in rows]


def words_of(session: Session, row: StaffNoteRow) -> str:
    """What was written; empty once the family was erased."""
    opened = open_for_family(session, row.tenant_id, row.guardian_id, row.id, row.words_sealed)
    return str(opened["words"]) if opened else ""


def count_notes(session: Session, subjects: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many notes there are on each of these that has any."""
    rows = session.execute(
        select(StaffNoteRow.subject_id, func.count().label("amount"))
        .where(StaffNoteRow.subject_id.in_(subjects))
        .group_by(StaffNoteRow.subject_id)
    )
    return {row.subject_id: row.amount for row in rows}
