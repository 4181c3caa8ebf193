"""Calendars of a region: which days count, when a local day begins, where the known years end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Almaty"
"""One zone for the whole country since 1 March 2024 (G-02)."""

ALARM_DAYS_BEFORE_THE_END = 60
"""How long before the last known year ends the staff are alarmed (R-90)."""

_SATURDAY = 5


class CalendarMissing(LookupError):
    """A working-day question about a year that is not loaded: never guessed (G-06, R-90)."""

    def __init__(self, year: int) -> None:
        super().__init__(f"no calendar is loaded for the year {year}")
        self.year = year


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year: its days off besides weekends, and the weekend days that are worked (G-03)."""

    year: int
    days_off: frozenset[date]
    working_weekends: frozenset[date] = frozenset()
    confirmed: bool = True
    """False where the days were computed and are still to be confirmed by an official calendar."""

    def __post_init__(self) -> None:
        """Refuse days of another year and days that are called both off and worked."""
        for day in self.days_off | self.working_weekends:
            if day.year != self.year:
                raise ValueError(f"{day} does not belong to the year {self.year}")
        if both := self.days_off & self.working_weekends:
            raise ValueError(f"{min(both)} is both a day off and a working day")
        for day in self.working_weekends:
            if day.weekday() < _SATURDAY:
                raise ValueError(f"{day} is no weekend day: it is worked without being named")

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday unless off; Saturday or Sunday only if moved here by decree (G-03)."""
        if day.weekday() >= _SATURDAY:
            return day in self.working_weekends
        return day not in self.days_off


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a region in its own zone; a year that is not loaded is refused (R-90)."""

    years: tuple[CalendarYear, ...] = ()
    zone_name: str = DEFAULT_ZONE

    def __post_init__(self) -> None:
        """Refuse a year that stands twice, and keep the years in order."""
        ordered = tuple(sorted(self.years, key=lambda one: one.year))
        if len({one.year for one in ordered}) != len(ordered):
            raise ValueError("a year stands twice in the calendar")
        object.__setattr__(self, "years", ordered)

    @property
    def zone(self) -> ZoneInfo:
        """The region's time zone (G-02)."""
        return ZoneInfo(self.zone_name)

    @property
    def last_year(self) -> int | None:
        """The last year whose working days are known; nothing when no year is loaded."""
        return self.years[-1].year if self.years else None

    def is_confirmed(self, year: int) -> bool:
        """Whether the year's days are official, not computed. Raises CalendarMissing (G-06)."""
        return self._year(year).confirmed

    def is_working_day(self, day: date) -> bool:
        """Whether the day counts in working days. Raises CalendarMissing (G-03, R-90)."""
        return self._year(day.year).is_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th working day after the day, which itself never counts (G-04).

        Raises CalendarMissing when the way leads past the last loaded year (R-90).
        """
        _refuse_negative(count)
        reached, left = day, count
        while left:
            reached += timedelta(days=1)
            if self.is_working_day(reached):
                left -= 1
        return reached

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days lie from first to last, both included (R-70).

        Raises CalendarMissing.
        """
        span = (last - first).days + 1
        return sum(self.is_working_day(first + timedelta(days=step)) for step in range(span))

    def local(self, moment: datetime) -> datetime:
        """The moment as the region's wall clock shows it. Refuses a moment without a zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone has no local day")
        return moment.astimezone(self.zone)

    def local_day(self, moment: datetime) -> date:
        """The local day of a moment; 00:00:00 belongs to the day it begins (G-05a)."""
        return self.local(moment).date()

    def moment(self, day: date, at: time) -> datetime:
        """The moment, in UTC, of a local time of day (09:00 of a bulletin, 20:00 of a window)."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def start_of_day(self, day: date) -> datetime:
        """The first moment of a local day, in UTC: the shape of every deadline in days (G-05a)."""
        return self.moment(day, time())

    def ends_soon(self, today: date) -> bool:
        """Whether staff must be alarmed that the known years run out within 60 days (R-90)."""
        if self.last_year is None:
            return True
        return (date(self.last_year, 12, 31) - today).days < ALARM_DAYS_BEFORE_THE_END

    def only(self, years: Iterable[int]) -> Calendar:
        """The same calendar with only these years, as scenarios have it (2025 and 2026)."""
        wanted = frozenset(years)
        return Calendar(tuple(one for one in self.years if one.year in wanted), self.zone_name)

    def _year(self, year: int) -> CalendarYear:
        for one in self.years:
            if one.year == year:
                return one
        raise CalendarMissing(year)


def add_months(day: date, count: int) -> date:
    """The same day count months later, or that month's last day if it has none (L-15.1).

    31 March + 11 months is 28 February.
    """
    month_index = day.year * 12 + day.month - 1 + count
    year, month = divmod(month_index, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = first_of_next - timedelta(days=1)
    return date(year, month + 1, min(day.day, last.day))


def _refuse_negative(count: int) -> None:
    if count < 0:
        raise ValueError("a term never runs backwards")
