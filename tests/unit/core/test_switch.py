"""A territory changes its mode: everybody who waits crosses with what is theirs (R-10, G-13)."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kezek.core.applications import Application, State
from kezek.core.events import Cause
from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.switch import crossings, switch
from kezek.core.queues import CategoryKey, SharedKey
from kezek.core.territories import Mode
from kezek.core.turns import Standing
from tests.builders import MONDAY, application, garden, rules

CITY = application().territory


def ruled_by(mode: Mode) -> Rules:
    return replace(rules(), modes={CITY: mode})


def world_of(*applications: Application) -> World:
    return World(applications={one.id: one for one in applications})


def family(serial: int, **fields: object) -> Application:
    submitted_at = MONDAY + timedelta(seconds=serial)
    return application(serial, submitted_at=submitted_at, choices=(garden(1),), **fields)


@pytest.mark.parametrize("mode", [Mode.INDIGO, Mode.VOUCHER])
def test_nothing_that_is_the_familys_changes(mode: Mode) -> None:
    one = family(1, standing=Standing.P)

    (crossing,) = crossings(world_of(one), CITY, ruled_by(mode), MONDAY)

    assert crossing.after == replace(one, mode=mode, cohort=4 if mode is Mode.VOUCHER else None)


def test_the_new_queue_is_by_the_moment_of_submission() -> None:
    later, first = family(2), family(1)

    found = crossings(world_of(later, first), CITY, ruled_by(Mode.INDIGO), MONDAY)

    assert [one.before.serial for one in found] == [1, 2]
    assert [list(one.numbers_after.values()) for one in found] == [[1], [2]]
    assert {type(key) for one in found for key in one.numbers_after} == {SharedKey}


def test_a_voucher_category_parts_the_classes() -> None:
    privileged = family(1, standing=Standing.P, claimed=Standing.P)

    found = crossings(world_of(privileged, family(2)), CITY, ruled_by(Mode.VOUCHER), MONDAY)

    assert [dict(one.numbers_after) for one in found] == [
        {CategoryKey(CITY, 4, "P"): 1},
        {CategoryKey(CITY, 4, "G"): 1},
    ]


@pytest.mark.parametrize("state", [State.SUSPENDED, State.OFFERED, State.REFERRED])
def test_who_is_away_crosses_when_it_comes_back(state: State) -> None:
    one = family(1, state=state)

    assert crossings(world_of(one), CITY, ruled_by(Mode.INDIGO), MONDAY) == []
    assert as_it_enters(one, ruled_by(Mode.INDIGO), MONDAY).mode is Mode.INDIGO


def test_other_territories_are_left_alone() -> None:
    away = family(1, territory=TerritorySlug("district"))

    assert crossings(world_of(away), CITY, ruled_by(Mode.INDIGO), MONDAY) == []


def test_without_choices_it_waits_until_kindergartens_are_named() -> None:
    one = replace(family(1), mode=Mode.INDIGO, choices=())

    (crossing,) = crossings(world_of(one), CITY, ruled_by(Mode.LINEAR), MONDAY)

    assert crossing.asks_for_choices
    assert crossing.numbers_after == {}


def test_each_family_has_a_fact_and_a_letter_of_its_own() -> None:
    decision = switch(world_of(family(1), family(2)), CITY, ruled_by(Mode.INDIGO), MONDAY)

    assert [fact.cause for fact in decision.facts] == [Cause.MODE_SWITCH] * 2
    letters = [notice for fact in decision.facts for notice in fact.notices]
    assert [letter.code for letter in letters] == ["N-53", "N-53"]
    assert [letter.values["number_after"] for letter in letters] == [1, 2]
    assert [fact.applications[0].after.version for fact in decision.facts] == [2, 2]


def test_the_cohort_is_of_the_last_yearly_update() -> None:
    before = datetime(2026, 6, 30, 17, 59, tzinfo=MONDAY.tzinfo)
    one, voucher = family(1), ruled_by(Mode.VOUCHER)

    assert as_it_enters(one, voucher, before).cohort == 3
    assert as_it_enters(one, voucher, before + timedelta(minutes=1)).cohort == 4
