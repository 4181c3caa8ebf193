"""By which rules a kindergarten's territory gives its places today."""

import uuid

from kezek.adapters.services import services
from kezek.core.territories import Mode, mode_on
from kezek.db.kindergartens import find_kindergarten
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


def mode_of_kindergarten(tenant_id: int, kindergarten_id: uuid.UUID) -> Mode | None:
    """The mode of its territory now; nothing before one rules there, or for an unknown id."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return mode_on(region.territories, garden.territory, region.calendar.local_day(now))


def absence_days(tenant_id: int) -> int:
    """After how many days of absence a voucher may end; 0 where an absence ends none (VX-18)."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return region.rules.voucher_absence_days
