"""Files of the registry that were brought and wait for a yes; kept for some days."""

import uuid
from datetime import datetime

from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey


class RegistryFileRow(Base):
    """One file as it came."""

    __tablename__ = "registry_files"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    name: Mapped[str]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    brought_at: Mapped[datetime]
    brought_by: Mapped[str]
    taken_at: Mapped[datetime | None]


def find_registry_file(
    session: Session, file_id: uuid.UUID, *, for_update: bool = False
) -> RegistryFileRow | None:
    """The file of this number."""
    query = select(RegistryFileRow).where(RegistryFileRow.id == file_id)
    return session.scalar(query.with_for_update() if for_update else query)


def sweep_registry_files(session: Session, brought_before: datetime) -> None:
    """Removes files that were brought before a moment."""
    session.execute(delete(RegistryFileRow).where(RegistryFileRow.brought_at < brought_before))
