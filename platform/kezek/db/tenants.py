"""Regions and the dated versions of what each has set."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey


class TenantRow(Base):
    """A region of the deployment; global, for a tenant is chosen from this list."""

    __tablename__ = "tenants"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    prefix: Mapped[str]


class TenantVersionRow(Base):
    """What a region has set, from a moment on."""

    __tablename__ = "tenant_versions"

    tenant_id: Mapped[TenantKey]
    version: Mapped[int] = mapped_column(primary_key=True)
    effective_from: Mapped[datetime]
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[str]
    sha256: Mapped[str]
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str] = mapped_column(server_default=text("''"))
    repeats: Mapped[int | None]
    takes_back: Mapped[int | None]


def all_tenants(session: Session) -> list[TenantRow]:
    """Every region, by its number."""
    return list(session.scalars(select(TenantRow).order_by(TenantRow.id)))


def find_tenant(session: Session, slug: str) -> TenantRow | None:
    """The region of a slug."""
    return session.scalar(select(TenantRow).where(TenantRow.slug == slug))


def version_in_force(session: Session, now: datetime) -> tuple[int, str] | None:
    """Number and digest of the version that holds at a moment, without its data."""
    row = session.execute(
        select(TenantVersionRow.version, TenantVersionRow.sha256)
        .where(TenantVersionRow.effective_from <= now)
        .order_by(TenantVersionRow.version.desc())
        .limit(1)
    ).one_or_none()
    return (row.version, row.sha256) if row else None


def versions_data(session: Session, versions: Collection[int]) -> dict[int, dict[str, Any]]:
    """What some versions say, by their numbers."""
    if not versions:
        return {}
    rows = session.execute(
        select(TenantVersionRow.version, TenantVersionRow.data).where(
            TenantVersionRow.version.in_(versions)
        )
    )
    return {row.version: row.data for row in rows}


def version_data(session: Session, version: int) -> dict[str, Any]:
    """What one version says."""
    data: dict[str, Any] = session.execute(
        select(TenantVersionRow.data).where(TenantVersionRow.version == version)
    ).scalar_one()
    return data


def effective_from(session: Session, version: int) -> datetime:
    """The moment from which a version holds."""
    return session.execute(
        select(TenantVersionRow.effective_from).where(TenantVersionRow.version == version)
    ).scalar_one()


def next_effective(session: Session, after: datetime) -> datetime | None:
    """The next moment at which another version comes into force."""
    return session.scalar(
        select(TenantVersionRow.effective_from)
        .where(TenantVersionRow.effective_from > after)
        .order_by(TenantVersionRow.effective_from)
        .limit(1)
    )


def last_version(session: Session) -> int:
    """The number of the latest version, in force or not; 0 before the first."""
    return session.scalar(select(func.max(TenantVersionRow.version))) or 0
