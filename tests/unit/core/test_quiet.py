"""SMS and e-mail wait for the morning, in the region's own hours (G-05b)."""

from datetime import UTC, datetime, time

import pytest

from kezek.core.days import Calendar
from kezek.core.quiet import first_loud_moment
from kezek.core.rules import TenantRules
from kezek.core.spans import Hours

NIGHT = Hours(time(21), time(8))
NOON_REST = Hours(time(13), time(14, 30))


@pytest.mark.parametrize(
    ("hours", "now", "loud"),
    [
        pytest.param(NIGHT, "09-07 12:00", "09-07 12:00", id="by day it goes at once"),
        pytest.param(NIGHT, "09-07 20:59:59", "09-07 20:59:59", id="the last second before nine"),
        pytest.param(NIGHT, "09-07 21:00", "09-08 08:00", id="from nine in the evening it waits"),
        pytest.param(NIGHT, "09-08 00:00", "09-08 08:00", id="after midnight, the same morning"),
        pytest.param(NIGHT, "09-08 07:59:59", "09-08 08:00", id="the last quiet second"),
        pytest.param(NIGHT, "09-08 08:00", "09-08 08:00", id="at eight it is loud again"),
        pytest.param(NIGHT, "09-12 22:00", "09-13 08:00", id="a Sunday morning is loud too"),
        pytest.param(NIGHT, "12-31 23:00", "01-01 08:00", id="over the New Year"),
        pytest.param(NOON_REST, "09-07 13:10", "09-07 14:30", id="hours inside one day"),
        pytest.param(NOON_REST, "09-07 14:30", "09-07 14:30", id="their end is loud"),
        pytest.param(None, "09-07 23:00", "09-07 23:00", id="a region without quiet hours"),
    ],
)
def test_a_message_waits_for_the_first_loud_moment(
    hours: Hours | None, now: str, loud: str
) -> None:
    assert first_loud_moment(moment(now), hours, Calendar()) == moment(loud, after=now)


def test_the_rulebooks_hours_are_the_default() -> None:
    assert TenantRules().quiet_hours == NIGHT


def test_the_hours_are_those_of_the_region() -> None:
    # 20:30 in Tokyo is 16:30 in Almaty: loud there, quiet soon here.
    now = datetime(2026, 9, 7, 12, 30, tzinfo=UTC)
    tokyo = first_loud_moment(now, NIGHT, Calendar(zone_name="Asia/Tokyo"))
    assert tokyo == datetime(2026, 9, 7, 23, tzinfo=UTC)
    assert first_loud_moment(now, NIGHT, Calendar()) == now


def moment(text: str, *, after: str = "") -> datetime:
    """A moment of 2026 on Almaty's wall clock; of 2027 where it would lie before `after`."""
    month_day, clock = text.split(" ")
    year = 2027 if month_day < after[:5] else 2026
    naive = datetime.fromisoformat(f"{year}-{month_day} {clock}")
    return naive.replace(tzinfo=Calendar().zone).astimezone(UTC)
