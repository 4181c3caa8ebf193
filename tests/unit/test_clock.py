"""The scenario's clock stands still, goes on when told, and never goes back."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kezek.clock import SteppedClock

NINE = datetime(2026, 9, 7, 9, tzinfo=ZoneInfo("Asia/Almaty"))


def test_it_stands_still_and_speaks_utc() -> None:
    clock = SteppedClock(NINE)

    assert clock.now() == clock.now() == NINE
    assert clock.now().tzinfo is UTC


def test_it_goes_on_by_a_span_and_to_a_moment() -> None:
    clock = SteppedClock(NINE)

    clock.advance(timedelta(milliseconds=1))
    assert clock.now() - NINE == timedelta(milliseconds=1)
    clock.set(NINE + timedelta(days=3))
    assert clock.now() - NINE == timedelta(days=3)


def test_it_does_not_go_back() -> None:
    clock = SteppedClock(NINE)

    with pytest.raises(ValueError, match="cannot go back"):
        clock.advance(timedelta(seconds=-1))
    assert clock.now() == NINE


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        SteppedClock(datetime(2026, 9, 7, 9))  # noqa: DTZ001 - that is what is refused
