"""What territories do by themselves at moments of the calendar (R-6, R-8)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Happening(StrEnum):
    """What a territory does by itself at a moment of the calendar, by its turn there (R-8)."""

    WINDOW_END = "1_window_end"
    MODE_SWITCH = "2_mode_switch"
    BULLETIN = "3_bulletin"
    ITERATION = "3_iteration"
    YEARLY_UPDATE = "3_yearly_update"


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The next moment at which a territory does something by itself, and all that it does then."""

    at: datetime
    happenings: tuple[Happening, ...]
