"""Who looked for whom: rows of the hotline that are written and read, and never changed (D-11)."""

import uuid
from datetime import datetime

from sqlalchemy.orm import Mapped

from kezek.db.base import Base, TenantKey, UuidKey


class LookupRow(Base):
    """One look-up: by what kind of key, why, and how many were found."""

    __tablename__ = "lookups"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    looked_at: Mapped[datetime]
    actor: Mapped[str]
    by_key: Mapped[str]
    reason: Mapped[str]
    found: Mapped[int]
    application_id: Mapped[uuid.UUID | None]


class DisclosureRow(Base):
    """A family's data opened to one operator by a code that was read back, for a time."""

    __tablename__ = "disclosures"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    guardian_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    """At which application the code was asked for; none in rows of before that was kept."""
    actor: Mapped[str]
    code_id: Mapped[uuid.UUID]
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
