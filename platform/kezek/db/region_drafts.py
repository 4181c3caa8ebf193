"""The change of a region that is being drawn up: one at a time, by all of its administrators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.carrying import carried
from kezek.core.region_changes import Difference, difference
from kezek.core.regions import Tenant, canonical, digest, tenant_from
from kezek.db.base import Base, TenantKey
from kezek.db.rules_in_force import region_at


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


@dataclass(frozen=True, slots=True)
class Drawn:
    """A change as it stands: the region as it is, and as it would be."""

    before: Tenant
    after: Tenant
    row: RegionDraftRow

    @property
    def differences(self) -> list[Difference]:
        """Everything in which the two differ."""
        return difference(self.before, self.after)

    @property
    def digest(self) -> str:
        """What a form that shows the change is sent back with: it names the very result."""
        return digest(canonical(self.after))

    @property
    def is_rehearsed(self) -> bool:
        """Whether this very result was rehearsed."""
        return self.row.rehearsed_sha256 == self.digest


def find_region_draft(session: Session) -> RegionDraftRow | None:
    """The change that is being drawn up, if there is one."""
    return session.scalar(select(RegionDraftRow).execution_options(populate_existing=True))


def drawn(session: Session, tenant_id: int, now: datetime) -> Drawn | None:
    """The change that is being drawn up, laid upon the region as it is at this moment."""
    row = find_region_draft(session)
    if row is None:
        return None
    _, present = region_at(session, tenant_id, now)
    return Drawn(present, carried(row.before, row.after, present), row)


def drop_region_draft(session: Session) -> None:
    """Forgets it: signed, or not wanted."""
    session.execute(delete(RegionDraftRow))
