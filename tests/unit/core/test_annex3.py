"""Reasons of a refusal go through one line and come back whole (L-A3.1)."""

import pytest

from kezek.core.annex3 import Ground, Reasons, reasons_from


@pytest.mark.parametrize(
    ("reasons", "line"),
    [
        (Reasons(), ""),
        (Reasons(missing=("DOC-03", "DOC-05")), "missing DOC-03 DOC-05"),
        (Reasons(expired=("DOC-04",)), "expired DOC-04"),
        (
            Reasons(("DOC-10",), ("DOC-03",), (Ground.UNRELIABLE, Ground.NO_CONSENT), "қараңыз; а"),
            "missing DOC-10; expired DOC-03; unreliable; no_consent; қараңыз; а",
        ),
        (Reasons(note="the copy cannot be read"), "the copy cannot be read"),
    ],
)
def test_reasons_and_their_line_are_the_same(reasons: Reasons, line: str) -> None:
    assert str(reasons) == line
    assert reasons_from(line) == reasons


@pytest.mark.parametrize(
    "text",
    ["missing papers", "expired", "missing DOC-99", "unreliable papers", "see DOC-03"],
)
def test_words_that_only_look_like_reasons_are_the_note(text: str) -> None:
    assert reasons_from(text) == Reasons(note=text)
