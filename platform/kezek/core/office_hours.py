"""When the education department works; what comes later is taken up on its next day (L-5.2)."""

from datetime import datetime, time

from kezek.core.days import Calendar

OPENS, CLOSES = time(9), time(18, 30)
"""Monday to Friday except holidays (L-A2.7)."""


def is_office_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether the department works at this moment. Raises CalendarMissing."""
    local = calendar.local(moment)
    return calendar.is_working_day(local.date()) and OPENS <= local.time() < CLOSES
