"""Who is covered how, how a name is compared, when something may be sent again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from kezek.core.calls import LookupKey, may_send_again_at, need_reason
from kezek.core.errors import Refusal
from kezek.core.masking import masked_name, masked_phone
from kezek.core.name_words import name_words, token_text

NOW = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "covered"),
    [
        ("Омарова Айгүл Серікқызы", "А*** О."),
        ("Нұрмұхамбетов Әбілмансұр Қайратұлы", "Ә*** Н."),
        ("Айша Серікқызы", "А***"),
        ("Айша", "А***"),
        ("", ""),
    ],
)
def test_a_name_is_covered(name: str, covered: str) -> None:
    assert masked_name(name) == covered


@pytest.mark.parametrize(
    ("phone", "covered"),
    [("+77473397222", "+7 7** *** ** 22"), ("", ""), ("1414", "***")],
)
def test_a_telephone_is_covered(phone: str, covered: str) -> None:
    assert masked_phone(phone) == covered


def test_a_name_is_compared_without_case_keyboard_and_order() -> None:
    assert set(name_words("Жүніс Әлия Қайратқызы")) == set(name_words("кайраткызы АЛИЯ жунис"))
    assert name_words("Семёнов-Тян") == ("семенов", "тян")
    assert name_words("Дана Дана") == ("дана",)


def test_a_word_is_bound_to_its_birth_date() -> None:
    assert token_text("алия", date(2022, 3, 14)) != token_text("алия", date(2022, 3, 15))


def test_only_a_name_needs_a_reason() -> None:
    for key in (LookupKey.NUMBER, LookupKey.IIN, LookupKey.PHONE):
        need_reason(key, "")
    need_reason(LookupKey.NAME, "звонит бабушка")
    with pytest.raises(Refusal):
        need_reason(LookupKey.NAME, "    а    ")


def test_a_notice_is_sent_again_after_ten_minutes_and_thrice_a_day() -> None:
    assert may_send_again_at([], [], NOW) == NOW
    assert may_send_again_at([NOW - 4 * MINUTE], [], NOW) == NOW + 6 * MINUTE
    thrice = [NOW - 3 * HOUR, NOW - 2 * HOUR, NOW - HOUR]
    assert may_send_again_at(thrice, [], NOW) == NOW + 21 * HOUR


def test_a_family_gets_ten_in_a_day() -> None:
    ten = [NOW - (index + 1) * HOUR for index in range(10)]
    assert may_send_again_at([], ten, NOW) == NOW + 14 * HOUR
