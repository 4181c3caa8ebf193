"""The HTML part of a letter says the words of its text part, and fetches nothing."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from kezek.adapters.letter_pages import layout_of, page_of
from kezek.adapters.letters import Letters
from kezek.adapters.tenants import read_tenant
from kezek.core.notices import FAMILY_CHANNELS
from kezek.settings import ROOT
from tests.notice_values import family_variants

LETTERS = Letters(ROOT / "templates")
LAYOUT = layout_of(ROOT / "templates")
REGION = read_tenant("pavlodar")
BY_MAIL = [
    pytest.param(code, values, language, id=f"{code}-{number}-{language}")
    for number, (code, values) in enumerate(family_variants())
    for language in ("kk", "ru")
    if "M" in FAMILY_CHANNELS[code]
]


@pytest.mark.parametrize(("code", "values", "language"), BY_MAIL)
def test_both_parts_say_the_same_words(code: str, values: dict[str, Any], language: str) -> None:
    letter = LETTERS.compose(code, language, values)
    page = Words.of(page_of(LAYOUT, letter.subject, letter.body, language, REGION))

    assert page.language == language
    assert page.said("main") == [*letter.subject.split(), *letter.body.split()]


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_nothing_is_fetched_and_nothing_runs(language: str) -> None:
    page = page_of(LAYOUT, "N", "https://kezek.kz/pavlodar/ – кабинет", language, REGION)

    assert not re.search(r"<(img|link|script|style|iframe|object|video)|url\(|@import|src=", page)
    assert 'href="https://kezek.kz/pavlodar/"' in page


def test_what_people_wrote_stays_text() -> None:
    page = page_of(LAYOUT, "<b>x</b>", "Жауап: <script>alert(1)</script> & т.б.", "kk", REGION)

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; т.б." in page


def test_a_deadline_stands_out_and_numbered_lines_are_a_list() -> None:
    body = "Құжаттар:\n1) Паспорт\n2) Анықтама\n\nСоңғы мерзімі: 2026 ж. 29 қыркүйек, 23:59."
    page = page_of(LAYOUT, "N", body, "kk", REGION)

    assert page.count("<li ") == 2
    assert "<strong>Соңғы мерзімі: 2026 ж. 29 қыркүйек, 23:59.</strong>" in page


class Words(HTMLParser):
    """The words of a page, by the landmark in which they stand."""

    def __init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self._found: list[tuple[tuple[str, ...], str]] = []
        self.language = ""

    @classmethod
    def of(cls, page: str) -> "Words":
        """The page as a program reads it."""
        words = cls()
        words.feed(page)
        return words

    def said(self, landmark: str) -> list[str]:
        """The words inside a landmark, in their order."""
        inside = [text for tags, text in self._found if landmark in tags]
        return " ".join(inside).split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remembers where we are."""
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        if tag not in ("meta", "br"):
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """One step back."""
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Keeps the text with the place where it stands."""
        self._found.append((tuple(self._open), data))
