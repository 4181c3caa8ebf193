"""A pupil's place lent for its stay in a sanatorium: by whom, once, and rebuilt by the journal."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.ids import KindergartenId
from kezek.usecases.deciding import NotFound
from kezek.usecases.rebuild import rebuild
from kezek.usecases.sanatorium import keep_place, pupil_returned
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import enrolled, queued
from tests.integration.complaining import load
from tests.integration.rivals import at_once


def test_the_journal_alone_makes_it_again(house: House, garden: uuid.UUID) -> None:
    tenant = house["demo"]
    staff = Actor(uuid.UUID(int=9), Role.KINDERGARTEN, kindergarten_id=KindergartenId(garden))
    pupil = enrolled(tenant, garden)
    queued(tenant, garden)
    keep_place(tenant, staff, pupil, date(2027, 3, 1))
    assert rebuild(tenant).differences == []

    referral = load(house, pupil).referral
    assert referral is not None
    pupil_returned(tenant, staff, referral.place)

    assert rebuild(tenant).differences == []


def test_another_kindergarten_keeps_nothing(house: House, garden: uuid.UUID) -> None:
    pupil = enrolled(house["demo"], garden)
    stranger = Actor(
        uuid.UUID(int=10), Role.KINDERGARTEN, kindergarten_id=KindergartenId(uuid.uuid4())
    )

    with pytest.raises(NotFound):
        keep_place(house["demo"], stranger, pupil, date(2027, 3, 1))


def test_the_database_lends_one_seat_once(house: House, garden: uuid.UUID) -> None:
    staff = Actor(uuid.UUID(int=9), Role.KINDERGARTEN, kindergarten_id=KindergartenId(garden))
    pupil = enrolled(house["demo"], garden)
    refused = at_once(
        house,
        lambda: keep_place(house["demo"], staff, pupil, date(2027, 3, 1)),
        lambda: keep_place(house["demo"], staff, pupil, date(2027, 3, 2)),
    )

    assert [one.detail for one in refused] == ["place_kept"]


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return kindergarten(house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and kindergarten."""
    with open_house(shared_scratch.new_database("kezek_lent_places"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_lent_places")
