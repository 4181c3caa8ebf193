"""What a voucher territory does by itself: iterations by night, one update a year (R-6, R-7)."""

from datetime import datetime, timedelta

from kezek.core.cohorts import updated_at
from kezek.core.happenings import Due, Happening
from kezek.core.modes.contract import Rules


def next_due(rules: Rules, after: datetime) -> Due:
    """The next moment later than this one, with all that happens then (R-8)."""
    moments = {
        Happening.ITERATION: _next_iteration(rules, after),
        Happening.YEARLY_UPDATE: _next_update(rules, after),
    }
    first = min(moments.values())
    return Due(first, tuple(sorted(one for one, at in moments.items() if at == first)))


def _next_iteration(rules: Rules, after: datetime) -> datetime:
    day = rules.calendar.local_day(after)
    tonight = rules.calendar.moment(day, rules.settings.iteration_at)
    if tonight > after:
        return tonight
    return rules.calendar.moment(day + timedelta(days=1), rules.settings.iteration_at)


def _next_update(rules: Rules, after: datetime) -> datetime:
    year = rules.calendar.local_day(after).year
    this_year = updated_at(year, rules.settings, rules.calendar)
    return this_year if this_year > after else updated_at(year + 1, rules.settings, rules.calendar)
