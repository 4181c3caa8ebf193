"""The end of a school year: which year is meant, who goes, and where there is room then."""

from datetime import date

import pytest

from kezek.core.groups import SHIPPED_GROUP_AGES
from kezek.core.spans import DayOfYear
from kezek.core.year_ends import (
    Deed,
    GroupAtEnd,
    Opening,
    last_day,
    proposed_day,
    proposed_openings,
    school_year,
    usual_deed,
)

AUGUST = DayOfYear(8, 1)


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 22), 2027),
        (date(2027, 5, 25), 2027),
        (date(2027, 8, 20), 2027),
        (date(2027, 9, 30), 2027),
        (date(2027, 10, 1), 2028),
    ],
)
def test_through_september_the_year_that_has_begun_is_meant(today: date, year: int) -> None:
    assert school_year(today) == year


@pytest.mark.parametrize(
    ("today", "switch", "day"),
    [
        (date(2026, 11, 22), AUGUST, date(2027, 8, 1)),
        (date(2027, 8, 20), AUGUST, date(2027, 8, 20)),
        (date(2026, 11, 22), DayOfYear(1, 1), date(2027, 8, 1)),
    ],
    ids=["the first of August", "it has passed", "names change in January, children in August"],
)
def test_the_day_that_is_proposed(today: date, switch: DayOfYear, day: date) -> None:
    assert proposed_day(2027, today, switch) == day
    assert last_day(2027) == date(2027, 9, 30)


@pytest.mark.parametrize(
    ("birth_year", "deed"), [(2020, Deed.LEAVES), (2021, Deed.LEAVES), (2022, Deed.STAYS)]
)
def test_whoever_turns_six_in_the_year_goes_to_school(birth_year: int, deed: Deed) -> None:
    """Rulebook 13.2: the oldest group is for five full years."""
    assert usual_deed(birth_year, 2027, SHIPPED_GROUP_AGES) is deed


def test_the_seats_of_those_who_go_are_for_a_new_youngest_group() -> None:
    groups = [GroupAtEnd(2021, "kk", 25, 20), GroupAtEnd(2024, "kk", 25, 25)]

    found = proposed_openings(groups, {(2021, "kk"): 20}, {}, 2027, SHIPPED_GROUP_AGES)

    assert found == (Opening(2025, "kk", 20, 25, is_new=True),)


def test_a_group_that_stays_has_room_for_what_its_norm_leaves() -> None:
    groups = [GroupAtEnd(2022, "ru", 20, 18), GroupAtEnd(2023, "ru", 20, 20)]
    left, come = {(2023, "ru"): 1}, {(2022, "ru"): 1}

    found = proposed_openings(groups, left, come, 2027, SHIPPED_GROUP_AGES)

    assert found == (Opening(2023, "ru", 1, 20), Opening(2022, "ru", 1, 20))


def test_nobody_opens_a_group_of_children_too_young_for_any() -> None:
    groups = [GroupAtEnd(2021, "kk", 10, 10), GroupAtEnd(2026, "kk", 10, 10)]

    found = proposed_openings(groups, {(2021, "kk"): 10}, {}, 2027, SHIPPED_GROUP_AGES)

    assert found == ()
