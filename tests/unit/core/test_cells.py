"""What people wrote is no formula in anybody's spreadsheet, and comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kezek.core.cells import as_written, harmless


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "\t=1", "\r=1", "=HYPERLINK(0)"]
)
def test_what_reckons_is_guarded(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Айгөлек", "'Айгөлек'", "+7 (701) 123-45-67", "-12.5", "+3", "7:30–18:30", "a=b"]
)
def test_what_does_not_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text().filter(lambda text: not text.startswith("'")))
def test_a_table_that_comes_back_is_as_it_went(text: str) -> None:
    assert as_written(harmless(text)) == text
