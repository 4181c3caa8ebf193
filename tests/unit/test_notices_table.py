"""The table of rulebook §10, row by row: its text, its channels and its terms are there."""

import importlib.util
import re
from datetime import date, datetime

import pytest

from kezek.adapters.letters import Letter, Letters, versions
from kezek.core.notices import FAMILY_CHANNELS
from kezek.core.territories import Mode
from kezek.settings import ROOT
from tests.notice_values import EVERYWHERE, OF_NOTICE, TO_STAFF, ZONE

_spec = importlib.util.spec_from_file_location("notice_texts", ROOT / "scripts/notice_texts.py")
assert _spec
assert _spec.loader
notice_texts = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(notice_texts)

TEXTS = ROOT / "templates" / "notices"
LETTERS = Letters(ROOT / "templates")
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "notices.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| N-")
]
CODES = [row[0] for row in ROWS]
READERS = {
    "parent": "family",
    "parents": "family",
    "kindergarten": "kindergarten",
    "kindergartens": "kindergarten",
    "provider": "office",
    "staff": "office",
}
BY_ITS_OWN_WAYS = {"N-01", "N-19", "N-54", "N-55"}
"""A code, what consoles read, and the word that goes by the way that still works."""
WITHOUT_A_TERM = {"–", "minutes"}


def test_every_row_of_the_rulebook_is_here() -> None:
    assert [f"N-{number:02}" for number in range(1, 57)] == CODES


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_each_reader_has_a_text_in_both_languages(row: list[str]) -> None:
    code = row[0]
    folder = TEXTS / code / str(max(versions(TEXTS / code)))
    there = {tuple(path.name.split(".")[:2]) for path in folder.iterdir()}
    if code == "N-01":
        wanted = {"code"}
    else:
        wanted = {READERS[word] for word in re.findall(r"\w+", row[2]) if word in READERS}

    assert wanted
    for reader in wanted:
        assert {(reader, "kk"), (reader, "ru")} <= there


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_it_goes_by_the_channels_of_its_row(row: list[str]) -> None:
    """The cabinet stands beside every channel: it is the record from which terms count."""
    code, channels = row[0], row[3]
    if code in BY_ITS_OWN_WAYS:
        return
    optional = re.search(r"\(\w opt\.\)", channels)
    named = set(channels.replace(optional.group() if optional else "", "")) & set("CSM")

    assert set(FAMILY_CHANNELS[code]) == named | {"C"}


@pytest.mark.parametrize("row", ROWS, ids=CODES)
def test_a_mode_is_one_that_there_is(row: list[str]) -> None:
    assert row[4] == "all" or {word.strip() for word in row[4].split(",")} <= set(Mode)


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[5] not in WITHOUT_A_TERM], ids=lambda row: row[0]
)
def test_its_term_stands_in_it_as_date_and_time(row: list[str], language: str) -> None:
    """In at least one variant: an answer to a complaint, for one, has no term any more."""
    letters = [
        LETTERS.compose(row[0], language, EVERYWHERE | variant) for variant in OF_NOTICE[row[0]]
    ]

    assert any(_names_its_term(letter, language) for letter in letters)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_benefit_has_two_terms(language: str) -> None:
    evening = {"papers_due_at": datetime(2026, 9, 25, 18, tzinfo=ZONE)}
    values = EVERYWHERE | OF_NOTICE["N-38"][0] | evening
    letter = LETTERS.compose("N-38", language, values)

    for text in (letter.body, letter.sms):
        assert _day(date(2026, 9, 25), language) in _plain(text)
        assert "18:00" in text
        assert _day(date(2026, 9, 29), language) in _plain(text)
        assert "23:59" in text


def test_a_text_that_was_sent_is_never_edited() -> None:
    assert list(notice_texts.problems()) == []


def test_the_seal_tells_what_was_edited_what_is_new_and_what_is_gone(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    texts = tmp_path_factory.mktemp("notices")
    for name in ("N-90/1", "N-91/1"):
        (texts / name).mkdir(parents=True)
        (texts / name / "family.kk.txt").write_text("Сәлем", encoding="utf-8")
    seal = notice_texts.fingerprint("N-90/1", texts)
    (texts / "sealed.txt").write_text(f"N-90/1 {seal}\nN-92/1 0\n", encoding="utf-8")
    told = list(notice_texts.problems(texts))
    (texts / "N-90/1/family.kk.txt").write_text("Сәлем!", encoding="utf-8")

    assert told == ["N-92/1 is gone, and notices that were sent name it", "N-91/1 is not sealed"]
    assert "N-90/1 was edited" in next(notice_texts.problems(texts))


def test_staff_have_values_to_try() -> None:
    tried = {code for code, _ in TO_STAFF} | set(OF_NOTICE) | {"N-01"}
    assert tried == set(CODES)


def _names_its_term(letter: Letter, language: str) -> bool:
    day = _day(date(2026, 9, 29), language)
    in_body = re.search(rf"{day}[^.\n]*(?:2026 г\.)?, [\w, ]*23:59", _plain(letter.body))
    return bool(in_body) and (not letter.sms or f"{day}, 23:59" in _plain(letter.sms))


def _day(day: date, language: str) -> str:
    return f"{day.day} {'қыркүйек' if language == 'kk' else 'сентября'}"


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")
