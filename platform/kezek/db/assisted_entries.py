"""Applications that a specialist entered for a family, with the consent on paper (A-31, L-A5.1)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session

from kezek.db.accounts import AccountRow
from kezek.db.base import Base, TenantKey, UuidKey


class AssistedEntryRow(Base):
    """Who entered an application, and when the paper consent was signed."""

    __tablename__ = "assisted_entries"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    signed_on: Mapped[date]
    entered_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class EnteredBy:
    """The specialist who entered an application."""

    name: str
    at: datetime
    signed_on: date


def entered_by(session: Session, application_id: uuid.UUID) -> EnteredBy | None:
    """Who entered it for the family; nothing where the family did so itself."""
    row = session.execute(
        select(AssistedEntryRow, AccountRow.full_name)
        .join(AccountRow, AccountRow.id == AssistedEntryRow.account_id)
        .where(AssistedEntryRow.application_id == application_id)
    ).one_or_none()
    return EnteredBy(row[1], row[0].entered_at, row[0].signed_on) if row else None


def keep_entry(
    session: Session,
    tenant_id: int,
    application_id: uuid.UUID,
    account_id: uuid.UUID,
    signed_on: date,
    now: datetime,
) -> None:
    """Writes who entered an application, and when the consent on paper was signed."""
    session.add(
        AssistedEntryRow(
            tenant_id=tenant_id,
            application_id=application_id,
            account_id=account_id,
            signed_on=signed_on,
            entered_at=now,
        )
    )
