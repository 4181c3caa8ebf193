"""How far the monitoring of state services is behind, region by region: for operators (L-9.2)."""

from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.stage_reports import backlog
from kezek.db.tenants import all_tenants


@dataclass(frozen=True, slots=True)
class RegionBacklog:
    """What of one region monitoring does not know yet."""

    tenant_id: int
    waiting: int
    since: datetime | None
    refused: int
    last_error: str
    settled_at: datetime | None

    @property
    def is_clear(self) -> bool:
        """Whether there is nothing to be told."""
        return not self.waiting and not self.refused


@dataclass(frozen=True, slots=True)
class MonitoringPage:
    """All regions; those that are behind come first, the longest first."""

    is_joined: bool
    now: datetime
    regions: tuple[RegionBacklog, ...]


def monitoring_page() -> MonitoringPage:
    """How monitoring stands now."""
    with deployment_scope() as session:
        ids = [row.id for row in all_tenants(session)]
        now = services().clock.now(session)
    found = [_region(tenant_id) for tenant_id in ids]
    found.sort(key=lambda one: (one.is_clear, one.since or now, one.tenant_id))
    return MonitoringPage(services().settings.monitoring.is_asked, now, tuple(found))


def _region(tenant_id: int) -> RegionBacklog:
    with read_scope(tenant_id) as session:
        one = backlog(session)
    return RegionBacklog(
        tenant_id, one.waiting, one.since, one.refused, one.last_error, one.acknowledged_at
    )
