"""Territories: the mode of a day, and the switch from a date."""

from __future__ import annotations

from datetime import date

import pytest

from kezek.core.territories import (
    Level,
    Mode,
    ModeFrom,
    Territory,
    UnknownTerritory,
    get_territory,
    mode_on,
)

CITY = Territory(
    slug="city",
    kk="Қала",
    ru="Город",
    level=Level.CITY,
    modes=(
        ModeFrom(date(2026, 4, 1), Mode.VOUCHER),
        ModeFrom(date(2025, 1, 1), Mode.LINEAR),
    ),
)
TERRITORIES = (CITY,)


@pytest.mark.parametrize(
    ("day", "mode"),
    [
        (date(2024, 12, 31), None),
        (date(2025, 1, 1), Mode.LINEAR),
        (date(2026, 3, 31), Mode.LINEAR),
        (date(2026, 4, 1), Mode.VOUCHER),
        (date(2030, 1, 1), Mode.VOUCHER),
    ],
)
def test_a_mode_rules_from_its_day_until_the_next_one(day: date, mode: Mode | None) -> None:
    assert mode_on(TERRITORIES, "city", day) is mode


def test_the_next_switch_is_the_first_one_after_today() -> None:
    assert CITY.next_switch(date(2026, 3, 31)) == ModeFrom(date(2026, 4, 1), Mode.VOUCHER)
    assert CITY.next_switch(date(2026, 4, 1)) is None


def test_a_switch_adds_a_later_mode_and_keeps_the_earlier_ones() -> None:
    switched = CITY.switched(Mode.INDIGO, date(2027, 1, 1))
    assert switched.mode_on(date(2026, 12, 31)) is Mode.VOUCHER
    assert switched.mode_on(date(2027, 1, 1)) is Mode.INDIGO
    assert CITY.mode_on(date(2027, 1, 1)) is Mode.VOUCHER


def test_the_past_is_not_switched() -> None:
    with pytest.raises(ValueError, match="already has a mode"):
        CITY.switched(Mode.LINEAR, date(2026, 4, 1))


def test_a_territory_has_a_mode_and_only_one_from_a_day() -> None:
    with pytest.raises(ValueError, match="no mode"):
        Territory(slug="a", kk="А", ru="А", level=Level.CITY, modes=())
    twice = (ModeFrom(date(2026, 1, 1), Mode.LINEAR), ModeFrom(date(2026, 1, 1), Mode.INDIGO))
    with pytest.raises(ValueError, match="two modes"):
        Territory(slug="a", kk="А", ru="А", level=Level.CITY, modes=twice)


def test_an_unknown_territory_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownTerritory) as refused:
        mode_on(TERRITORIES, "village", date(2026, 1, 1))
    assert refused.value.known == ("city",)
    assert get_territory(TERRITORIES, "city") is CITY
