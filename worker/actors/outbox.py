"""Messages leave the house, one batch at a time; codes do not wait behind notices."""

import dramatiq

from kezek.core.delivery import Lane
from kezek.usecases import outbox


@dramatiq.actor(queue_name="codes", idempotent=True, max_retries=0, max_age=60_000)
def send_codes(tenant_id: int) -> None:
    """Sends one-time codes; what another worker has claimed is passed over."""
    outbox.deliver_some(tenant_id, Lane.CODES)


@dramatiq.actor(queue_name="notices", idempotent=True, max_retries=0, max_age=60_000)
def send_notices(tenant_id: int) -> None:
    """Sends notices; what another worker has claimed is passed over."""
    outbox.deliver_some(tenant_id, Lane.NOTICES)
