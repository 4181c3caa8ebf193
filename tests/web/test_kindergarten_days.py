"""What falls due, who is away, who did not come, and lists that the server sifts."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State
from kezek.usecases.due import bring_about_due
from tests.factories.desks import (
    PLACES,
    PUPILS,
    ROOM,
    child_path,
    desk_of,
    new_garden,
    newest_letter,
    places_of,
    send_token,
    state_of,
)
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, enrolled, free_place, handed_in, referred
from tests.web.browsing import send
from tests.web.square import words

CALENDAR = f"{ROOM}calendar/"


class TestCalendar:
    def test_a_month_and_a_list_show_what_falls_due(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(handed_in, house["demo"], garden)
        house.within(referred, house["demo"], garden)

        month, listed = words(desk.get(CALENDAR)), words(desk.get(f"{CALENDAR}?view=list"))

        assert "Серікова Айша" in month
        assert "Заканчивается направление" in listed
        assert "Август: перевод групп" in listed

    def test_one_kind_alone_and_months_around(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(enrolled, house["demo"], garden)

        of_six = words(desk.get(f"{CALENDAR}?view=list&kind=six"))
        far = desk.get(f"{CALENDAR}?month=2031-02")

        assert "14 марта 2028" in of_six
        assert "Август: перевод групп Серікова" not in of_six
        assert far.status_code == 200
        assert "Февраль 2031" in words(far)


class TestAway:
    def test_an_ill_child_keeps_its_place_and_nobody_is_given_it(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)
        page = desk.get(child_path(pupil))

        boxes = {"because": "illness", "until": ["30", "10", "2026"]}
        send(desk, page, "absence", **boxes)
        again = send(desk, page, "absence", **boxes)

        assert again.status_code == 303
        assert places_of(house, garden) == ["FILLED"]
        assert "Долго болеет" in words(desk.get(f"{PUPILS}?kind=away"))
        done = send(desk, desk.get(child_path(pupil)), f"{PUPILS}{pupil}/back")
        assert done.status_code == 303
        assert "Серікова" not in words(desk.get(f"{PUPILS}?kind=away"))

    def test_a_day_gone_by_is_refused_beside_its_box(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        pupil = house.within(enrolled, house["demo"], garden)

        refused = send(
            desk,
            desk.get(child_path(pupil)),
            "absence",
            because="leave",
            until=["1", "1", "2020"],
        )

        assert refused.status_code == 422
        assert "не может быть в прошлом" in words(refused)


class TestNoShow:
    def test_a_family_is_reminded_once_a_day(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        url = f"{child_path(child)}reminder"

        page = desk.get(child_path(child))
        first, pressed_twice = send(desk, page, url), send(desk, page, url)
        later = send(desk, desk.get(child_path(child)), url)

        assert (first.status_code, pressed_twice.status_code) == (303, 303)
        assert later.status_code == 409
        assert "уже напомнили" in words(later)
        assert "Жолдаманың" in newest_letter(house, child, "N-20")

    def test_whoever_did_not_come_stands_there_without_a_name(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], garden)
        house.clock.advance(timedelta(days=9))
        house.within(bring_about_due, house["demo"])
        come_in(desk, f"garden-{garden}")

        said = words(desk.get(ROOM))

        assert state_of(house, child) is State.ARCHIVED
        assert "Не пришли в срок (1)" in said
        assert "Серікова" not in said
        assert desk.get(child_path(child)).status_code == 404

    def test_another_kindergarten_reminds_nobody(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        child = house.within(referred, house["demo"], new_garden(house))

        for path in (
            f"{child_path(child)}reminder",
            f"{PUPILS}{child}/back",
            f"{PUPILS}{child}/move",
        ):
            assert desk.post(path, data=send_token(desk)).status_code == 404, path


class TestLists:
    def test_children_are_found_by_stage_name_and_group(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(enrolled, house["demo"], garden)
        house.within(handed_in, house["demo"], garden)

        assert words(desk.get(f"{PUPILS}?kind=check")).count("Серікова Айша") == 1
        assert words(desk.get(f"{PUPILS}?text=айша&group=2022-kk&sort=born")).count("Айша") == 1
        nobody = words(desk.get(f"{PUPILS}?group=2020-ru"))
        assert "детей нет" in nobody
        assert desk.get(f"{PUPILS}?kind=nonsense&sort=nonsense&page=0").status_code == 200

    def test_places_are_sifted_by_what_has_become_of_them(
        self, house: House, garden: uuid.UUID, desk: FlaskClient
    ) -> None:
        house.within(free_place, house["demo"], garden)
        house.within(referred, house["demo"], garden)

        assert "Серікова" in words(desk.get(f"{PLACES}?kind=held&group=2022-kk"))
        assert "Серікова" not in words(desk.get(f"{PLACES}?kind=offered&sort=newest"))


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten and children in it."""
    with open_front(shared_scratch.new_database("kezek_days"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_days")
