"""What a figure is asked for: whose children, and which months; months are their first days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kezek.core.days import add_months

MOST_MONTHS = 36
"""A longer period is read from exports; a page could not be looked over."""
USUAL_MONTHS = 12


def month_of(day: date) -> date:
    """The month of a day."""
    return day.replace(day=1)


@dataclass(frozen=True, slots=True)
class Months:
    """A period of whole months, both included."""

    first: date
    last: date

    def __iter__(self) -> Iterator[date]:
        month = self.first
        while month <= self.last:
            yield month
            month = add_months(month, 1)

    @property
    def end(self) -> date:
        """The first day that is no longer in it."""
        return add_months(self.last, 1)


def months_asked(first: date | None, last: date | None, today: date) -> Months:
    """The period that was asked for; by default a year, never the future, never too long."""
    end = min(month_of(last or today), month_of(today))
    begin = month_of(first) if first else add_months(end, 1 - USUAL_MONTHS)
    begin = max(min(begin, end), add_months(end, 1 - MOST_MONTHS))
    return Months(begin, end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Which children are counted; what is not named does not narrow."""

    months: Months
    territories: tuple[str, ...] | None = None
    """Nothing for all of the region's; a specialist sees those that they answer for."""
    birth_year: int | None = None
    language: str | None = None
    standing: str | None = None
