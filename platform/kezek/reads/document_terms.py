"""What the term of a paper is counted with: the region's day, and how old 027/е may be."""

from datetime import date

from kezek.adapters.services import services
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


def terms_are_counted_with(tenant_id: int) -> tuple[date, int]:
    """The region's today, and on how many days before a contract 027/е is still good (A-20)."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return region.calendar.local_day(now), region.rules.health_cert_days
