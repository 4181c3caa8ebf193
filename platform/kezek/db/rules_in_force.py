"""Which rules hold in a region at a moment: its latest version that has come into force (R-9)."""

from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules
from kezek.core.regions import Tenant, tenant_from
from kezek.db.tenants import version_data, version_in_force
from kezek.settings import OperatorError


class NoVersion(OperatorError):
    """A region that was opened without any version of its settings."""


def region_at(session: Session, tenant_id: int, now: datetime) -> tuple[int, Tenant]:
    """The region as it is set at this moment, with the number of the version. Raises NoVersion."""
    found = version_in_force(session, now)
    if found is None:
        raise NoVersion(f"Region {tenant_id} has no settings in force: run `kezek tenant load`.")
    version, digest = found
    region = _known.get((tenant_id, version, digest))
    if region is None:
        region = tenant_from(version_data(session, version))
        _remember(tenant_id, version, digest, region)
    return version, region


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
