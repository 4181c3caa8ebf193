"""Spans of outages that share time, and terms of a region that stood still (R-11)."""

from datetime import UTC, datetime, timedelta

import pytest

from kezek.core.outages import joined, left_of
from kezek.core.terms import moved_by_outage

NOON = datetime(2026, 9, 7, 7, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def span(first: float, last: float) -> tuple[datetime, datetime]:
    return NOON + first * HOUR, NOON + last * HOUR


@pytest.mark.parametrize(
    ("others", "covered", "left"),
    [
        ([], [], 4),
        ([(1, 2)], [(1, 2)], 3),
        ([(-3, 1), (3, 9)], [(0, 1), (3, 4)], 2),
        ([(0, 2), (1, 3)], [(0, 3)], 1),
        ([(2, 3), (0, 2)], [(0, 3)], 1),
        ([(-1, 9)], [(0, 4)], 0),
        ([(4, 6), (-2, 0)], [], 4),
        ([(0, 4), (1, 2)], [(0, 4)], 0),
    ],
)
def test_what_others_cover_is_joined(
    others: list[tuple[int, int]], covered: list[tuple[int, int]], left: int
) -> None:
    found = joined((span(*one) for one in others), span(0, 4))

    assert list(found) == [span(*one) for one in covered]
    assert left_of(span(0, 4), found) == left * HOUR


@pytest.mark.parametrize(
    ("given_back", "in_days", "later"),
    [
        ([], False, 4 * HOUR),
        ([(0, 3)], False, HOUR),
        ([(0, 1), (2, 4)], False, HOUR),
        ([(0, 4)], False, timedelta()),
        ([(0, 3)], True, DAY),
        ([(0, 4)], True, timedelta()),
    ],
)
def test_time_is_given_back_once(
    given_back: list[tuple[int, int]], in_days: bool, later: timedelta
) -> None:
    """Parts of it on both sides are rounded to days together, not each for itself."""
    due = NOON + 5 * DAY

    moved = moved_by_outage(
        due, NOON - DAY, *span(0, 4), in_days=in_days, given_back=[span(*one) for one in given_back]
    )

    assert moved == due + later


@pytest.mark.parametrize(
    ("due", "started", "in_days", "later"),
    [
        (2, -5, False, 4 * HOUR),  # would have ended in it: all of it is given back
        (9, -5, False, 4 * HOUR),
        (9, 1, False, 3 * HOUR),  # began meanwhile
        (2, -5, True, DAY),
        (0, -5, False, timedelta()),  # over when it began: nothing revives
        (-1, -5, True, timedelta()),
    ],
)
def test_where_a_region_stood_still_no_term_ended(
    due: int, started: int, in_days: bool, later: timedelta
) -> None:
    moved = moved_by_outage(
        NOON + due * HOUR,
        NOON + started * HOUR,
        *span(0, 4),
        in_days=in_days,
        stood_still=True,
    )

    assert moved == NOON + due * HOUR + later
