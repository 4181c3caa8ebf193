"""Many places at once: a look that changes nothing, one press, an undo."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from tests.factories.desks import (
    PLACES,
    desk_of,
    new_garden,
    places_of,
    send_token,
    state_of,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import free_place, queued
from tests.web.browsing import send
from tests.web.square import words

NEW = f"{PLACES}batches/new"
PREVIEW = f"{PLACES}batches/preview"
UNTIL = "until=30&until=10&until=2026"


class TestPreview:
    def test_it_counts_who_would_be_offered_and_changes_nothing(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        first = house.within(queued, house["demo"], garden)
        house.within(queued, house["demo"], garden, category=5)

        said = words(desk.get(f"{PREVIEW}?p.2022.kk=3"))

        assert "3 2 первоочередные – 1, общая очередь – 1 1" in said, said
        assert first.number not in said
        assert places_of(house, garden) == []
        assert state_of(house, first.id) is State.QUEUED

    def test_more_than_the_norm_is_told_before(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        assert "больше нормы" not in words(desk.get(f"{PREVIEW}?p.2022.kk=20"))
        house.within(free_place, house["demo"], garden)

        assert "На 1 место больше нормы" in words(desk.get(f"{PREVIEW}?p.2022.kk=20"))

    @pytest.mark.parametrize(
        ("asked", "sentence"),
        [
            ("", "хотя бы для одной группы"),
            ("p.2022.kk=21", "От 1 до 20 мест"),
            ("p.2022.kk=два", "От 1 до 20 мест"),
            ("t.2022.kk=1", "последний день временных мест"),
            ("p.2022.kk=19&t.2022.kk=2&" + UNTIL, "от 1 до 20"),
            ("t.2022.kk=1&until=1&until=1&until=2020", "в прошлом"),
        ],
        ids=["nothing", "too many", "no number", "no last day", "too many of a group", "gone by"],
    )
    def test_what_is_wrong_is_told_and_the_numbers_stay(
        self, desk: FlaskClient, asked: str, sentence: str
    ) -> None:
        refused = desk.get(f"{PREVIEW}?{asked}")

        assert refused.status_code == 422
        assert sentence in words(refused)

    def test_one_comes_back_to_what_was_typed(self, desk: FlaskClient) -> None:
        page = desk.get(f"{PREVIEW}?p.2022.kk=2&t.2022.kk=1&{UNTIL}")

        assert "/batches/new?" in page.text
        back = desk.get(f"{NEW}?p.2022.kk=2&t.2022.kk=1&{UNTIL}").text
        assert 'name="p.2022.kk"' in back
        assert 'value="2026"' in back


class TestPublishing:
    def test_all_of_it_is_published_with_one_press(self, house: House) -> None:
        garden = new_garden(house, ((2022, "kk"), (2023, "ru")))
        desk = desk_of(house, garden)
        child = house.within(queued, house["demo"], garden)

        page = desk.get(f"{PREVIEW}?p.2022.kk=2&t.2023.ru=1&{UNTIL}")
        done = send(desk, page, "publish-batch", **_boxes(page.text))
        again = send(desk, page, "publish-batch", **_boxes(page.text))

        assert done.status_code == 303
        assert done.location == again.location
        assert places_of(house, garden) == ["OFFERED", "PUBLISHED", "PUBLISHED"]
        assert state_of(house, child.id) is State.OFFERED

    def test_what_nobody_was_offered_is_taken_back_in_time(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(queued, house["demo"], garden)
        batch = _published(desk, "p.2022.kk=5")

        page = desk.get(batch)
        done = send(desk, page, f"{batch}/take-back")
        again = send(desk, page, f"{batch}/take-back")

        assert (done.status_code, again.status_code) == (303, 303)
        assert places_of(house, garden) == ["OFFERED", *["RECALLED"] * 4]
        assert "take-back" not in desk.get(batch).text

    def test_half_an_hour_later_it_is_too_late(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        batch = _published(desk, "p.2022.kk=2")
        page = desk.get(batch)
        house.clock.advance(timedelta(minutes=30))

        refused = send(desk, page, f"{batch}/take-back")

        assert refused.status_code == 409
        assert "полчаса" in words(refused)
        assert places_of(house, garden) == ["PUBLISHED", "PUBLISHED"]

    def test_another_kindergarten_finds_no_batch(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        batch = _published(desk, "p.2022.kk=1")
        stranger = desk_of(house, new_garden(house))

        assert stranger.get(batch).status_code == 404
        assert stranger.post(f"{batch}/take-back", data=send_token(stranger)).status_code == 404
        assert places_of(house, garden) == ["PUBLISHED"]


def _boxes(text: str) -> dict[str, object]:
    """The hidden boxes whose order matters: a day is three of one name."""
    return {"until": ["30", "10", "2026"]} if 'name="until"' in text else {}


def _published(desk: FlaskClient, asked: str) -> str:
    done = send(desk, desk.get(f"{PREVIEW}?{asked}"), "publish-batch")
    assert done.status_code == 303
    return str(done.location)


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kezek_batches"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_batches")
