"""A complaint: when it is registered, until when it is answered, what it becomes (L-18 to L-20)."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from kezek.core.complaints import (
    Body,
    ComplaintState,
    Outcome,
    answered,
    concerned_by,
    filed,
    registered,
)
from kezek.core.days import Calendar, CalendarYear
from kezek.core.errors import Code, Refusal
from kezek.core.rules import TenantRules

RULES = TenantRules()
ZONE = ZoneInfo("Asia/Almaty")
GUARDIAN = UUID(int=1)
CALENDAR = Calendar((CalendarYear(2026, frozenset()),))


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A local moment of September 2026; the 7th is a Monday."""
    return datetime(2026, 9, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("sent", "registered_at"),
    [
        (at(7, 10), at(7, 10)),
        (at(7, 9), at(7, 9)),
        (at(7, 8, 59), at(7, 9)),
        (at(7, 18, 29), at(7, 18, 29)),
        (at(7, 18, 30), at(8, 9)),
        (at(11, 20), at(14, 9)),
        (at(12, 12), at(14, 9)),
    ],
    ids=[
        "in working hours: at once",
        "as the day begins: at once",
        "before it begins: as it begins",
        "in the last minute: at once",
        "after it: the next morning",
        "on Friday evening: on Monday",
        "on Saturday: on Monday",
    ],
)
def test_it_is_registered(sent: datetime, registered_at: datetime, calendar: Calendar) -> None:
    assert filed(Body.PROVIDER, sent, calendar).register_at == registered_at


@pytest.mark.parametrize(
    ("body", "due_at", "alarm_at"),
    [
        (Body.PROVIDER, at(15, 0), at(14, 9)),
        (Body.AUTHORITY, at(29, 0), at(28, 9)),
    ],
)
def test_the_term_is_five_or_fifteen_working_days(
    body: Body, due_at: datetime, alarm_at: datetime, calendar: Calendar
) -> None:
    now = at(7)

    complaint = registered(filed(body, now, calendar), now, RULES, calendar)

    assert (complaint.due_at, complaint.alarm_at) == (due_at, alarm_at)


@pytest.mark.parametrize(
    ("setting", "body", "days", "due_at"),
    [
        ("complaint_provider_working_days", Body.PROVIDER, 1, at(9, 0)),
        ("complaint_authority_working_days", Body.AUTHORITY, 3, at(11, 0)),
    ],
)
def test_the_region_may_promise_less(
    setting: str, body: Body, days: int, due_at: datetime, calendar: Calendar
) -> None:
    rules = RULES.with_settings({setting: days})

    complaint = registered(filed(body, at(7), calendar), at(7), rules, calendar)

    assert complaint.due_at == due_at


def test_it_is_registered_once(calendar: Calendar) -> None:
    complaint = registered(filed(Body.PROVIDER, at(7), calendar), at(7), RULES, calendar)

    with pytest.raises(Refusal) as refused:
        registered(complaint, at(8), RULES, calendar)
    assert refused.value.code is Code.ALREADY_DECIDED


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.UPHELD, ComplaintState.ANSWERED),
        (Outcome.DISMISSED, ComplaintState.ANSWERED),
        (Outcome.NOT_CONSIDERED, ComplaintState.DECLINED),
    ],
)
def test_an_answer_registers_what_was_only_delivered(
    outcome: Outcome, state: ComplaintState, calendar: Calendar
) -> None:
    complaint = filed(Body.PROVIDER, at(12, 12), calendar)

    done = answered(complaint, outcome, at(12, 13), RULES, calendar)

    assert (done.state, done.outcome, done.answered_at) == (state, outcome, at(12, 13))
    assert done.registered_at == at(12, 13)
    assert not done.is_open


def test_an_answer_after_its_term_is_an_answer_all_the_same(calendar: Calendar) -> None:
    complaint = registered(filed(Body.PROVIDER, at(7), calendar), at(7), RULES, calendar)

    done = answered(complaint, Outcome.PARTLY, at(16), RULES, calendar)

    assert (done.state, done.due_at) == (ComplaintState.ANSWERED, at(15, 0))


def test_there_is_one_answer(calendar: Calendar) -> None:
    complaint = registered(filed(Body.PROVIDER, at(7), calendar), at(7), RULES, calendar)
    done = answered(complaint, Outcome.UPHELD, at(8), RULES, calendar)

    with pytest.raises(Refusal, match="complaint_answered"):
        answered(done, Outcome.DISMISSED, at(9), RULES, calendar)


def test_the_body_above_belongs_to_no_territory() -> None:
    assert concerned_by(Body.PROVIDER, GUARDIAN, "city").territory == "city"
    assert concerned_by(Body.AUTHORITY, GUARDIAN, "city").territory is None


@pytest.fixture
def calendar() -> Calendar:
    return CALENDAR
