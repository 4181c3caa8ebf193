"""An administrator sees how territories give places, and sets out to change it; nobody else may."""

import itertools
import uuid
from collections.abc import Iterator
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.territories import Mode
from kezek.usecases.switch_plans import plan_switch
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.factories.staff import come_in, open_staff
from tests.web.admin_switches import ACTOR, HOME, administrator, day_in, plan_url
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.checked import check_pages
from tests.web.square import words

NEW = f"{HOME}switches/new"
_LOGINS = itertools.count(1)


class TestTheFirstPage:
    def test_says_how_each_territory_gives_places_and_since_when(self, admin: FlaskClient) -> None:
        page = words(admin.get(HOME))

        assert "Демо-город" in page
        assert "Демо-сельский район" in page
        assert "Пока не подписано ни одного изменения." in page

    def test_says_what_is_set(self, house: House, admin: FlaskClient) -> None:
        house.within(plan_switch, house["demo"], ACTOR, "village", Mode.VOUCHER, day_in(house, 9))

        page = admin.get(HOME).text

        assert "Этот день еще впереди" in page
        assert page.count("/demo/admin/switches/") == 3  # a new one, and twice the one that is set


class TestSettingOut:
    def test_leads_to_the_rehearsal(self, house: House, admin: FlaskClient) -> None:
        day = day_in(house, 3)

        answer = _set_out(admin, "city", "voucher", day)

        assert answer.status_code == 303
        assert answer.location == f"/demo/admin/switches/city/voucher/{day}/"

    @pytest.mark.parametrize(
        ("mode", "ahead", "sentence"),
        [
            ("voucher", 0, "Выберите более поздний день"),
            ("voucher", -3, "Выберите более поздний день"),
            ("linear", 3, "Там места уже предоставляются так"),
        ],
    )
    def test_is_refused_beside_the_box(
        self, house: House, admin: FlaskClient, mode: str, ahead: int, sentence: str
    ) -> None:
        answer = _set_out(admin, "city", mode, day_in(house, ahead))

        assert answer.status_code == 422
        assert sentence in words(answer)

    def test_a_second_switch_is_refused_while_one_is_set(
        self, house: House, admin: FlaskClient
    ) -> None:
        house.within(plan_switch, house["demo"], ACTOR, "city", Mode.VOUCHER, day_in(house, 3))

        answer = _set_out(admin, "city", "indigo", day_in(house, 9))

        assert answer.status_code == 422
        assert "уже назначено другое изменение" in words(answer)

    @pytest.mark.parametrize(
        "path",
        [
            "nowhere/voucher/2027-01-05/",
            "city/lottery/2027-01-05/",
            "city/voucher/tomorrow/",
        ],
    )
    def test_what_there_is_not_is_not_found(self, admin: FlaskClient, path: str) -> None:
        assert admin.get(f"{HOME}switches/{path}").status_code == 404


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.OFFICE, Role.KINDERGARTEN, Role.HOTLINE])
    def test_other_staff_may_not(self, house: House, garden: uuid.UUID, role: Role) -> None:
        login = f"other-{next(_LOGINS)}"
        home = garden if role is Role.KINDERGARTEN else None
        house.within(open_staff, house["demo"], role, login, kindergarten=home)
        client = check_pages(house.app)
        come_in(client, login)

        assert client.get(HOME).status_code == 403
        assert client.get(plan_url(house)).status_code == 403

    def test_an_administrator_of_another_region_may_not(self, house: House) -> None:
        house.within(open_staff, house["saran"], Role.ADMIN, "elsewhere")
        client = check_pages(house.app)
        come_in(client, "elsewhere", "saran")

        assert client.get(HOME).status_code in (302, 303)
        assert client.get("/saran/admin/").status_code == 200

    def test_a_switch_of_another_region_is_not_found(
        self, house: House, admin: FlaskClient
    ) -> None:
        elsewhere = house.within(
            plan_switch, house["saran"], ACTOR, "saran", Mode.VOUCHER, day_in(house, 3)
        )

        assert admin.get(f"{HOME}switches/{elsewhere}/").status_code == 404
        assert admin.get(f"{HOME}switches/{elsewhere}/cancel").status_code == 404

    def test_a_stranger_is_led_to_the_door(self, house: House) -> None:
        assert check_pages(house.app).get(NEW).status_code in (302, 303)


def _set_out(admin: FlaskClient, territory: str, mode: str, day: date) -> TestResponse:
    boxes = {"territory": territory, "mode": mode, "on": [day.day, day.month, day.year]}
    return send(admin, admin.get(NEW), "switch", **boxes)


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return administrator(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """Fresh regions for each test: a switch concerns everybody in a territory."""
    with shared_house(shared_scratch, "kezek_admin_switches", "demo", "saran") as opened:
        yield opened
