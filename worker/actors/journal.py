"""The journal gets its seals; of two sealers one leaves at once."""

import dramatiq

from kezek.usecases import journal


@dramatiq.actor(queue_name="terms", idempotent=True, max_retries=0, max_age=30_000)
def seal(tenant_id: int) -> None:
    """Gives committed facts their positions."""
    journal.seal_tenant(tenant_id)
