"""Every notice has its words in both languages, says its deadline, and fits two SMS."""

import re
from typing import Any

import pytest
from jinja2 import UndefinedError

from kezek.adapters.letters import NUDGE, Letter, Letters
from kezek.adapters.sms_lengths import sms_length
from kezek.core.notices import FAMILY_CHANNELS
from kezek.settings import ROOT
from tests.notice_values import (
    EVERYWHERE,
    OF_NOTICE,
    TO_STAFF,
    family_variants,
    staff_variants,
)

LETTERS = Letters(ROOT / "templates")
LANGUAGES = ("kk", "ru")
FAMILY = [
    pytest.param(code, values, language, id=f"{code}-{number}-{language}")
    for number, (code, values) in enumerate(family_variants())
    for language in LANGUAGES
]
STAFF = [
    pytest.param(code, audience, values, language, id=f"{code}-{number}-{language}")
    for number, (code, audience, values) in enumerate(staff_variants())
    for language in LANGUAGES
]
KAZAKH_ONLY = re.compile("[әғқңөұүһі]", re.IGNORECASE)
NAMES = re.compile("Нұр[а-яәғқңөұүһі]+|Гүлбаршын|Әб[а-яәғқңөұүһі]+|Қайратұлы|Шешім[^.]*|Көшірме.*")


@pytest.mark.parametrize(("code", "values", "language"), FAMILY)
def test_a_notice_to_a_family_is_whole(code: str, values: dict[str, Any], language: str) -> None:
    letter = LETTERS.compose(code, language, values)

    assert letter.subject
    assert "\n" not in letter.subject + letter.sms
    assert "\n\n\n" not in letter.body
    assert "{" not in letter.subject + letter.body + letter.sms
    assert "None" not in letter.subject + letter.body + letter.sms
    assert ".." not in letter.subject + letter.body + letter.sms
    assert values["region"][language] in letter.body, "who writes"
    assert "1414" in letter.body, "where to ask"


@pytest.mark.parametrize(("code", "values", "language"), FAMILY)
def test_its_sms_fits_two_and_says_whose_it_is(
    code: str, values: dict[str, Any], language: str
) -> None:
    sms = LETTERS.compose(code, language, values).sms

    leaves_by_sms = "S" in FAMILY_CHANNELS[code] or code == "N-55"
    assert bool(sms) == leaves_by_sms
    assert sms_length(sms).messages <= 2, f"{len(sms)}: {sms}"
    assert not sms or sms.startswith("Kezek: ")


@pytest.mark.parametrize(("code", "values", "language"), FAMILY)
def test_a_deadline_stands_in_it_as_date_and_time(
    code: str, values: dict[str, Any], language: str
) -> None:
    letter = LETTERS.compose(code, language, values)

    if "due_at" not in OF_NOTICE[code][0] or values.get("answer"):
        return
    # The term ends at midnight of the 30th: its last good minute is 23:59 of the 29th.
    day = {"kk": "29 қыркүйек", "ru": "29 сентября"}[language]
    said = {"kk": f"2026 ж. {day}, сейсенбі, 23:59", "ru": f"вторник, {day} 2026 г., 23:59"}
    assert said[language] in plain(letter.body)
    assert not letter.sms or f"{day}, 23:59" in plain(letter.sms)


@pytest.mark.parametrize(("code", "audience", "values", "language"), STAFF)
def test_a_notice_to_staff_is_whole(
    code: str, audience: str, values: dict[str, Any], language: str
) -> None:
    letter = LETTERS.compose(code, language, values, audience)

    assert letter.subject
    assert letter.body
    assert "None" not in letter.subject + letter.body
    assert letter.sms == ""


@pytest.mark.parametrize("code", sorted(OF_NOTICE))
def test_the_two_languages_are_not_mixed(code: str) -> None:
    for variant in OF_NOTICE[code]:
        letter = LETTERS.compose(code, "ru", without_names(EVERYWHERE | variant))
        assert not KAZAKH_ONLY.search(NAMES.sub("", text_of(letter))), text_of(letter)


