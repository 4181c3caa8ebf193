"""Which rules hold in a region at a moment: its latest version that has come into force (R-9)."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules
from kezek.core.regions import Tenant, tenant_from
from kezek.core.versions import reigns
from kezek.db.tenant_versions import stored_versions
from kezek.db.tenants import version_data, version_in_force
from kezek.settings import OperatorError

T = TypeVar("T")


class NoVersion(OperatorError):
    """A region that was opened without any version of its settings."""


def region_at(session: Session, tenant_id: int, now: datetime) -> tuple[int, Tenant]:
    """The region as it is set at this moment, with the number of the version. Raises NoVersion."""
    found = version_in_force(session, now)
    if found is None:
        raise NoVersion(f"Region {tenant_id} has no settings in force: run `kezek tenant load`.")
    return found[0], _region(session, tenant_id, *found)


def held_over_time(
    session: Session, tenant_id: int, through: datetime, what: Callable[[Tenant], T]
) -> list[tuple[datetime, T]]:
    """What one setting was from which moment on, by the dated versions that held (R-9)."""
    stored = {one.version: one for one in stored_versions(session)}
    told: list[tuple[datetime, T]] = []
    for since, version in reigns([one.value for one in stored.values()], through):
        digest = stored[version.number].sha256
        value = what(_region(session, tenant_id, version.number, digest))
        if not told or told[-1][1] != value:
            told.append((since, value))
    return told


def _region(session: Session, tenant_id: int, version: int, digest: str) -> Tenant:
    region = _known.get((tenant_id, version, digest))
    if region is None:
        region = tenant_from(version_data(session, version))
        _remember(tenant_id, version, digest, region)
    return region


def rules_at(session: Session, tenant_id: int, now: datetime) -> Rules:
    """The rules and the calendar of the region at this moment. Raises NoVersion."""
    version, region = region_at(session, tenant_id, now)
    return rules_of(region, version, now)


def rules_of(region: Tenant, version: int, now: datetime) -> Rules:
    """The rules of a region as it is set, at this moment."""
    today = region.calendar.local_day(now)
    modes = {TerritorySlug(one.slug): one.mode_on(today) for one in region.territories}
    begun = {slug: mode for slug, mode in modes.items() if mode is not None}
    return Rules(region.rules, region.calendar, version, begun)


_known: dict[tuple[int, int, str], Tenant] = {}
_MOST_KNOWN = 200


def _remember(tenant_id: int, version: int, digest: str, region: Tenant) -> None:
    # A version never changes once stored (no role may update it), so it may be kept for good.
    if len(_known) >= _MOST_KNOWN:
        _known.clear()
    _known[(tenant_id, version, digest)] = region
