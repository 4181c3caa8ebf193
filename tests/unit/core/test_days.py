"""Calendars: working days, local days, months, and the refusal to guess an unknown year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from kezek.core.days import Calendar, CalendarMissing, CalendarYear, add_months

DAYS_OFF_2026 = frozenset(
    {
        *(date(2026, 1, day) for day in (1, 2, 7)),
        *(date(2026, 3, day) for day in (9, 23, 24, 25)),
        *(date(2026, 5, day) for day in (1, 7, 11, 27)),
        date(2026, 7, 6),
        date(2026, 8, 31),
        date(2026, 10, 26),
        date(2026, 12, 16),
    }
)
CALENDAR = Calendar(
    (
        CalendarYear(2026, DAYS_OFF_2026),
        CalendarYear(
            2025,
            frozenset({date(2025, 1, 3)}),
            working_weekends=frozenset({date(2025, 1, 5)}),
            confirmed=False,
        ),
    )
)


def test_the_year_2026_has_246_working_days_and_119_days_off() -> None:
    working = CALENDAR.working_days_between(date(2026, 1, 1), date(2026, 12, 31))
    assert (working, 365 - working, len(DAYS_OFF_2026)) == (246, 119, 15)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 20), True),  # an ordinary Friday
        (date(2026, 3, 21), False),  # a Saturday
        (date(2026, 3, 23), False),  # a public holiday on a Monday
        (date(2025, 1, 5), True),  # a Sunday worked instead of a Friday
        (date(2025, 1, 3), False),  # that Friday
    ],
)
def test_a_working_day_is_a_weekday_that_is_not_off_or_a_weekend_moved_by_decree(
    day: date, works: bool
) -> None:
    assert CALENDAR.is_working_day(day) is works


def test_working_days_are_counted_from_the_day_after() -> None:
    assert CALENDAR.add_working_days(date(2026, 9, 7), 5) == date(2026, 9, 14)
    assert CALENDAR.add_working_days(date(2026, 9, 12), 1) == date(2026, 9, 14)
    assert CALENDAR.add_working_days(date(2026, 9, 12), 0) == date(2026, 9, 12)
    assert CALENDAR.add_working_days(date(2025, 1, 2), 1) == date(2025, 1, 5)


def test_past_the_last_loaded_year_working_days_are_refused_and_never_guessed() -> None:
    with pytest.raises(CalendarMissing) as missing:
        CALENDAR.add_working_days(date(2026, 12, 30), 5)
    assert missing.value.year == 2027
    with pytest.raises(CalendarMissing):
        CALENDAR.is_working_day(date(2024, 6, 1))
    with pytest.raises(CalendarMissing):
        CALENDAR.is_confirmed(2027)


def test_a_weekend_of_an_unknown_year_is_not_guessed_either() -> None:
    with pytest.raises(CalendarMissing):
        CALENDAR.is_working_day(date(2027, 1, 2))


def test_local_days_and_starts_of_days_need_no_loaded_year() -> None:
    assert CALENDAR.start_of_day(date(2030, 1, 1)) == datetime(2029, 12, 31, 19, tzinfo=UTC)


def test_the_local_day_begins_at_19_utc_of_the_day_before() -> None:
    assert CALENDAR.local_day(datetime(2026, 6, 1, 18, 59, 59, tzinfo=UTC)) == date(2026, 6, 1)
    assert CALENDAR.local_day(datetime(2026, 6, 1, 19, tzinfo=UTC)) == date(2026, 6, 2)
    assert CALENDAR.moment(date(2026, 6, 1), time(9)) == datetime(2026, 6, 1, 4, tzinfo=UTC)


def test_almaty_stands_at_plus_five_since_march_2024() -> None:
    noon = CALENDAR.local(datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert noon.strftime("%z") == "+0500"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        CALENDAR.local_day(datetime(2026, 6, 1))  # noqa: DTZ001  the point of the test


def test_the_alarm_begins_sixty_days_before_the_known_years_end() -> None:
    assert not CALENDAR.ends_soon(date(2026, 11, 1))
    assert CALENDAR.ends_soon(date(2026, 11, 2))
    assert CALENDAR.ends_soon(date(2027, 2, 1))
    assert Calendar().ends_soon(date(2020, 1, 1))


def test_years_are_kept_in_order_with_what_is_confirmed() -> None:
    assert CALENDAR.last_year == 2026
    assert CALENDAR.is_confirmed(2026)
    assert not CALENDAR.is_confirmed(2025)
    assert [one.year for one in CALENDAR.years] == [2025, 2026]
    assert CALENDAR.only([2025]).last_year == 2025


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 3, 31), 11, date(2027, 2, 28)),
        (date(2027, 3, 31), 11, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 9, 7), 11, date(2027, 8, 7)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 9, 7), 35, date(2029, 8, 7)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day: date, count: int, expected: date) -> None:
    assert add_months(day, count) == expected


@pytest.mark.parametrize(
    ("days_off", "working_weekends"),
    [
        ({date(2025, 1, 1)}, set()),
        ({date(2026, 1, 3)}, {date(2026, 1, 3)}),
        (set(), {date(2026, 1, 5)}),
    ],
)
def test_a_calendar_year_that_contradicts_itself_is_refused(
    days_off: set[date], working_weekends: set[date]
) -> None:
    with pytest.raises(ValueError, match=r"belong|both|weekend"):
        CalendarYear(2026, frozenset(days_off), frozenset(working_weekends))


def test_a_year_twice_in_one_calendar_is_refused() -> None:
    year = CalendarYear(2026, DAYS_OFF_2026)
    with pytest.raises(ValueError, match="twice"):
        Calendar((year, year))


def test_days_never_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        CALENDAR.add_working_days(date(2026, 9, 7), -1)
