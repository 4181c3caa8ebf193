"""How places are given changes when a version of a region's rules comes into force."""

import dramatiq

from kezek.usecases import rules_change


@dramatiq.actor(queue_name="terms", idempotent=True, max_retries=0, max_age=60_000)
def bring_into_force(tenant_id: int) -> None:
    """Makes every queue keep to the rules that hold now."""
    rules_change.bring_into_force(tenant_id)
