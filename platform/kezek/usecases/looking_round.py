"""What the ticker asks: which regions there are, what time it is, what there is to be done."""

from datetime import datetime

from kezek.adapters.services import services
from kezek.core.at_hand import AtHand
from kezek.db.at_hand import work_at_hand
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.tenants import all_tenants


def regions() -> list[int]:
    """Every region of the deployment; no role reads across them, so they are visited in turn."""
    with deployment_scope() as session:
        return [tenant.id for tenant in all_tenants(session)]


def present_moment() -> datetime:
    """The moment by the one clock that all processes share."""
    with deployment_scope() as session:
        return services().clock.now(session)


def at_hand(tenant_id: int, now: datetime) -> AtHand:
    """What waits to be carried on in a region."""
    with read_scope(tenant_id) as session:
        return work_at_hand(session, now)
