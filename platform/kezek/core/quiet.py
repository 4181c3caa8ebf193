"""Quiet hours: when a message that is no one-time code may leave the house (G-05b)."""

from datetime import datetime, timedelta

from kezek.core.days import Calendar
from kezek.core.spans import Hours

_ONE_DAY = timedelta(days=1)


def first_loud_moment(now: datetime, quiet_hours: Hours | None, calendar: Calendar) -> datetime:
    """The first moment, from now on, at which an SMS or e-mail may go out (G-05b).

    With quiet hours 21:00–08:00 a notice of 20:59:59 goes at once, one of 21:00 at 08:00 of the
    next morning. Terms do not wait: they count from the cabinet's record. Days off make no
    difference, and a region without quiet hours sends at any time.
    """
    local = calendar.local(now)
    if quiet_hours is None or not quiet_hours.covers(local.time()):
        return now
    morning = local.date() if local.time() < quiet_hours.ends else local.date() + _ONE_DAY
    return calendar.moment(morning, quiet_hours.ends)
