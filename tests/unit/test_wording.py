"""Moments, days, spans and people as they are said in both languages."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kezek.adapters import wording

ALMATY = ZoneInfo("Asia/Almaty")
MIDNIGHT = datetime(2026, 9, 9, 19, tzinfo=UTC)
"""00:00 of 10 September on the wall clock: the first moment that is too late."""


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "2026 ж. 9 қыркүйек, сәрсенбі, 23:59"), ("ru", "среда, 9 сентября 2026 г., 23:59")],
)
def test_a_deadline_is_its_last_good_minute(language: str, said: str) -> None:
    assert _plain(wording.say_last_minute(MIDNIGHT, language, ALMATY)) == said


@pytest.mark.parametrize(
    ("language", "said"), [("kk", "9 қыркүйек, 23:59"), ("ru", "9 сентября, 23:59")]
)
def test_in_a_list_a_deadline_is_short(language: str, said: str) -> None:
    assert _plain(wording.say_last_minute(MIDNIGHT, language, ALMATY, short=True)) == said


def test_a_deadline_within_a_day_is_its_own_minute() -> None:
    noon = datetime(2026, 9, 9, 7, tzinfo=UTC)

    assert wording.say_last_minute(noon, "ru", ALMATY).endswith("12:00")


@pytest.mark.parametrize(
    ("language", "said"),
    [("kk", "2026 ж. 10 қыркүйек, 00:00"), ("ru", "10 сентября 2026 г., 00:00")],
)
def test_a_moment_is_on_the_regions_wall_clock(language: str, said: str) -> None:
    assert _plain(wording.say_moment(MIDNIGHT, language, ALMATY)) == said


def test_a_short_moment_has_no_year() -> None:
    assert wording.say_moment(MIDNIGHT, "kk", ALMATY, short=True) == "10 қыркүйек, 00:00"


def test_a_day_has_its_month_as_a_word() -> None:
    assert _plain(wording.say_day(date(2022, 3, 14), "ru")) == "14 марта 2022 г."


@pytest.mark.parametrize(
    ("span", "kk", "ru"),
    [
        (timedelta(days=1, hours=14, minutes=50), "1 күн 14 сағ", "1 дн. 14 ч"),
        (timedelta(days=2, minutes=5), "2 күн", "2 дн."),
        (timedelta(hours=3, minutes=25), "3 сағ 25 мин", "3 ч 25 мин"),
        (timedelta(minutes=59, seconds=59), "59 мин", "59 мин"),
        (timedelta(seconds=2), "1 мин", "1 мин"),
    ],
)
def test_a_span_is_said_in_its_two_largest_units(span: timedelta, kk: str, ru: str) -> None:
    assert (wording.say_span(span, "kk"), wording.say_span(span, "ru")) == (kk, ru)


@pytest.mark.parametrize(
    ("phone", "said"),
    [("+77473397222", "+7 747 339 7222"), ("8 747 339-72-22", "+7 747 339 7222"), ("1414", "1414")],
)
def test_a_phone_is_said_in_groups(phone: str, said: str) -> None:
    assert wording.say_phone(phone) == said


def test_a_name_goes_without_what_it_does_not_have() -> None:
    assert wording.say_name("Серікқызы", "Әйгерім") == "Серікқызы Әйгерім"


def _plain(text: str) -> str:
    """With ordinary blanks instead of narrow ones."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")
