"""When a message is tried again, and how much of a gap is given back."""

from datetime import UTC, datetime, timedelta

import pytest

from kezek.core.delivery import (
    DeliveryState,
    Report,
    ask_at,
    code_retry_at,
    gap_end,
    is_code_too_late,
    may_follow,
    retry_at,
    state_of,
)

NOON = datetime(2026, 9, 7, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 30), (2, 60), (3, 120), (4, 240), (7, 1920), (8, 3600), (9, 3600), (1000, 3600)],
)
def test_pauses_double_up_to_an_hour(attempts: int, seconds: int) -> None:
    assert retry_at(NOON, attempts, NOON) == NOON + timedelta(seconds=seconds)


def test_after_three_days_it_has_no_more_sense() -> None:
    last = NOON + timedelta(hours=72)
    assert retry_at(NOON, 50, last - timedelta(milliseconds=1)) is not None
    assert retry_at(NOON, 50, last) is None


def test_a_code_is_tried_while_it_can_be_entered() -> None:
    assert code_retry_at(NOON, NOON) == NOON + timedelta(seconds=3)
    assert code_retry_at(NOON, NOON + timedelta(minutes=4, seconds=56)) is not None
    assert code_retry_at(NOON, NOON + timedelta(minutes=4, seconds=57)) is None
    assert not is_code_too_late(NOON, NOON + timedelta(minutes=4, seconds=59))
    assert is_code_too_late(NOON, NOON + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("gap", "most", "counted"),
    [
        (timedelta(hours=24), 2, timedelta(days=1)),
        (timedelta(hours=24, minutes=10), 2, timedelta(days=1)),
        (timedelta(hours=49), 2, timedelta(days=2)),
        (timedelta(days=9), 2, timedelta(days=2)),
        (timedelta(hours=12), 2, timedelta(hours=12)),
        (timedelta(hours=24), 0, timedelta(0)),
    ],
)
def test_a_gap_counts_in_whole_days_up_to_the_regions_limit(
    gap: timedelta, most: int, counted: timedelta
) -> None:
    assert gap_end(NOON, NOON + gap, most) == NOON + counted


@pytest.mark.parametrize(
    ("outcome", "failure", "state"),
    [
        (None, None, DeliveryState.CREATED),
        (None, "temporary", DeliveryState.TEMPORARY),
        (None, "technical", DeliveryState.TECHNICAL),
        ("sent", "temporary", DeliveryState.SENT),
        ("delivered", None, DeliveryState.DELIVERED),
        ("refused", "technical", DeliveryState.PERMANENT),
        ("expired", None, DeliveryState.TEMPORARY),
        ("failed", None, DeliveryState.TECHNICAL),
        ("gave_up", "temporary", DeliveryState.TEMPORARY),
        ("gave_up", "technical", DeliveryState.TECHNICAL),
        ("too_late", None, DeliveryState.TECHNICAL),
    ],
)
def test_a_message_is_told_by_how_it_ended_or_last_failed(
    outcome: str | None, failure: str | None, state: DeliveryState
) -> None:
    assert state_of(outcome, failure) is state


@pytest.mark.parametrize("outcome", ["refused", "expired", "failed", "gave_up", "too_late"])
def test_only_a_delivery_changes_what_has_ended(outcome: str) -> None:
    assert [one for one in Report if may_follow(outcome, one)] == [Report.DELIVERED]


@pytest.mark.parametrize("outcome", [None, "sent"])
def test_a_taken_message_may_end_in_any_way(outcome: str | None) -> None:
    assert not may_follow(outcome, Report.ON_ITS_WAY)
    assert all(may_follow(outcome, one) for one in Report if one is not Report.ON_ITS_WAY)


def test_what_was_delivered_stays_delivered() -> None:
    assert not any(may_follow("delivered", one) for one in Report)


def test_a_provider_is_asked_four_times_and_then_no_more() -> None:
    hours, now = [], NOON
    while (at := ask_at(NOON, now)) is not None:
        hours.append((at - NOON) / timedelta(hours=1))
        now = at
    assert hours == [1 / 6, 1, 6, 25]
