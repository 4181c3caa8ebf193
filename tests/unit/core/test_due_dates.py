"""The calendar of a kindergarten: months, their weeks, and what stands on each day."""

from datetime import date

import pytest

from kezek.core.due_dates import Due, DueDate, by_day, last_of, month_after, month_of, weeks_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2026-09", date(2026, 9, 1)),
        ("2026-13", date(2026, 11, 1)),
        ("nothing", date(2026, 11, 1)),
        ("", date(2026, 11, 1)),
        ("9999-01", date(2026, 11, 1)),
    ],
)
def test_a_month_that_there_is_none_of_means_this_one(asked: str, first: date) -> None:
    assert month_of(asked, TODAY) == first


def test_months_go_over_the_new_year() -> None:
    assert month_after(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert month_after(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert last_of(date(2028, 2, 1)) == date(2028, 2, 29)


def test_weeks_begin_on_monday_and_are_whole() -> None:
    weeks = weeks_of(date(2026, 11, 1))

    assert all(len(week) == 7 and week[0].weekday() == 0 for week in weeks)
    assert weeks[0][6] == date(2026, 11, 1)
    assert weeks[-1][0] == date(2026, 11, 30)


def test_what_is_late_stands_first_on_its_day() -> None:
    usual = DueDate(TODAY, Due.CHECK, "Айша")
    late = DueDate(TODAY, Due.PAPERS, "Дана", is_late=True)

    assert by_day([usual, late]) == {TODAY: (late, usual)}
