"""What the ticker asks: which regions there are, what time it is, what there is to be done."""

from datetime import datetime

from kezek.adapters.services import services
from kezek.core.at_hand import AtHand
from kezek.db.at_hand import work_at_hand
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.stops import open_stops
from kezek.db.tenants import all_tenants


def regions() -> list[int]:
    """Every region that does not stand still; no role reads across them: they are visited in turn.

    While one stands still its terms do not run: nothing of it is brought about (R-11).
    """
    with deployment_scope() as session:
        stopped = {one.tenant_id for one in open_stops(session)}
        return [tenant.id for tenant in all_tenants(session) if tenant.id not in stopped]


def present_moment() -> datetime:
    """The moment by the one clock that all processes share."""
    with deployment_scope() as session:
        return services().clock.now(session)


def at_hand(tenant_id: int, now: datetime) -> AtHand:
    """What waits to be carried on in a region."""
    with read_scope(tenant_id) as session:
        return work_at_hand(session, now)
