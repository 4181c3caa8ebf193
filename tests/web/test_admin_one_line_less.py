"""One line of a change is taken out, and a version leads to the rehearsal it was signed after."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.reads.configuration import Configuration, configuration
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.factories.waiting import waiting
from tests.web.boxes import boxes_on
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

SETTINGS = "/demo/admin/settings/"
CHANGE = f"{SETTINGS}change/"
FIRST, SECOND = "out-piece-1-1", "out-piece-1-2"


class TestTakingOneLineOut:
    def test_leaves_the_others_in_the_change(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", offer_days="3", suspension_working_days="4")
        page = admin.get(CHANGE)

        answer = send(admin, page, FIRST)

        assert answer.location == CHANGE
        (left,) = _lines(house)
        assert left in words(page)
        assert left in words(admin.get(CHANGE))

    def test_of_the_last_one_leaves_no_change(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", offer_days="3")

        answer = send(admin, admin.get(CHANGE), FIRST)

        assert answer.location == SETTINGS
        assert _config(house).draft is None

    def test_pressed_twice_it_happens_once(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", offer_days="3", suspension_working_days="4")
        page = admin.get(CHANGE)
        send(admin, page, FIRST)

        again = send(admin, page, FIRST)

        assert again.location == CHANGE
        assert len(_lines(house)) == 1

    def test_from_an_old_page_is_refused(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", offer_days="3", suspension_working_days="4")
        old = admin.get(CHANGE)
        send(admin, admin.get(CHANGE), SECOND)

        answer = send(admin, old, FIRST)

        assert answer.status_code == 409
        assert "За это время кто-то изменил это" in words(answer)
        assert len(_lines(house)) == 1

    def test_of_a_dropped_change_is_refused(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", offer_days="3")
        old = admin.get(CHANGE)
        send(admin, old, "drop")

        answer = send(admin, old, FIRST)

        assert answer.status_code == 409
        assert _config(house).draft is None

    def test_of_what_is_not_there_changes_nothing(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/linear", offer_days="3")

        answer = send(admin, admin.get(CHANGE), FIRST, piece="rules/nothing")

        assert answer.status_code == 422
        assert len(_lines(house)) == 1


class TestTheRehearsalOfAVersion:
    def test_can_be_opened_from_it(self, house: House, admin: FlaskClient) -> None:
        _keep(admin, "rules/queue", ratio_g="2")
        rehearsed = send(admin, admin.get(CHANGE), "rehearse").location

        signed = _sign(admin)

        assert f'href="{rehearsed}"' in admin.get(signed.location).text

    def test_is_none_where_the_change_went_another_way(self, admin: FlaskClient) -> None:
        _keep(admin, "rules/queue", ratio_g="2")
        send(admin, admin.get(CHANGE), "rehearse")
        send(admin, admin.get(CHANGE), "drop")
        _keep(admin, "rules/linear", offer_days="3")

        signed = _sign(admin)

        assert signed.status_code == 303
        assert "Открыть пробный расчет" not in words(admin.get(signed.location))


def _keep(admin: FlaskClient, room: str, **typed: object) -> TestResponse:
    page = admin.get(f"{SETTINGS}{room}")
    return send(admin, page, "rules", **boxes_on(page.text) | typed)


def _sign(admin: FlaskClient) -> TestResponse:
    page = admin.get(f"{CHANGE}sign")
    return send(admin, page, "sign", when="now", reason="Приказ № 7")


def _lines(house: House) -> list[str]:
    draft = _config(house).draft
    return [line.words.ru for line in draft.lines] if draft else []


def _config(house: House) -> Configuration:
    return house.within(configuration, house["demo"])


@pytest.fixture
def admin(house: House) -> FlaskClient:
    house.within(open_staff, house["demo"], Role.ADMIN, "head")
    client = check_pages(house.app)
    come_in(client, "head")
    return client


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A fresh region for each test, where a child waits: a version stays for good."""
    with open_front(shared_scratch.new_database("one_line"), "demo") as opened:
        garden = opened.within(kindergarten, opened["demo"], "Айгөлек")
        opened.within(waiting, opened["demo"], next(opened.serials), garden)
        yield opened
    shared_scratch.drop_database("one_line")
