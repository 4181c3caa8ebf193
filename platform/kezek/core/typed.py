"""What people type into boxes and addresses, read without surprises."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Days beyond these have no neighbours on every wall clock, and nobody means them."""

_LONGEST = 9
"""Digits: no number that this product asks for has more, and none grows beyond a column."""


def read_whole(text: str, low: int, high: int) -> int | None:
    """The number between both bounds that stands there in plain digits; else nothing.

    Superscripts and circled digits are digits to `str.isdigit` and no numbers to `int`, and a
    number of thousands of signs is refused by `int` as well: here both are simply no number.
    """
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit()) or len(typed) > _LONGEST:
        return None
    number = int(typed)
    return number if low <= number <= high else None


def read_day(text: str) -> date | None:
    """The day that stands there as `2026-09-07`, if people of today can mean it; else nothing."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
