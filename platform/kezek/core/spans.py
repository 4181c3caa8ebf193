"""Recurring spans of time as settings hold them: hours of a day, days of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Hours:
    """A span of the day, which may run over midnight; begins inclusive, ends exclusive."""

    begins: time
    ends: time

    def covers(self, at: time) -> bool:
        """Whether the time of day lies in the span."""
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends


@dataclass(frozen=True, slots=True, order=True)
class DayOfYear:
    """A day of every year: month and day."""

    month: int
    day: int

    def __str__(self) -> str:
        """As data: `MM-DD`."""
        return f"{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class YearSpan:
    """A span of every year, both days included; it may run over the New Year."""

    first: DayOfYear
    last: DayOfYear

    def covers(self, month: int, day: int) -> bool:
        """Whether the day of the year lies in the span."""
        at = DayOfYear(month, day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last
