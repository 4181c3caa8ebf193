"""How long one waits after wrong passwords."""

from datetime import UTC, datetime, timedelta

import pytest

from kezek.core.passwords import waits_until

NOW = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, None), (4, None), (5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (500, 15)],
)
def test_after_so_many_failures_one_waits(failures: int, minutes: int | None) -> None:
    until = waits_until(failures, NOW)

    assert until == (None if minutes is None else NOW + timedelta(minutes=minutes))


def test_who_never_failed_never_waits() -> None:
    assert waits_until(9, None) is None
