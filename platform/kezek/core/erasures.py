"""When the data of a closed region are erased, and what may still stand against it.

Nothing is erased by surprise: the erasure is announced with what it will take, and waits for the
day through which the data are kept, for fourteen days after the announcement, and for somebody
who has taken the data out since the closing. A region that was opened again is never erased.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

AHEAD = timedelta(days=30)
"""How long before the end of its keeping an erasure is announced."""
NOTICE = timedelta(days=14)
"""How long an announced erasure waits at least; the database holds the same by itself."""


class Step(StrEnum):
    """What comes next for a closed region."""

    KEPT = "kept"
    """Its data are kept; nothing is announced yet."""
    TO_ANNOUNCE = "to_announce"
    ANNOUNCED = "announced"
    """The day is known and has not come."""
    NOT_TAKEN_OUT = "not_taken_out"
    """The day has come, and nobody has taken the data out since the closing."""
    DUE = "due"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How one closing of a region stands."""

    kept_through_on: date
    closed_at: datetime
    exported_at: datetime | None = None
    """When a person last took the data out to the last byte."""
    announced_on: date | None = None
    erased_at: datetime | None = None

    @property
    def is_taken_out(self) -> bool:
        """Whether somebody holds the data as they were left at the closing."""
        return self.exported_at is not None and self.exported_at > self.closed_at

    def erases_on(self, today: date) -> date:
        """The first day on which the data may be erased."""
        announced_on = self.announced_on or max(today, self.kept_through_on - AHEAD)
        return max(self.kept_through_on + timedelta(days=1), announced_on + NOTICE)

    def step(self, today: date) -> Step:
        """What comes next."""
        if self.erased_at is not None:
            return Step.ERASED
        if self.announced_on is None:
            return Step.TO_ANNOUNCE if today >= self.kept_through_on - AHEAD else Step.KEPT
        if today < self.erases_on(today):
            return Step.ANNOUNCED
        return Step.DUE if self.is_taken_out else Step.NOT_TAKEN_OUT
