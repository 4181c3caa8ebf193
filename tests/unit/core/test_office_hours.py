"""When the education department works (L-5.2, L-A2.7)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from kezek.core.days import Calendar, CalendarYear
from kezek.core.office_hours import is_office_open

ALMATY = ZoneInfo("Asia/Almaty")
CALENDAR = Calendar((CalendarYear(2026, frozenset({date(2026, 10, 26)})),))


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ((2026, 9, 7, 8, 59), False),
        ((2026, 9, 7, 9, 0), True),
        ((2026, 9, 7, 18, 29), True),
        ((2026, 9, 7, 18, 30), False),
        ((2026, 9, 5, 12, 0), False),
        ((2026, 10, 26, 12, 0), False),
    ],
    ids=["before", "opens", "last minute", "closed", "Saturday", "day off"],
)
def test_monday_to_friday_from_nine_to_half_past_six(
    moment: tuple[int, int, int, int, int], is_open: bool
) -> None:
    assert is_office_open(CALENDAR, datetime(*moment, tzinfo=ALMATY)) is is_open
