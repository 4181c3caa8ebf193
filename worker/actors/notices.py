"""What becomes of notices after they were recorded, and those that come of no single act."""

import dramatiq

from kezek.usecases import delivery_reports, number_digests, rules_told, undelivered


@dramatiq.actor(queue_name="notices", idempotent=True, max_retries=0, max_age=600_000)
def escalate_undelivered(tenant_id: int) -> None:
    """Has families called that no message reached; each notice is dealt with once."""
    undelivered.escalate_undelivered(tenant_id)


@dramatiq.actor(queue_name="notices", idempotent=True, max_retries=0, max_age=600_000)
def tell_sharp_changes(tenant_id: int) -> None:
    """Tells whose number has grown much; once until the next digest."""
    number_digests.tell_sharp_changes(tenant_id)


@dramatiq.actor(queue_name="notices", idempotent=True, max_retries=0, max_age=600_000)
def tell_rules(tenant_id: int) -> None:
    """Tells families that the rules have changed; once for each version."""
    rules_told.tell_rules(tenant_id)


@dramatiq.actor(queue_name="notices", idempotent=True, max_retries=0, max_age=600_000)
def ask_providers(tenant_id: int) -> None:
    """Asks providers what became of messages of which they have told nothing."""
    delivery_reports.ask_providers(tenant_id)
