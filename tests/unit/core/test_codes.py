"""How often codes are sent and tried."""

from datetime import UTC, datetime, timedelta

import pytest

from kezek.core.codes import (
    MAX_ATTEMPTS,
    CodeFault,
    Limit,
    SentCode,
    code_fault,
    next_send_at,
    refusal_of,
)
from kezek.core.errors import Code

NOW = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ago(*minutes: int) -> list[datetime]:
    return [NOW - minute * MINUTE for minute in minutes]


@pytest.mark.parametrize(
    ("sent", "waits"),
    [
        (ago(), 0),
        (ago(1, 2), 0),
        (ago(1, 2, 9), 1),
        (ago(1, 2, 10), 0),
        (ago(1, 2, 3), 7),
        (ago(*range(20, 220, 20)), 24 * 60 - 200),
        (ago(*range(20, 200, 20)), 0),
        (ago(24 * 60, *range(20, 200, 20)), 0),
    ],
    ids=[
        "the first", "the third in ten minutes", "the fourth", "ten minutes are over to the moment",
        "the fourth, soon", "the eleventh of a day", "the tenth of a day",
        "the day is over to the moment",
    ],
)  # fmt: skip
def test_a_phone_waits(sent: list[datetime], waits: int) -> None:
    assert next_send_at(sent, (), NOW) == NOW + waits * MINUTE


def test_strangers_wait_for_their_own_limit() -> None:
    by_strangers = ago(1, 11, 21, 31, 41, 51)

    assert next_send_at((), by_strangers, NOW) == NOW + 9 * MINUTE
    assert next_send_at((), by_strangers[:-1], NOW) == NOW


def test_a_limit_does_not_mind_the_order() -> None:
    limit = Limit(2, 10 * MINUTE)

    assert limit.free_at(ago(2, 8, 5), NOW) == limit.free_at(ago(8, 5, 2), NOW) == NOW + 5 * MINUTE


@pytest.mark.parametrize(
    ("sent", "is_right", "fault"),
    [
        (SentCode(NOW + MINUTE, 0), True, None),
        (SentCode(NOW + MINUTE, 0), False, CodeFault.WRONG),
        (SentCode(NOW + MINUTE, MAX_ATTEMPTS - 1), True, None),
        (SentCode(NOW + MINUTE, MAX_ATTEMPTS), True, CodeFault.SPENT),
        (SentCode(NOW, 0), True, CodeFault.EXPIRED),
        (SentCode(NOW + MINUTE, 0, is_used=True), True, CodeFault.USED),
    ],
    ids=["right", "wrong", "right at the last try", "tried too often", "too late", "used"],
)
def test_a_code_is(sent: SentCode, is_right: bool, fault: CodeFault | None) -> None:
    assert code_fault(sent, NOW, is_right=is_right) is fault


@pytest.mark.parametrize(
    ("fault", "attempts", "code", "left"),
    [
        (CodeFault.WRONG, 1, Code.INVALID_CHOICE, 4),
        (CodeFault.WRONG, 5, Code.LIMIT_REACHED, None),
        (CodeFault.SPENT, 5, Code.LIMIT_REACHED, None),
        (CodeFault.EXPIRED, 0, Code.TOO_LATE, None),
        (CodeFault.USED, 0, Code.TOO_LATE, None),
    ],
)
def test_a_fault_is_told(fault: CodeFault, attempts: int, code: Code, left: int | None) -> None:
    refusal = refusal_of(fault, attempts)

    assert (refusal.code, refusal.values.get("left")) == (code, left)
