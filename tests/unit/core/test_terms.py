"""Legal terms: the worked examples of the rulebook (0.4, 8b) and of the scenario text."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from kezek.core import terms
from kezek.core.days import Calendar, CalendarYear

DAYS_OFF_2026 = frozenset(
    date(2026, month, day)
    for month, days in {
        1: (1, 2, 7),
        3: (9, 23, 24, 25),
        5: (1, 7, 11, 27),
        7: (6,),
        8: (31,),
        10: (26,),
        12: (16,),
    }.items()
    for day in days
)
CALENDAR = Calendar((CalendarYear(2026, DAYS_OFF_2026),))


def local(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    """A moment by the clock on the wall in Kazakhstan."""
    return CALENDAR.moment(date(year, month, day), time(hour, minute))


@pytest.mark.parametrize(
    ("issued", "referral_through", "block_through", "back_on", "ten_days_on"),
    [
        ((3, 18), (3, 30), (4, 13), (4, 14), (3, 28)),
        ((3, 20), (4, 1), (4, 15), (4, 16), (3, 30)),
        ((5, 5), (5, 14), (5, 29), (5, 30), (5, 15)),
        ((8, 27), (9, 4), (9, 18), (9, 19), (9, 6)),
        ((9, 7), (9, 14), (9, 28), (9, 29), (9, 17)),
        ((9, 12), (9, 18), (10, 2), (10, 3), (9, 22)),
    ],
)
def test_the_worked_examples_of_the_rulebook_hold(
    issued: tuple[int, int],
    referral_through: tuple[int, int],
    block_through: tuple[int, int],
    back_on: tuple[int, int],
    ten_days_on: tuple[int, int],
) -> None:
    at = local(*issued, 11, 30)
    referral = terms.working_days_after(at, 5, CALENDAR)
    assert terms.valid_through_on(referral, CALENDAR) == date(2026, *referral_through)
    block = terms.block_working_days_after_lapse(referral, 10, CALENDAR)
    assert terms.valid_through_on(block, CALENDAR) == date(2026, *block_through)
    assert block == local(*back_on)
    ten_days = terms.calendar_days_after(at, 10, CALENDAR)
    assert terms.valid_through_on(ten_days, CALENDAR) == date(2026, *ten_days_on)


def test_the_story_of_silence_has_the_deadlines_of_the_scenario_text() -> None:
    offered_at = local(9, 7, 9)
    offer_ends = terms.calendar_days_after(offered_at, 2, CALENDAR)
    assert offer_ends == local(9, 10)
    suspension_ends = terms.block_working_days_after_lapse(offer_ends, 10, CALENDAR)
    assert suspension_ends == local(9, 24)
    assert terms.calendar_days_after(suspension_ends, 2, CALENDAR) == local(9, 27)


def test_a_notice_recorded_at_midnight_belongs_to_the_day_that_begins() -> None:
    assert terms.calendar_days_after(local(9, 7), 2, CALENDAR) == local(9, 10)
    last_moment_before = local(9, 7) - timedelta(microseconds=1)
    assert terms.calendar_days_after(last_moment_before, 2, CALENDAR) == local(9, 9)


def test_a_block_after_a_term_that_ends_inside_a_day_counts_from_the_next_day() -> None:
    assert terms.block_working_days_after_lapse(local(9, 14, 20), 1, CALENDAR) == local(9, 16)


def test_hours_are_exact_and_ignore_days_off() -> None:
    assert terms.hours_after(local(3, 20, 17, 5), 24) == local(3, 21, 17, 5)


def test_deadlines_are_aware_and_in_utc() -> None:
    deadline = terms.working_days_after(local(9, 7, 9), 5, CALENDAR)
    assert deadline == datetime(2026, 9, 14, 19, tzinfo=UTC)
    assert deadline.tzinfo is UTC


def test_the_yearly_questions_come_eleven_months_after_the_submission_and_then_each_year() -> None:
    submitted = local(9, 7, 14, 3) + timedelta(milliseconds=417)
    moments = [terms.yearly_moment(submitted, turn, CALENDAR) for turn in (1, 2, 3)]
    span = timedelta(milliseconds=417)
    assert moments == [local(8, 7, 14, 3, year) + span for year in (2027, 2028, 2029)]


def test_a_region_may_ask_at_other_months() -> None:
    due = terms.yearly_moment(local(9, 7, 9), 2, CALENDAR, first_months=6, period_months=6)
    assert due == local(9, 7, 9, year=2027)


def test_the_next_yearly_question_is_the_first_one_later_than_now() -> None:
    submitted = local(9, 7, 9)
    first = terms.yearly_moment(submitted, 1, CALENDAR)
    assert terms.next_yearly_moment(submitted, submitted, CALENDAR) == first
    second = terms.yearly_moment(submitted, 2, CALENDAR)
    assert terms.next_yearly_moment(submitted, first, CALENDAR) == second


def test_the_first_yearly_question_has_the_number_one() -> None:
    with pytest.raises(ValueError, match="number 1"):
        terms.yearly_moment(local(9, 7), 0, CALENDAR)


def test_an_answer_of_one_month_ends_after_the_same_day_of_the_next_month() -> None:
    assert terms.one_month_answer(local(8, 7, 14, 3), CALENDAR) == local(9, 8)
    assert terms.one_month_answer(local(1, 31, 9), CALENDAR) == local(3, 1)
    assert terms.months_after(local(8, 7, 14), 2, CALENDAR) == local(10, 8)


def test_an_extension_is_added_to_the_last_day_and_may_end_on_a_day_off() -> None:
    referral = terms.working_days_after(local(9, 7, 9), 5, CALENDAR)
    extended = terms.extended_by_calendar_days(referral, 30, CALENDAR)
    assert terms.valid_through_on(extended, CALENDAR) == date(2026, 10, 14)
    to_a_saturday = terms.extended_by_calendar_days(referral, 5, CALENDAR)
    assert terms.valid_through_on(to_a_saturday, CALENDAR) == date(2026, 9, 19)


def test_a_late_kindergarten_moves_the_referral_by_whole_days_rounded_up() -> None:
    due, since = local(9, 15), local(9, 10)
    assert terms.moved_by_whole_days(due, since, since + timedelta(minutes=1)) == local(9, 16)
    assert terms.moved_by_whole_days(due, since, since + timedelta(days=1)) == local(9, 16)
    assert terms.moved_by_whole_days(due, since, since + timedelta(hours=25)) == local(9, 17)
    assert terms.moved_by_whole_days(due, since, since - timedelta(hours=1)) == due


@pytest.mark.parametrize(
    ("outage", "in_days", "expected"),
    [
        (((9, 8, 10), (9, 8, 12)), True, (9, 11)),  # two hours are one whole day
        (((9, 8, 10), (9, 9, 10)), True, (9, 11)),  # exactly one day
        (((9, 8, 10), (9, 9, 11)), True, (9, 12)),  # a day and an hour are two
        (((9, 8, 10), (9, 8, 12)), False, (9, 10, 2)),  # exactly two hours
        (((9, 6, 0), (9, 7, 8)), True, (9, 10)),  # over before the term began
        (((9, 10, 0), (9, 11, 0)), True, (9, 10)),  # began when the term was over
        (((9, 6, 0), (9, 7, 11)), False, (9, 10, 2)),  # only the two hours inside
        (((9, 9, 23), (9, 10, 9)), False, (9, 10, 1)),  # only the hour inside
    ],
)
def test_a_recorded_outage_moves_a_running_term_by_its_part_inside(
    outage: tuple[tuple[int, int, int], tuple[int, int, int]],
    in_days: bool,
    expected: tuple[int, ...],
) -> None:
    moved = terms.moved_by_outage(
        local(9, 10), local(9, 7, 9), local(*outage[0]), local(*outage[1]), in_days=in_days
    )
    assert moved == local(*expected)


def test_the_last_good_day_and_the_first_late_moment_are_two_words_for_one_thing() -> None:
    day = date(2026, 9, 14)
    assert terms.expires_at(day, CALENDAR) == local(9, 15)
    assert terms.valid_through_on(terms.expires_at(day, CALENDAR), CALENDAR) == day


@pytest.mark.parametrize(
    "count_back",
    [
        lambda: terms.calendar_days_after(local(9, 7), -1, CALENDAR),
        lambda: terms.working_days_after(local(9, 7), -1, CALENDAR),
        lambda: terms.hours_after(local(9, 7), -1),
        lambda: terms.months_after(local(9, 7), -1, CALENDAR),
        lambda: terms.extended_by_calendar_days(local(9, 7), -1, CALENDAR),
    ],
)
def test_a_term_never_runs_backwards(count_back: object) -> None:
    assert callable(count_back)
    with pytest.raises(ValueError, match="backwards"):
        count_back()
