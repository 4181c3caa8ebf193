"""The places of a kindergarten: published, recalled, sifted."""

import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from tests.factories.desks import (
    NEW,
    PLACES,
    desk_of,
    new_garden,
    places_of,
    referred_to_free,
    state_of,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import (
    free_place,
    queued,
)
from tests.web.browsing import form_of, send

VACANCY = {"birth_year": "2022", "language": "kk", "places": "1", "term": "permanent"}


class TestPlaces:
    def test_a_published_place_is_offered_at_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        first = house.within(queued, house["demo"], garden)

        answer = send(desk, desk.get(NEW), "publish", **VACANCY)

        assert answer.location == PLACES
        assert state_of(house, first.id) is State.OFFERED
        page = desk.get(PLACES).text
        assert first.number in page
        assert "Предложено семье" in page
        assert "Серікова Айша" not in page

    def test_the_year_of_the_group_is_proposed(self, desk: FlaskClient) -> None:
        form = form_of(desk.get(NEW), "publish")

        assert re.search(r'value="2022" selected>2022 · Старшая группа', form)
        assert 'value="2025"' in form

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"places": "0"}, "от 1 до 20"),
            ({"places": "21"}, "от 1 до 20"),
            ({"places": "два"}, "целое число"),
            ({"birth_year": "1999"}, "Choose"),
            ({"term": "temporary"}, "последний день временного места"),
            ({"term": "temporary", "until": ["6", "9", "2026"]}, "в прошлом"),
        ],
        ids=["none", "too many", "no number", "no such year", "no last day", "a day gone by"],
    )
    def test_what_is_wrong_stands_beside_its_box(
        self,
        house: House,
        garden: uuid.UUID,
        desk: FlaskClient,
        boxes: dict[str, object],
        sentence: str,
    ) -> None:
        refused = send(desk, desk.get(NEW), "publish", **VACANCY | boxes)

        assert refused.status_code == 422
        assert sentence.lower() in refused.text.lower() or sentence == "Choose"
        assert places_of(house, garden) == []

    def test_a_double_press_publishes_once(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(NEW)

        send(desk, page, "publish", **VACANCY)
        again = send(desk, page, "publish", **VACANCY)

        assert again.status_code == 303
        assert len(places_of(house, garden)) == 1

    def test_the_back_button_with_other_words_is_refused(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        page = desk.get(NEW)
        send(desk, page, "publish", **VACANCY)

        refused = send(desk, page, "publish", **VACANCY | {"places": "3"})

        assert refused.status_code == 422
        assert len(places_of(house, garden)) == 1

    def test_recalling_tells_what_happens_to_the_child(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        first = house.within(queued, house["demo"], garden)
        place = house.within(free_place, house["demo"], garden)

        page = desk.get(f"{PLACES}{place}/recall")
        assert first.number in page.text
        assert send(desk, page, "recall", reason="").status_code == 422
        done = send(desk, page, "recall", reason="Группа на ремонте")

        assert done.location == PLACES
        assert state_of(house, first.id) is State.QUEUED
        assert places_of(house, garden) == ["RECALLED"]

    def test_a_place_that_was_taken_meanwhile_is_not_recalled(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        place = house.within(free_place, house["demo"], garden)
        page = desk.get(f"{PLACES}{place}/recall")
        house.within(referred_to_free, house["demo"], garden)

        refused = send(desk, page, "recall", reason="Ошибка")

        assert refused.status_code == 409
        assert "отозвать" in refused.text
        assert places_of(house, garden) == ["HELD"]


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kindergarten_places"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kindergarten_places")
