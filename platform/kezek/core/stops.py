"""A region that stands still: how much of it does, what is said to its people, how long it is kept.

While a region stands still nobody can act, so no term of it may run: when it goes on, the whole
time is an outage by which every running term moves (R-11).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

KEPT = timedelta(days=5 * 365)
"""How long a closed region's data are kept unless its operators say otherwise: the queue's papers
may be asked for until the last child in it is at school."""


class Level(StrEnum):
    """How much of a region stands still."""

    READS_ONLY = "reads_only"
    """Pages can be read; nothing can be sent."""
    SUSPENDED = "suspended"
    """Every page says why it is not there; it will be back."""
    CLOSED = "closed"
    """The region has ended here: nobody signs in, its data are kept until a day."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of one region, as its pages need to know it."""

    level: Level
    words_kk: str
    words_ru: str
    began_at: datetime
    kept_through_on: date | None = None

    def words(self, language: str) -> str:
        """What is said to the region's people."""
        return self.words_ru if language == "ru" else self.words_kk

    def lets_through(self, *, is_act: bool) -> bool:
        """Whether a request may go on: reading does while only acts stand still."""
        return self.level is Level.READS_ONLY and not is_act
