"""Operators themselves: invited by a link, sent home from a list, asked again before high risk."""

import itertools
import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.operator_sessions import PROVEN
from tests.factories.operators import PASSWORD
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.operator_room import new_operator, passer_by, press, region_of
from tests.web.square import words

_LOGINS = itertools.count(1)


class TestHighRisk:
    def test_asks_for_the_password_once_more(self, house: House) -> None:
        client = new_operator(house)
        house.clock.advance(PROVEN)
        region = region_of(house, "demo")
        assert client.get(region).status_code == 200

        asked = client.get(f"{region}stop")
        assert asked.status_code == 303
        proof = client.get(asked.location)
        assert send(client, proof, "proof", password="wrong").status_code == 422
        answer = send(client, proof, "proof", password=PASSWORD)

        assert answer.location == f"{region}stop"
        assert client.get(answer.location).status_code == 200


class TestPeople:
    def test_are_invited_by_a_link_that_works_once(
        self, house: House, first: FlaskClient, family: FlaskClient
    ) -> None:
        login = f"guest-{next(_LOGINS)}"
        page = first.get("/operator/people/")
        invited = send(
            first, page, "invite", login=login, full_name="Ерлан Сейтов", role="shared_hotline"
        )
        way = re.search(r"/operator/invitation/[\w-]+", invited.text)
        assert way is not None
        boxes = {"password": PASSWORD, "again": "something else"}
        assert send(family, family.get(way[0]), "invitation", **boxes).status_code == 422

        press(family, way[0], "invitation", password=PASSWORD, again=PASSWORD)

        assert family.get(way[0]).status_code == 410
        assert login in words(first.get("/operator/people/"))

    def test_a_session_is_ended_from_the_list(self, house: House, first: FlaskClient) -> None:
        other = new_operator(house)
        assert other.get("/operator/").status_code == 200
        page = first.get("/operator/people/")
        for way in set(re.findall(r"/operator/sessions/[0-9a-f-]{36}/end", page.text)):
            send(first, page, way)

        assert other.get("/operator/").status_code == 303
        assert first.get("/operator/").status_code == 200


@pytest.fixture
def first(house: House) -> FlaskClient:
    return new_operator(house)


@pytest.fixture
def family(house: House) -> FlaskClient:
    return passer_by(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_operator_people", "demo") as opened:
        yield opened
