"""Pupils: absences, lent places, the end of a contract."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from kezek.core.places import PlaceState
from kezek.usecases.due import bring_about_due
from tests.factories.desks import (
    PLACES,
    PUPILS,
    child_path,
    desk_of,
    in_two_days,
    load_one,
    new_garden,
    place_in,
    places_of,
    state_of,
    take_and_sign,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    come_in,
    enrolled,
    free_place,
    queued,
)
from tests.web.browsing import send


class TestPupils:
    def test_a_pupil_stands_in_the_list_and_its_contract_can_end(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        assert "Серікова Айша" in desk.get(PUPILS).text

        page = desk.get(f"{PUPILS}{pupil}/contract-end")
        done = send(desk, page, "end", because="ended")

        assert done.location == PUPILS
        assert state_of(house, pupil) is State.ARCHIVED
        assert places_of(house, garden) == ["PUBLISHED"]
        assert desk.get(child_path(pupil)).status_code == 404

    def test_a_place_is_lent_while_a_pupil_is_in_a_sanatorium(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        guest = house.within(queued, house["demo"], garden)

        send(
            desk,
            desk.get(child_path(pupil)),
            "absence",
            because="sanatorium",
            until=["30", "10", "2026"],
        )

        assert sorted(places_of(house, garden)) == ["OFFERED", "RESERVED_FOR_SANATORIUM"]
        assert state_of(house, guest.id) is State.OFFERED
        assert state_of(house, pupil) is State.ENROLLED
        page = desk.get(child_path(pupil)).text
        assert "30 октября" in page
        assert 'id="absence"' not in page

    def test_the_pupil_returns_and_the_guest_is_queued_by_its_first_moment(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        guest = house.within(queued, house["demo"], garden)
        send(
            desk,
            desk.get(child_path(pupil)),
            "absence",
            because="sanatorium",
            until=["30", "10", "2026"],
        )
        house.within(take_and_sign, house["demo"], guest.id)
        assert state_of(house, guest.id) is State.ENROLLED_TEMP

        kept = place_in(house, garden, PlaceState.RESERVED_FOR_SANATORIUM)
        page = desk.get(f"{PLACES}{kept}/return")
        done = send(desk, page, f"{PLACES}{kept}/return")

        assert done.location == PLACES
        back = load_one(house, guest.id)
        assert (back.state, back.submitted_at) == (State.QUEUED, guest.submitted_at)
        assert sorted(places_of(house, garden)) == ["FILLED", "RECALLED"]
        assert send(desk, page, f"{PLACES}{kept}/return").status_code == 303

    def test_a_kept_place_outlives_the_temporary_one(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        send(
            desk,
            desk.get(child_path(pupil)),
            "absence",
            because="sanatorium",
            until=in_two_days(house),
        )

        house.clock.advance(timedelta(days=3))
        house.within(bring_about_due, house["demo"])
        come_in(desk, f"garden-{garden}")

        assert sorted(places_of(house, garden)) == ["RECALLED", "RESERVED_FOR_SANATORIUM"]
        again = send(
            desk,
            desk.get(child_path(pupil)),
            "absence",
            because="sanatorium",
            until=["30", "10", "2026"],
        )
        assert again.status_code == 303
        assert sorted(places_of(house, garden)) == [
            "PUBLISHED",
            "RECALLED",
            "RESERVED_FOR_SANATORIUM",
        ]

    def test_a_contract_with_a_lent_place_does_not_end(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        send(
            desk,
            desk.get(child_path(pupil)),
            "absence",
            because="sanatorium",
            until=["30", "10", "2026"],
        )

        page = desk.get(f"{PUPILS}{pupil}/contract-end")
        refused = send(desk, page, "end", because="ended")

        assert refused.status_code == 409
        assert "вернул" in refused.text
        assert state_of(house, pupil) is State.ENROLLED

    def test_a_temporary_place_of_somebody_else_can_end_early(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        guest = house.within(queued, house["demo"], garden)
        place = house.within(free_place, house["demo"], garden, until=date(2026, 10, 30))

        send(desk, desk.get(f"{PLACES}{place}/return"), f"{PLACES}{place}/return")

        assert state_of(house, guest.id) is State.QUEUED
        assert places_of(house, garden) == ["RECALLED"]


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kindergarten_pupils"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kindergarten_pupils")
