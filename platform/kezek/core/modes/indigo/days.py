"""When bulletins come out, how long a window is open, when nothing is given (A-35, IX-7)."""

from datetime import date, datetime, timedelta

from kezek.core.days import Calendar
from kezek.core.happenings import Due, Happening
from kezek.core.modes.contract import Rules
from kezek.core.rules import TenantRules

_LOOK_AHEAD = 400
"""Days in which the next bulletin is looked for: a region frozen all year has none."""


def is_frozen(day: date, settings: TenantRules) -> bool:
    """Whether neither bulletins nor referrals are made on this day (IX-7)."""
    return any(span.covers(day.month, day.day) for span in settings.freeze_spans)


def is_publication_day(day: date, settings: TenantRules, calendar: Calendar) -> bool:
    """Whether a bulletin comes out on this day (A-35). Raises CalendarMissing (R-90)."""
    if is_frozen(day, settings):
        return False
    return settings.publication_days == "daily" or calendar.is_working_day(day)


def next_due(rules: Rules, after: datetime) -> Due | None:
    """The next bulletin later than a moment (R-8). Raises CalendarMissing (R-90)."""
    settings, calendar = rules.settings, rules.calendar
    first = calendar.local_day(after)
    for day in (first + timedelta(days=ahead) for ahead in range(_LOOK_AHEAD)):
        if not is_publication_day(day, settings, calendar):
            continue
        at = calendar.moment(day, settings.window_start)
        if at > after:
            return Due(at, (Happening.BULLETIN,))
    return None


def cutoff_on(day: date, rules: Rules) -> datetime:
    """The first moment that is too late for the bulletin of a day (R-62, R-88)."""
    return rules.calendar.moment(day, rules.settings.bulletin_cutoff)


def window_end_of(day: date, rules: Rules) -> datetime:
    """When the window of a day's bulletin closes (A-35). Raises CalendarMissing."""
    settings, calendar = rules.settings, rules.calendar
    last, left = day, settings.window_days - 1
    while left:
        last += timedelta(days=1)
        left -= is_publication_day(last, settings, calendar)
    return calendar.moment(last, settings.window_end)
