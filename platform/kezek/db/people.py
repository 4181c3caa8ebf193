"""Guardians and their children: rows and how they are found; an IIN is hash and ciphertext."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, LargeBinary, select, text, true
from sqlalchemy.orm import Mapped, Session, column_property, mapped_column

from kezek.core.applications import ENDED
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.family_keys import FamilyKeyRow, make_family_keys
from kezek.db.private import (
    Contacts,
    Sealed,
    child_columns,
    guardian_columns,
    identity_of,
    open_private,
)


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
    private_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    full_name: Mapped[str]
    open_address: Mapped[str] = mapped_column("address", server_default=text("''"))
    open_phone: Mapped[str] = mapped_column("phone", server_default=text("''"))
    open_email: Mapped[str] = mapped_column("email", server_default=text("''"))
    """As they stood in rows of before; emptied by `seal_people`."""
    language: Mapped[str]
    proven: Mapped[bool] = mapped_column(Boolean)
    proven_by: Mapped[str | None]
    displaced_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    told_by_sms: Mapped[bool] = mapped_column(Boolean, server_default=true())
    told_by_email: Mapped[bool] = mapped_column(Boolean, server_default=true())
    told_by_telegram: Mapped[bool] = mapped_column(Boolean, server_default=true())
    telegram_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    """The chat with the bot, where the parent has bound one."""
    telegram_at: Mapped[datetime | None]
    if TYPE_CHECKING:
        wrapped_key: bytes | None

    @property
    def family_id(self) -> uuid.UUID:
        """A family is its parent here."""
        return self.id

    @property
    def contacts(self) -> Contacts:
        """How this person is reached; nothing once the family was erased."""
        if self.private_sealed is None:
            return Contacts(self.open_phone, self.open_email, self.open_address)
        private = open_private(self)
        return Contacts(*(private.get(name, "") for name in ("phone", "email", "address")))

    @property
    def phone(self) -> str:
        """The telephone that is bound to this person."""
        return self.contacts.phone

    @property
    def email(self) -> str:
        """The mailbox, if there is one."""
        return self.contacts.email

    @property
    def address(self) -> str:
        """Where the family lives, as it wrote it (Annex 1)."""
        return self.contacts.address

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
    private_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    full_name: Mapped[str]
    born_on: Mapped[date]
    parentage_proven: Mapped[bool] = mapped_column(Boolean)
    parentage_proven_by: Mapped[str | None]
    removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    if TYPE_CHECKING:
        wrapped_key: bytes | None

    @property
    def family_id(self) -> uuid.UUID:
        """The family whose key seals this child's number."""
        return self.guardian_id

    @property
    def person_hash(self) -> bytes | None:
        """The keyed hash by which this child is claimed, of the IIN or of the document (G-40)."""
        return self.iin_hash or self.document_hash


def _key_of(family: Any, tenant: Any) -> Any:
    # Read with the row: a list of families opens without a statement for each.
    return column_property(
        select(FamilyKeyRow.wrapped_key)
        .where(FamilyKeyRow.tenant_id == tenant, FamilyKeyRow.family_id == family)
        .correlate_except(FamilyKeyRow)
        .scalar_subquery()
    )


GuardianRow.wrapped_key = _key_of(GuardianRow.id, GuardianRow.tenant_id)
ChildRow.wrapped_key = _key_of(ChildRow.guardian_id, ChildRow.tenant_id)


def keep_contacts(session: Session, guardian: GuardianRow, contacts: Contacts) -> None:
    """Seals how a parent is reached from now on. Raises FamilyErased and the errors of keys."""
    columns = guardian_columns(
        session, guardian.tenant_id, guardian.id, identity_of(guardian), contacts
    )
    _fill(guardian, columns)
    guardian.open_address = guardian.open_phone = guardian.open_email = ""


def move_child(session: Session, child: ChildRow, to: uuid.UUID) -> None:
    """The child belongs to another family, whose key seals its number from now on (A-62)."""
    columns = child_columns(session, child.tenant_id, to, child.id, identity_of(child))
    child.guardian_id = to
    _fill(child, columns)
    session.flush()
    session.refresh(child)


def seal_people(session: Session, most: int) -> int:
    """Seals people who are written as before, so many rows at most; gives how many there were."""
    guardians = session.scalars(
        select(GuardianRow)
        .where(GuardianRow.private_sealed.is_(None), GuardianRow.erased_at.is_(None))
        .limit(most)
        .with_for_update()
    ).all()
    children = session.scalars(
        select(ChildRow)
        .join(
            GuardianRow,
            (GuardianRow.tenant_id == ChildRow.tenant_id)
            & (GuardianRow.id == ChildRow.guardian_id),
        )
        .where(ChildRow.private_sealed.is_(None), GuardianRow.erased_at.is_(None))
        .limit(most)
        .with_for_update(of=ChildRow)
    ).all()
    families = {one.id: one.tenant_id for one in guardians}
    families |= {one.guardian_id: one.tenant_id for one in children}
    for tenant_id in set(families.values()):
        make_family_keys(session, tenant_id, families)
    for guardian in guardians:
        keep_contacts(session, guardian, guardian.contacts)
    for child in children:
        identity = identity_of(child)
        _fill(child, child_columns(session, child.tenant_id, child.guardian_id, child.id, identity))
    return len(guardians) + len(children)


def _fill(row: GuardianRow | ChildRow, columns: Sealed) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


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
