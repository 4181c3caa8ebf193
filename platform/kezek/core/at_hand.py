"""What waits to be carried on in a region, and since when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AtHand:
    """The first moment of each kind of work, passed or to come; nothing where there is none."""

    message_at: datetime | None
    fact_at: datetime | None
    version_at: datetime | None
