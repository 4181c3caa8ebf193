"""Which birth year a group's new place is proposed for."""

from __future__ import annotations

from datetime import date

import pytest

from kezek.core.groups import SHIPPED_GROUP_AGES, proposed_birth_year, reference_year
from kezek.core.spans import DayOfYear

AUGUST, JANUARY = DayOfYear(8, 1), DayOfYear(1, 1)


def test_the_examples_of_the_rulebook_for_the_reference_year_2026() -> None:
    on = date(2026, 11, 22)
    years = {one.group: proposed_birth_year(one.years, on, AUGUST) for one in SHIPPED_GROUP_AGES}
    assert years == {
        "early": 2025,
        "junior": 2024,
        "middle": 2023,
        "senior": 2022,
        "preschool": 2021,
    }


@pytest.mark.parametrize(
    ("day", "switch", "year"),
    [
        (date(2026, 7, 31), AUGUST, 2025),
        (date(2026, 8, 1), AUGUST, 2026),
        (date(2027, 1, 1), AUGUST, 2026),
        (date(2027, 1, 1), JANUARY, 2027),
        (date(2026, 12, 31), JANUARY, 2026),
    ],
)
def test_the_reference_year_switches_on_its_day(day: date, switch: DayOfYear, year: int) -> None:
    assert reference_year(day, switch) == year
