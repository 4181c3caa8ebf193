"""The work of the night; each piece is done once for its day."""

import dramatiq

from kezek.usecases import nights
from worker.broker import LONG

_AN_HOUR = 3_600_000


@dramatiq.actor(
    queue_name=LONG, idempotent=True, max_retries=0, max_age=_AN_HOUR, time_limit=_AN_HOUR
)
def do_night(tenant_id: int) -> None:
    """Tells numbers, checks the ledger and the calendar, forgets the old."""
    nights.do_night(tenant_id)
