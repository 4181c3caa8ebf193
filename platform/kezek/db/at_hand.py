"""What waits to be carried on in a region, and since when: one question, asked twice a second."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from kezek.core.at_hand import AtHand

# Each of these is the first entry of an index; of facts without a seal there are few.
_FIRSTS = text(
    """
    select
        least(
            (select min(coalesce(relay_at, not_before)) from outbox
             where settled_at is null and notice_id is null),
            (select min(coalesce(relay_at, not_before)) from outbox
             where settled_at is null and notice_id is not null)
        ),
        (select recorded_at from journal_unsealed limit 1),
        (select min(effective_from) from tenant_versions where effective_from > :now)
    """
)


def work_at_hand(session: Session, now: datetime) -> AtHand:
    """The first moment of each kind of work in the region of this transaction."""
    return AtHand(*session.execute(_FIRSTS, {"now": now}).one())
