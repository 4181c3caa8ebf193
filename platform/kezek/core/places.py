"""The life of a place: one child's seat in a group, from its publication to a signed contract."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from kezek.core.ids import ApplicationId, PlaceId
from kezek.core.queues import SeatKey
from kezek.core.turns import Slot


class PlaceState(StrEnum):
    """States of a place (rulebook 9.1, 9.2)."""

    PUBLISHED = "PUBLISHED"
    OFFERED = "OFFERED"
    HELD = "HELD"
    FILLED = "FILLED"
    RECALLED = "RECALLED"
    RESERVED_FOR_SANATORIUM = "RESERVED_FOR_SANATORIUM"
    # indigo: in the window of a bulletin, then for everybody of the birth year
    PRIORITY = "PRIORITY"
    OPEN = "OPEN"


FREE = frozenset({PlaceState.PUBLISHED, PlaceState.PRIORITY, PlaceState.OPEN})
"""States in which nobody holds a place and somebody may get it, in any mode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of one queue; `opened_seq` is its turn among the places that wait for a child."""

    id: PlaceId
    key: SeatKey
    serial: int
    """The number in its name, `K1/2023/kk#2`: by order of publication in its queue."""
    state: PlaceState
    opened_at: datetime
    """When it was last published; places are served in this order (R-3)."""
    opened_seq: int
    """Breaks the tie of places published in one act."""
    slot: Slot | None = None
    """The class it was drawn to; bound until the place is filled (R-14, R-15)."""
    holder: ApplicationId | None = None
    temporary_until: date | None = None
    """The last day of a temporary place (R-51); `None` for a permanent one."""
    closes_at: datetime | None = None
    """When a temporary place ends: 00:00 of the day after its last day."""
    in_place_of: PlaceId | None = None
    """The kept place of a pupil in a sanatorium, whose seat this one is meanwhile (L-17.2)."""
    is_private: bool = False
    """Of a private kindergarten under state order (I-3.14)."""
    bulletin_on: date | None = None
    """Indigo: the day of the bulletin that it stands in."""
    window_ends_at: datetime | None = None
    """Indigo: when the priority window ends; `None` outside one (A-35)."""
    version: int = 0

    @property
    def is_temporary(self) -> bool:
        """Whether it keeps the place of a pupil who is away for a while (L-3.15)."""
        return self.temporary_until is not None

    @property
    def serving_order(self) -> tuple[datetime, int]:
        """Its turn among the free places: by publication (R-3)."""
        return (self.opened_at, self.opened_seq)
