"""Operators see how the registers answer, as all processes together have seen it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kezek.adapters.registers import PARENTAGE, Grounds, Reason
from kezek.adapters.services import services
from kezek.demonstration.counterparts.moods import Mood
from kezek.demonstration.counterparts.service import State
from kezek.reads.deployment_health import health_page
from kezek.settings import Settings
from kezek.usecases.heartbeats import Pulse
from tests.factories.families import KNOWN_CHILD, MOTHER
from tests.factories.regions import House, open_house
from tests.integration.applying import mother_of, two_kindergartens

PARENTAGE_GROUNDS = Grounds(Reason.PARENTAGE)


def test_a_register_that_nobody_has_asked_yet_is_not_told(house: House) -> None:
    Pulse(house.app, "web").once()

    assert health_page().exchange == ()


def test_an_endpoint_answers_fails_and_is_left_alone(house: House, state_systems: State) -> None:
    _ask()
    Pulse(house.app, "web").once()
    (line,) = health_page().exchange
    assert (line.system, line.path, line.is_well) == ("registers", PARENTAGE, True)

    state_systems.moods.set(PARENTAGE, Mood.GARBLED)
    _ask()
    Pulse(house.app, "web").once()
    (line,) = health_page().exchange
    assert (line.is_well, line.is_resting, line.fault) == (False, False, "garbled: no JSON")

    _ask()
    _ask()
    Pulse(house.app, "web").once()
    (line,) = health_page().exchange
    assert line.is_resting

    house.clock.advance(timedelta(seconds=21))
    assert health_page().exchange == (), "a process that is gone has nothing to tell"


def test_questions_that_wait_are_counted(house: House, state_systems: State) -> None:
    state_systems.moods.set("/", Mood.FAILS)
    mother = mother_of(house["demo"], is_known=True)
    mother.fill(two_kindergartens(house["demo"])[0], categories=(6, 10))
    mother.send()

    assert health_page().questions >= 2


def _ask() -> None:
    services().registers.is_parent(MOTHER.iin, KNOWN_CHILD.iin, PARENTAGE_GROUNDS)


@pytest.fixture
def house(new_database: Callable[[], Settings], state_systems: State) -> Iterator[House]:
    with open_house(new_database(), "demo") as opened:
        yield opened
    state_systems.moods.clear()
