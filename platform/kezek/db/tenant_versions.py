"""Opening a region, and what its stored versions say about the files it came from."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from kezek.core.versions import Version
from kezek.db.kindergartens import KindergartenRow
from kezek.db.tenants import TenantRow, TenantVersionRow


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version of a region without its data."""

    version: int
    sha256: str
    effective_from: datetime
    loaded_by: str
    loaded_at: datetime
    reason: str = ""
    repeats: int | None = None
    takes_back: int | None = None

    @property
    def value(self) -> Version:
        """As the core looks at it."""
        return Version(self.version, self.effective_from, self.repeats, self.takes_back)


def add_tenant(session: Session, slug: str, prefix: str) -> int:
    """A new region's row; gives its number, under which its transactions run."""
    tenant_id: int = session.execute(
        insert(TenantRow).values(slug=slug, prefix=prefix).returning(TenantRow.id)
    ).scalar_one()
    return tenant_id


def stored_versions(session: Session) -> list[StoredVersion]:
    """All versions of the region, the latest first."""
    rows = session.execute(
        select(
            TenantVersionRow.version,
            TenantVersionRow.sha256,
            TenantVersionRow.effective_from,
            TenantVersionRow.loaded_by,
            TenantVersionRow.loaded_at,
            TenantVersionRow.reason,
            TenantVersionRow.repeats,
            TenantVersionRow.takes_back,
        ).order_by(TenantVersionRow.version.desc())
    )
    return [StoredVersion(*row) for row in rows]


def kindergartens_outside(session: Session, territories: Collection[str]) -> list[uuid.UUID]:
    """Kindergartens that lie in none of these territories."""
    return list(
        session.scalars(
            select(KindergartenRow.id).where(KindergartenRow.territory.not_in(territories))
        )
    )
