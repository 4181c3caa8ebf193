"""A change is rehearsed child by child before it is signed, and held against its day afterwards."""

import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.db.applications import ApplicationRow
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope
from kezek.db.territory_switches import TerritorySwitchRow
from kezek.usecases import places
from kezek.usecases.due import bring_about_due
from tests.factories.crowd import crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.waiting import waiting
from tests.web.admin_switches import administrator, count, midnight_in, plan_url, set_by_two
from tests.web.cabinet import shared_house
from tests.web.square import words


class TestTheRehearsal:
    def test_shows_every_child_with_its_numbers_and_the_reason(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        first = house.within(waiting, house["demo"], next(house.serials), garden)
        second = house.within(waiting, house["demo"], next(house.serials), garden, category=11)

        page = words(_rehearse(admin, house))

        assert first.number in page
        assert second.number in page
        assert "Ничего не изменено" in page
        assert re.search(rf"{first.number}.*?2 \(Айгөлек, 2022, казахский\).*?1 \(категория", page)
        assert "только по времени подачи" in page

    def test_is_sifted_and_paged_by_its_address(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        house.within(crowd, house["demo"], garden, 120)
        url = plan_url(house)

        one = admin.get(f"{url}?standing=O&page=1").text
        last = admin.get(f"{url}?page=3").text

        assert set(_numbers(one)) == {f"{n}" for n in _of_class_o(house)}
        assert len(_numbers(last)) == 20
        assert "page=2" in last
        assert "standing=O" not in last
        assert len(_numbers(admin.get(f"{url}?number=CRW-26&page=99").text)) == 20

    def test_tells_what_becomes_of_an_open_offer(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        house.within(waiting, house["demo"], next(house.serials), garden)
        vacancy = places.Vacancy(kindergarten_id=garden, birth_year=2022, language="kk")
        house.within(places.publish, house["demo"], "kindergarten:1", vacancy)

        page = words(_rehearse(admin, house))

        assert "Предложение действует до своего срока" in page

    def test_writes_nothing(self, house: House, admin: FlaskClient, garden: uuid.UUID) -> None:
        house.within(waiting, house["demo"], next(house.serials), garden)
        before = count(house, FactRow)

        _rehearse(admin, house)
        admin.get(f"{plan_url(house)}sign")

        assert count(house, FactRow) == before
        assert count(house, TerritorySwitchRow) == 0


class TestAfterTheDay:
    def test_says_that_it_was_as_rehearsed_and_the_family_has_its_letter(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        children = [
            house.within(waiting, house["demo"], next(house.serials), garden) for _ in range(3)
        ]
        signed = set_by_two(admin, house, "Приказ").location
        house.clock.set(midnight_in(house, 3))
        house.within(bring_about_due, house["demo"])
        admin = administrator(house)

        page = words(admin.get(signed))

        assert "Да, для каждого ребенка" in page
        assert all(one.number in page for one in children)
        assert _letters(house) == {one.id for one in children}

    def test_says_for_whom_it_was_otherwise(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        signed = set_by_two(admin, house, "Приказ").location
        late = house.within(waiting, house["demo"], next(house.serials), garden)
        house.clock.set(midnight_in(house, 3))
        house.within(bring_about_due, house["demo"])
        admin = administrator(house)

        page = words(admin.get(signed))

        assert "Не для всех детей" in page
        assert late.number in page
        assert "Заявление поступило после пробного расчета." in page


def _rehearse(admin: FlaskClient, house: House) -> TestResponse:
    return admin.get(plan_url(house))


def _numbers(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row">\s*(CRW-[\w-]+)', page)


def _of_class_o(house: House) -> list[str]:
    def found() -> list[str]:
        with read_scope(house["demo"]) as session:
            query = select(ApplicationRow.number).where(ApplicationRow.standing == "O")
            return list(session.scalars(query))

    return house.within(found)


def _letters(house: House) -> set[uuid.UUID]:
    def found() -> set[uuid.UUID]:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow.application_id).where(NoticeRow.code == "N-53")
            return {one for one in session.scalars(query) if one is not None}

    return house.within(found)


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return administrator(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """Fresh regions for each test: a switch concerns everybody in a territory."""
    with shared_house(shared_scratch, "kezek_admin_switch_rehearsals", "demo", "saran") as opened:
        yield opened
