"""Tells the workers that messages wait; without Redis they are sent from here."""

from kezek.core.delivery import Lane
from kezek.usecases import outbox
from worker.actors.outbox import send_codes, send_notices

SENDERS = {Lane.CODES: send_codes, Lane.NOTICES: send_notices}


def tell(tenant_id: int) -> None:
    """One word to the workers for each batch; untold again if Redis does not take it.

    Raises what Redis raises.
    """
    batches = outbox.announce_due(tenant_id)
    try:
        for lane, count in batches.items():
            for _ in range(count):
                SENDERS[lane].send(tenant_id)
    except Exception:
        outbox.nobody_was_told(tenant_id)
        raise


def send_here(tenant_id: int) -> None:
    """Sends one batch of each lane in this process, codes first."""
    for lane in Lane:
        outbox.deliver_some(tenant_id, lane)
