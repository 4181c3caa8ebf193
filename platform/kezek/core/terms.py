"""Legal terms: from the event that starts one to the first moment that is too late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from kezek.core.days import Calendar, add_months

Span: TypeAlias = tuple[datetime, datetime]
"""From a moment on, until the first that is no more of it."""

_ONE_DAY = timedelta(days=1)
_SMALLEST = timedelta(microseconds=1)

YEARLY_FIRST_MONTHS = 11
YEARLY_PERIOD_MONTHS = 12


def calendar_days_after(moment: datetime, count: int, calendar: Calendar) -> datetime:
    """The deadline of a term in calendar days: it starts the day after the event (G-04, G-05a).

    An offer of Mon 7 Sep with two days can be answered to the end of Wed 9 Sep: the first
    moment that is too late is Thu 10 Sep 00:00.
    """
    _refuse_negative(count)
    return expires_at(calendar.local_day(moment) + timedelta(days=count), calendar)


def working_days_after(moment: datetime, count: int, calendar: Calendar) -> datetime:
    """The deadline of a term in working days: counted from the next working day (L-22.3, G-04).

    A referral of Mon 7 Sep is valid through Mon 14 Sep: too late at Tue 15 Sep 00:00.
    Raises CalendarMissing.
    """
    return expires_at(calendar.add_working_days(calendar.local_day(moment), count), calendar)


def hours_after(moment: datetime, hours: int) -> datetime:
    """The deadline of a term in hours or in тәулік: exact to the moment (G-05)."""
    _refuse_negative(hours)
    return moment + timedelta(hours=hours)


def block_working_days_after_lapse(
    lapsed_deadline: datetime, count: int, calendar: Calendar
) -> datetime:
    """The end of a suspension or stop-list that follows a lapsed term (G-05a, L-15.7).

    It counts from the day after the lapsed term's last day: a term through Mon 14 Sep and ten
    working days are over at Tue 29 Sep 00:00. Raises CalendarMissing.
    """
    last_day = valid_through_on(lapsed_deadline, calendar)
    return expires_at(calendar.add_working_days(last_day, count), calendar)


def months_after(moment: datetime, count: int, calendar: Calendar) -> datetime:
    """The deadline of a term in months: the day after the same day, count months on (R-53)."""
    _refuse_negative(count)
    return expires_at(add_months(calendar.local_day(moment), count), calendar)


def one_month_answer(moment: datetime, calendar: Calendar) -> datetime:
    """Until when a yearly question is answered: one month by G-05a (R-53, L-15.2)."""
    return months_after(moment, 1, calendar)


def yearly_moment(
    submitted_at: datetime,
    turn: int,
    calendar: Calendar,
    *,
    first_months: int = YEARLY_FIRST_MONTHS,
    period_months: int = YEARLY_PERIOD_MONTHS,
) -> datetime:
    """When the turn-th yearly question is due: TS + 11, 23, 35 … months (L-15.1, A-07, R-53)."""
    if turn < 1:
        raise ValueError("the first yearly question has the number 1")
    local = calendar.local(submitted_at)
    day = add_months(local.date(), first_months + period_months * (turn - 1))
    return calendar.moment(day, local.time())


def next_yearly_moment(
    submitted_at: datetime,
    after: datetime,
    calendar: Calendar,
    *,
    first_months: int = YEARLY_FIRST_MONTHS,
    period_months: int = YEARLY_PERIOD_MONTHS,
) -> datetime:
    """The first yearly question that is due later than a moment; the anchor is the TS (A-07)."""
    turn = 1
    while True:
        due = yearly_moment(
            submitted_at, turn, calendar, first_months=first_months, period_months=period_months
        )
        if due > after:
            return due
        turn += 1


def extended_by_calendar_days(deadline: datetime, count: int, calendar: Calendar) -> datetime:
    """A deadline put off by calendar days from its original last day, days off included (A-17)."""
    _refuse_negative(count)
    local = calendar.local(deadline)
    return calendar.moment(local.date() + timedelta(days=count), local.time())


def moved_by_whole_days(due: datetime, since: datetime, until: datetime) -> datetime:
    """A deadline moved by the time between two moments, rounded up to whole days (R-41).

    Used where the kindergarten is late: since is the end of its working day, until is its decision.
    """
    return due + _whole_days(until - since)


def moved_by_outage(
    due: datetime,
    started: datetime,
    outage_from: datetime,
    outage_to: datetime,
    *,
    in_days: bool,
    given_back: Sequence[Span] = (),
    stood_still: bool = False,
) -> datetime:
    """A running term's deadline after a recorded outage (R-11, R-87, R-89).

    Only the part of the outage that lies inside the term counts: rounded up to whole calendar
    days for terms in days, exactly for terms in hours and the priority window. A block is never
    made longer: it is not given to this function. What was given back before counts once. While
    a region stood still no term could end, so all of that time lies inside each that ran.
    """
    begins = max(started, outage_from)
    ends = outage_to if stood_still and begins < due else min(due, outage_to)
    before = sum((_shared((begins, ends), one) for one in given_back), timedelta())
    inside = ends - begins - before
    if inside <= timedelta():
        return due
    return due + (_whole_days(inside) if in_days else inside)


def _shared(one: Span, other: Span) -> timedelta:
    """How much time two spans have in common."""
    return max(min(one[1], other[1]) - max(one[0], other[0]), timedelta())


def expires_at(last_good_day: date, calendar: Calendar) -> datetime:
    """The first moment that is too late, for the last day as people read it (G-05a)."""
    return calendar.start_of_day(last_good_day + _ONE_DAY)


def valid_through_on(deadline: datetime, calendar: Calendar) -> date:
    """The last day, as people read it, of a term with this exclusive deadline (G-04)."""
    return calendar.local_day(deadline - _SMALLEST)


def _whole_days(span: timedelta) -> timedelta:
    if span <= timedelta():
        return timedelta()
    return timedelta(days=-(-span // _ONE_DAY))


def _refuse_negative(count: int) -> None:
    if count < 0:
        raise ValueError("a term never runs backwards")
