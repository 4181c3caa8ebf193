"""Guardians and their children: rows and how they are found; an IIN is hash and ciphertext."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import Boolean, LargeBinary, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.applications import ENDED
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey


class GuardianRow(Base):
    """A parent or legal representative; `proven` once the person behind the number is known."""

    __tablename__ = "guardians"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    iin_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_kind: Mapped[str | None]
    document_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    full_name: Mapped[str]
    address: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    language: Mapped[str]
    proven: Mapped[bool] = mapped_column(Boolean)
    proven_by: Mapped[str | None]
    displaced_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    told_by_sms: Mapped[bool] = mapped_column(Boolean, server_default=true())
    told_by_email: Mapped[bool] = mapped_column(Boolean, server_default=true())
    told_by_telegram: Mapped[bool] = mapped_column(Boolean, server_default=true())
    telegram_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The chat with the bot, where the parent has bound one."""
    telegram_at: Mapped[datetime | None]

    @property
    def person_hash(self) -> bytes | None:
        """The keyed hash by which this person is found, of the IIN or of the document (L-5.3)."""
        return self.iin_hash or self.document_hash


class ChildRow(Base):
    """A child in one family's list; `removed_at` takes it off the list and keeps its past."""

    __tablename__ = "children"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    guardian_id: Mapped[uuid.UUID]
    iin_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    iin_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_kind: Mapped[str | None]
    document_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    document_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    full_name: Mapped[str]
    born_on: Mapped[date]
    parentage_proven: Mapped[bool] = mapped_column(Boolean)
    parentage_proven_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def person_hash(self) -> bytes | None:
        """The keyed hash by which this child is claimed, of the IIN or of the document (G-40)."""
        return self.iin_hash or self.document_hash


def find_guardian(session: Session, guardian_id: uuid.UUID) -> GuardianRow | None:
    """The guardian of this number."""
    return session.scalar(select(GuardianRow).where(GuardianRow.id == guardian_id))


def find_holder(session: Session, person_hash: bytes) -> GuardianRow | None:
    """Who holds this person's number here; a displaced guardian holds none."""
    return session.scalar(
        select(GuardianRow).where(
            (GuardianRow.iin_hash == person_hash) | (GuardianRow.document_hash == person_hash),
            GuardianRow.displaced_at.is_(None),
        )
    )


def children_of(session: Session, guardian_id: uuid.UUID) -> Sequence[ChildRow]:
    """The family's children, the eldest first."""
    return session.scalars(
        select(ChildRow)
        .where(ChildRow.guardian_id == guardian_id, ChildRow.removed_at.is_(None))
        .order_by(ChildRow.born_on, ChildRow.created_at, ChildRow.id)
    ).all()


def find_child(
    session: Session, child_id: uuid.UUID, *, for_update: bool = False
) -> ChildRow | None:
    """The child of this number, if it still stands in its family's list."""
    query = select(ChildRow).where(ChildRow.id == child_id, ChildRow.removed_at.is_(None))
    # Not the strongest lock: an application that is being written refers to this row meanwhile.
    return session.scalar(query.with_for_update(key_share=True) if for_update else query)


def find_child_by_person(
    session: Session, guardian_id: uuid.UUID, person_hash: bytes
) -> ChildRow | None:
    """The family's child with this number, so that no child is listed twice."""
    return session.scalar(
        select(ChildRow).where(
            ChildRow.guardian_id == guardian_id,
            (ChildRow.iin_hash == person_hash) | (ChildRow.document_hash == person_hash),
            ChildRow.removed_at.is_(None),
        )
    )


def live_applications(
    session: Session, children: Collection[uuid.UUID]
) -> dict[uuid.UUID, ApplicationRow]:
    """The live application of each of these children that has one, the newest of two (G-40)."""
    rows = session.scalars(
        select(ApplicationRow)
        .where(ApplicationRow.child_id.in_(children), ApplicationRow.state.not_in(ENDED))
        .order_by(ApplicationRow.serial)
    )
    return {row.child_id: row for row in rows}
