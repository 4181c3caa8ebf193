"""Numbers and days as people, and machines that mean harm, type them."""

from datetime import date

import pytest

from kezek.core.due_dates import month_of
from kezek.core.typed import read_day, read_whole


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("7", 7),
        (" 07 ", 7),
        ("0", None),
        ("21", None),
        ("", None),
        ("-3", None),
        ("+3", None),
        ("3.0", None),
        ("²", None),
        ("③", None),
        ("٣", None),
        ("9" * 5000, None),
    ],
)
def test_a_number_is_plain_digits_between_its_bounds(typed: str, number: int | None) -> None:
    assert read_whole(typed, 1, 20) == number


@pytest.mark.parametrize(
    "typed", ["", "2026-02-31", "0001-01-01", "9999-12-31", "2026-9-7", "٢٠٢٦-٠٩-٠٧", "x" * 9000]
)
def test_what_nobody_means_is_no_day(typed: str) -> None:
    assert read_day(typed) is None


def test_a_day_is_read_as_browsers_send_it() -> None:
    assert read_day(" 2026-09-07 ") == date(2026, 9, 7)


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-²", "²⁰²⁶-09", "2026-13", "1999-12", "2101-01"]
)
def test_a_month_that_is_none_is_this_month(typed: str) -> None:
    assert month_of(typed, date(2026, 9, 7)) == date(2026, 9, 1)