@pytest.mark.parametrize("key", sorted(TO_STAFF))
def test_nor_for_staff(key: tuple[str, str]) -> None:
    for variant in TO_STAFF[key]:
        letter = LETTERS.compose(key[0], "ru", without_names(EVERYWHERE | variant), key[1])
        assert not KAZAKH_ONLY.search(NAMES.sub("", text_of(letter))), text_of(letter)


def test_every_notice_to_a_family_is_tried_here() -> None:
    assert set(OF_NOTICE) == set(FAMILY_CHANNELS)


def test_every_template_is_tried_here() -> None:
    there = {
        (path.parents[1].name, path.name.split(".")[0])
        for path in (ROOT / "templates" / "notices").glob("N-*/*/*.txt")
    }
    codes = {("N-01", audience) for audience in ("code", "caller", "bound")}
    assert there == {(code, "family") for code in OF_NOTICE} | set(TO_STAFF) | codes


def test_annex_4_names_each_kindergarten_with_its_number() -> None:
    values = EVERYWHERE | {
        "queues": [
            {"kindergarten": {"kk": "«Балдәурен»", "ru": "«Балдаурен»"}, "number": 7},
            {"kindergarten": {"kk": "«Айналайын»", "ru": "«Айналайын»"}, "number": 12},
        ]
    }
    body = plain(LETTERS.compose("N-05", "kk", values).body)

    assert "1. «Балдәурен», кезек нөмірі 7\n2. «Айналайын», кезек нөмірі 12" in body
    assert "2026 ж. 28 қыркүйек, 12:05:30" in body


def test_annex_3_lists_missing_and_expired_papers_and_the_way_to_complain() -> None:
    values = EVERYWHERE | OF_NOTICE["N-06"][0]
    body = LETTERS.compose("N-06", "ru", values).body

    assert "Не хватает:\n1) Отдел образования по городу Павлодар" in body
    assert "с истекшим сроком действия:\n1) Отдел" in body
    assert "можно подать жалобу в личном кабинете" in body
    assert "5 рабочих дней" in body
    assert "в суд" in body


def test_a_missing_value_is_an_error_and_no_empty_line() -> None:
    values = {key: value for key, value in EVERYWHERE.items() if key != "number"}

    with pytest.raises(UndefinedError):
        LETTERS.compose("N-04", "kk", values)


@pytest.mark.parametrize(
    ("name", "brief"),
    [
        ("Ясли-сад «Айналайын»", "«Айналайын»"),
        ("Мини-центр «Сәбижан» при школе № 12", "«Сәбижан»"),
        ("Павлодар қаласының № 79 балабақшасы", "№ 79"),
        ("International Kindergarten Disneyland's", "International Kindergar…"),
        ("Балдәурен", "Балдәурен"),
    ],
)
def test_an_sms_calls_a_kindergarten_as_people_do(name: str, brief: str) -> None:
    values = EVERYWHERE | OF_NOTICE["N-30"][0] | {"kindergarten": {"kk": name, "ru": name}}

    assert f"қабылданды: {brief}" in LETTERS.compose("N-30", "kk", values).sms


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["code", "caller", "bound"])
def test_a_code_fits_into_two_messages_and_says_for_how_long(audience: str, language: str) -> None:
    """A part of a Cyrillic message has 67 letters; more than two cost more than a code is worth."""
    letter = LETTERS.compose("N-01", language, {"digits": "123456", "minutes": 5}, audience)

    assert letter.sms.startswith("Kezek: ")
    assert ("123456" in letter.sms and " 5 мин" in letter.sms) == (audience != "bound")
    assert sms_length(letter.sms).messages <= 2
    assert letter.body == letter.subject == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_nudge_says_nothing_but_that_there_is_something_to_read(language: str) -> None:
    link = EVERYWHERE["link"]
    letter = LETTERS.compose(NUDGE, language, {"link": link}, "reader")

    assert letter.sms.endswith(link)


def text_of(letter: Letter) -> str:
    return f"{letter.subject}\n{letter.body}\n{letter.sms}"


def plain(text: str) -> str:
    """The text without the spaces at which no line may break."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def without_names(values: dict[str, Any]) -> dict[str, Any]:
    """The same values with people named in letters that both languages have."""
    return values | {"guardian": "Иванова Айгерим", "child": "Алан", "child_full": "Иванов Алан"}
