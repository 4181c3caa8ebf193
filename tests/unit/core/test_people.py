"""The IIN's hard and soft checks, and ages to the day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kezek.core.people import (
    IinFault,
    Sex,
    age_by_year_end,
    age_in_months,
    age_in_years,
    birthday,
    birthday_month,
    iin_check_digit,
    iin_disagrees,
    iin_fault,
    iin_hint,
)


@pytest.mark.parametrize(
    "iin",
    [
        "061211600012",
        "220314600011",
        "220314600206",
        "210901500014",
        "210901500501",
        "201231600109",
        "201231600019",
        "900520400011",
        "861107300012",
    ],
)
def test_the_test_vectors_of_the_rulebook_are_good(iin: str) -> None:
    assert iin_fault(iin) is None
    wrong_last = str((int(iin[-1]) + 1) % 10)
    assert iin_fault(iin[:-1] + wrong_last) is IinFault.CHECK_DIGIT


@pytest.mark.parametrize("first_eleven", ["22031460022", "21090150130"])
def test_an_unusable_beginning_has_no_last_digit(first_eleven: str) -> None:
    assert iin_check_digit(first_eleven) is None
    assert all(iin_fault(f"{first_eleven}{last}") is IinFault.CHECK_DIGIT for last in range(10))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "22031460001",
        "2203146000111",
        "22031460001x",
        "220314 60001",
        "²²0314600011",
        "٢٢٠٣١٤٦٠٠٠١١",
    ],
)
def test_twelve_plain_digits_are_needed(text: str) -> None:
    assert iin_fault(text) is IinFault.SHAPE


def test_the_digits_hint_at_birth_date_and_sex() -> None:
    girl = iin_hint("220314600011")
    assert girl is not None
    assert (girl.born_on, girl.sex) == (date(2022, 3, 14), Sex.FEMALE)
    man = iin_hint("861107300012")
    assert man is not None
    assert (man.born_on, man.sex) == (date(1986, 11, 7), Sex.MALE)


def _valid(first_eleven: str) -> str:
    return f"{first_eleven}{iin_check_digit(first_eleven)}"


@pytest.mark.parametrize("first_eleven", ["22133160001", "22031400001", "22031490001"])
def test_digits_bound_to_no_birth_date_are_no_fault_and_give_no_hint(first_eleven: str) -> None:
    iin = _valid(first_eleven)
    assert iin_fault(iin) is None
    assert iin_hint(iin) is None
    assert not iin_disagrees(iin, date(2022, 3, 14))


def test_a_wrong_number_hints_at_nothing() -> None:
    assert iin_hint("220314600012") is None


def test_another_birth_date_in_the_papers_is_only_a_soft_warning() -> None:
    assert not iin_disagrees("220314600011", date(2022, 3, 14))
    assert iin_disagrees("220314600011", date(2022, 3, 15))
    assert iin_fault("220314600011") is None


@pytest.mark.parametrize(
    ("born_on", "years", "reached_on"),
    [
        (date(2020, 5, 1), 6, date(2026, 5, 1)),
        (date(2020, 2, 29), 6, date(2026, 3, 1)),
        (date(2020, 2, 29), 4, date(2024, 2, 29)),
        (date(2020, 2, 29), 0, date(2020, 2, 29)),
    ],
)
def test_a_birthday_is_a_day_of_its_year_also_for_the_29th_of_february(
    born_on: date, years: int, reached_on: date
) -> None:
    assert birthday(born_on, years) == reached_on
    assert age_in_years(born_on, reached_on) == years
    if years:
        assert age_in_years(born_on, reached_on - timedelta(days=1)) == years - 1


@pytest.mark.parametrize(
    ("born_on", "months", "reached_on"),
    [
        (date(2024, 9, 7), 18, date(2026, 3, 7)),
        (date(2026, 1, 31), 1, date(2026, 3, 1)),
        (date(2025, 12, 31), 2, date(2026, 3, 1)),
        (date(2025, 10, 31), 1, date(2025, 12, 1)),
        (date(2024, 2, 29), 24, date(2026, 3, 1)),
        (date(2025, 12, 15), 12, date(2026, 12, 15)),
    ],
)
def test_full_months_are_reached_on_their_day_or_the_next_first(
    born_on: date, months: int, reached_on: date
) -> None:
    assert birthday_month(born_on, months) == reached_on
    assert age_in_months(born_on, reached_on) == months
    assert age_in_months(born_on, reached_on - timedelta(days=1)) == months - 1


def test_a_group_is_found_by_the_age_at_the_end_of_the_year() -> None:
    assert age_by_year_end(date(2021, 12, 31), 2026) == 5
    assert age_by_year_end(date(2021, 1, 1), 2026) == 5
