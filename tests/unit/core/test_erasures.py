"""A closed region's data go last of all: announced, waited for, taken out before."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kezek.core.erasures import NOTICE, Keeping, Step

KEPT = date(2031, 9, 6)
CLOSED = datetime(2026, 9, 7, 4, tzinfo=UTC)
TAKEN = CLOSED + timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "announced_on", "exported_at", "step"),
    [
        (KEPT - timedelta(days=31), None, TAKEN, Step.KEPT),
        (KEPT - timedelta(days=30), None, None, Step.TO_ANNOUNCE),
        (KEPT, KEPT - timedelta(days=30), TAKEN, Step.ANNOUNCED),
        (KEPT + DAY, KEPT - timedelta(days=30), TAKEN, Step.DUE),
        (KEPT + DAY, KEPT - timedelta(days=30), None, Step.NOT_TAKEN_OUT),
        (KEPT + DAY, KEPT - timedelta(days=30), CLOSED - DAY, Step.NOT_TAKEN_OUT),
        (KEPT + 99 * DAY, None, TAKEN, Step.TO_ANNOUNCE),
        (KEPT + 99 * DAY, KEPT + 98 * DAY, TAKEN, Step.ANNOUNCED),
        (KEPT + 98 * DAY + NOTICE, KEPT + 98 * DAY, TAKEN, Step.DUE),
    ],
)
def test_each_step_waits_for_the_one_before(
    today: date, announced_on: date | None, exported_at: datetime | None, step: Step
) -> None:
    keeping = Keeping(KEPT, CLOSED, exported_at, announced_on)

    assert keeping.step(today) is step


def test_what_is_erased_stays_erased() -> None:
    keeping = Keeping(KEPT, CLOSED, TAKEN, KEPT, erased_at=TAKEN)

    assert keeping.step(KEPT - 99 * DAY) is Step.ERASED


def test_the_day_is_known_before_it_is_announced() -> None:
    assert Keeping(KEPT, CLOSED).erases_on(CLOSED.date()) == KEPT + DAY
    assert Keeping(KEPT, CLOSED).erases_on(KEPT) == KEPT + NOTICE
