"""The application number: said over the phone, typed with slips, checked by its letter."""

from __future__ import annotations

from itertools import combinations

import pytest

from kezek.core.numbers import (
    CHECK_LETTERS,
    ApplicationNumber,
    NumberFault,
    application_number,
    is_prefix,
    number_fault,
    parse_number,
)

EXAMPLE = "PVL-26-004213-K"


def test_the_example_of_the_rulebook_is_a_good_number() -> None:
    assert application_number("PVL", 2026, 4213) == EXAMPLE
    assert parse_number(EXAMPLE) == ApplicationNumber("PVL", 26, 4213)
    assert str(parse_number(EXAMPLE)) == EXAMPLE


@pytest.mark.parametrize(
    "typed",
    [
        "pvl-26-004213-k",
        " PVL 26 004213 K ",
        "PVL26004213K",
        "PVL – 26 – 004213 – K",
        "PVL-26-004213-К",  # the last letter is Cyrillic
        "РVL-26-004213-К",  # the first as well
        "PV L2 60 04 21 3K",
        "№ PVL.26/004213.K",
        "PVL-26-OO42I3-K",  # letters in place of digits
        "pvl-26-ОО42l3-k",  # Cyrillic ones, and a small L
        "PVL 26 0042 1З K",  # a Cyrillic letter that looks like three
    ],
)
def test_case_blanks_dashes_and_lookalike_letters_do_not_matter(typed: str) -> None:
    assert str(parse_number(typed)) == EXAMPLE


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "PVL",
        "PVL-26-4213-K",
        "PV-26-004213-K",
        "PVL-26-004213",
        "PVL-26-0042134-K",
        "ПВЛ-26-004213-K",
    ],
)
def test_another_shape_is_no_number(typed: str) -> None:
    assert number_fault(typed) is NumberFault.SHAPE
    assert parse_number(typed) is None


def test_the_serial_begins_with_one() -> None:
    assert number_fault("PVL-26-000000-" + CHECK_LETTERS[0]) is NumberFault.SHAPE
    for serial in (0, 1_000_000):
        with pytest.raises(ValueError, match="serial"):
            application_number("PVL", 2026, serial)


def test_every_wrong_digit_is_noticed() -> None:
    for place in range(len("PVL-26-004213")):
        if not EXAMPLE[place].isdigit():
            continue
        for digit in "0123456789":
            wrong = EXAMPLE[:place] + digit + EXAMPLE[place + 1 :]
            assert (number_fault(wrong) is None) is (wrong == EXAMPLE)


def test_any_two_signs_that_changed_places_are_noticed() -> None:
    digits = [place for place, sign in enumerate(EXAMPLE) if sign.isdigit()]
    for first, second in combinations(digits, 2):
        signs = list(EXAMPLE)
        signs[first], signs[second] = signs[second], signs[first]
        wrong = "".join(signs)
        expected = None if wrong == EXAMPLE else NumberFault.CHECK_LETTER
        assert number_fault(wrong) is expected


def test_check_letters_look_like_no_digit_and_are_a_prime_number_of_different_letters() -> None:
    assert len(set(CHECK_LETTERS)) == len(CHECK_LETTERS) == 19
    assert not set(CHECK_LETTERS) & set("OIQSZBU")


def test_a_prefix_is_three_latin_capitals() -> None:
    assert is_prefix("PVL")
    for wrong in ("PV", "PVLA", "pvl", "ПВЛ", "P1L", ""):
        assert not is_prefix(wrong)
    with pytest.raises(ValueError, match="prefix"):
        application_number("ПВЛ", 2026, 1)
    with pytest.raises(ValueError, match="two digits"):
        ApplicationNumber("PVL", 2026, 1)
