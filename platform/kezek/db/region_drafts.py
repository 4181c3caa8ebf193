"""The change of a region that is being drawn up: one at a time, by all of its administrators."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.regions import Tenant, tenant_from
from kezek.db.base import Base, TenantKey


class RegionDraftRow(Base):
    """What the region was when the change was begun, and what it is to be."""

    __tablename__ = "region_drafts"

    tenant_id: Mapped[TenantKey]
    opened_at: Mapped[datetime]
    opened_by: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str]
    base: Mapped[dict[str, Any]] = mapped_column(JSONB)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    rehearsed_sha256: Mapped[str | None]
    """The digest of the region that was rehearsed: another edit asks for another rehearsal."""
    rehearsed_at: Mapped[datetime | None]
    rehearsed_by: Mapped[str | None]

    @property
    def before(self) -> Tenant:
        """The region as it was when the change was begun."""
        return tenant_from(self.base)

    @property
    def after(self) -> Tenant:
        """The region as it is to be."""
        return tenant_from(self.data)


def find_region_draft(session: Session) -> RegionDraftRow | None:
    """The change that is being drawn up, if there is one."""
    return session.scalar(select(RegionDraftRow).execution_options(populate_existing=True))


def drop_region_draft(session: Session) -> None:
    """Forgets it: signed, or not wanted."""
    session.execute(delete(RegionDraftRow))
