"""The cohort of a child in a voucher territory: the reference year less the year of birth (R-7)."""

from datetime import date, datetime

from kezek.core.days import Calendar
from kezek.core.rules import TenantRules


def updated_at(year: int, settings: TenantRules, calendar: Calendar) -> datetime:
    """The moment of a year's update of cohorts: 30 June 23:00 unless the region says otherwise."""
    day = date(year, settings.update_on.month, settings.update_on.day)
    return calendar.moment(day, settings.update_at)


def reference_year(settings: TenantRules, calendar: Calendar, now: datetime) -> int:
    """The calendar year of the last yearly update (R-7)."""
    year = calendar.local_day(now).year
    return year if now >= updated_at(year, settings, calendar) else year - 1


def cohort_of(born_on: date, settings: TenantRules, calendar: Calendar, now: datetime) -> int:
    """The cohort that a child belongs to from the last yearly update on."""
    return reference_year(settings, calendar, now) - born_on.year
