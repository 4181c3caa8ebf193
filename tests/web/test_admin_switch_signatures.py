"""A change is signed by two administrators with a reason, and taken back until its day begins."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.db.approvals import ApprovalRow
from kezek.db.journal import FactRow
from kezek.db.territory_switches import TerritorySwitchRow
from kezek.usecases.switch_plans import cancel_switch
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.waiting import waiting
from tests.web.admin_switches import (
    ACTOR,
    administrator,
    count,
    midnight_in,
    plan_url,
    set_by_two,
    sign,
)
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.square import words


class TestSigning:
    def test_of_two_keeps_who_and_why_and_sets_the_day(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        child = house.within(waiting, house["demo"], next(house.serials), garden)

        answer = sign(admin, house, "Приказ № 7 от 1 сентября")

        assert answer.status_code == 303
        assert count(house, TerritorySwitchRow) == 0
        second = administrator(house)
        done = send(second, second.get(answer.location), f"{answer.location}/agree")
        page = words(second.get(done.location))
        assert "Приказ № 7 от 1 сентября" in page
        assert "Айгүл Омарова" in page
        assert child.number in page
        assert count(house, FactRow, FactRow.kind == "territory:switch-set") == 1
        assert "ваучер" in words(second.get("/demo/"))

    def test_needs_a_reason(self, house: House, admin: FlaskClient) -> None:
        answer = sign(admin, house, "  ")

        assert answer.status_code == 422
        assert "Напишите, по какому решению и почему." in words(answer)
        assert count(house, ApprovalRow) == 0

    def test_pressed_twice_signs_once(self, house: House, admin: FlaskClient) -> None:
        page = admin.get(f"{plan_url(house)}sign")

        first = send(admin, page, "sign", reason="Приказ")
        second = send(admin, page, "sign", reason="Приказ")

        assert first.location == second.location
        assert count(house, ApprovalRow) == 1

    def test_while_one_waits_another_of_the_same_territory_is_refused(
        self, house: House, admin: FlaskClient
    ) -> None:
        sign(admin, house, "Приказ")

        answer = sign(administrator(house), house, "Другой приказ")

        assert answer.status_code == 409
        assert "уже ждет второй подписи" in words(answer)

    def test_the_page_of_yesterday_signs_nothing(self, house: House, admin: FlaskClient) -> None:
        page = admin.get(f"{plan_url(house)}sign")
        house.clock.advance(timedelta(days=3))
        admin = administrator(house)

        answer = send(admin, page, "sign", reason="Приказ")

        assert answer.status_code in (400, 409)
        assert count(house, ApprovalRow) == 0


class TestTakingItBack:
    def test_is_done_before_the_day_with_a_reason(self, house: House, admin: FlaskClient) -> None:
        signed = set_by_two(admin, house, "Приказ").location

        answer = send(admin, admin.get(f"{signed}cancel"), "cancel", reason="Приказ отменен")

        assert answer.status_code == 303
        page = words(admin.get(signed))
        assert "Отменено" in page
        assert "Приказ отменен" in page
        assert "Отменить изменение" not in page

    def test_is_refused_when_the_day_has_begun(self, house: House, admin: FlaskClient) -> None:
        signed = set_by_two(admin, house, "Приказ").location
        page = admin.get(f"{signed}cancel")
        house.clock.set(midnight_in(house, 3))
        admin = administrator(house)

        answer = send(admin, admin.get(f"{signed}cancel"), "cancel", reason="Передумали")

        assert page.status_code == 200
        assert answer.status_code == 409
        assert "отменить его больше нельзя" in words(answer)

    def test_of_two_administrators_the_second_is_told(
        self, house: House, admin: FlaskClient
    ) -> None:
        signed = set_by_two(admin, house, "Приказ").location
        page = admin.get(f"{signed}cancel")
        house.within(
            cancel_switch, house["demo"], ACTOR, uuid.UUID(signed.split("/")[-2]), "Раньше"
        )

        answer = send(admin, page, "cancel", reason="Позже")

        assert answer.status_code == 409
        assert "уже отменено или выполнено" in words(answer)
        assert "Раньше" in words(admin.get(signed))


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return administrator(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """Fresh regions for each test: a switch concerns everybody in a territory."""
    with shared_house(shared_scratch, "kezek_admin_switch_signatures", "demo", "saran") as opened:
        yield opened
