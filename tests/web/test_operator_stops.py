"""What operators stop on pages: a region, an act, a region for good by two; and what goes on."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.operator_room import RU, WORDS, new_operator, passer_by, press, region_of
from tests.web.square import words


class TestStopping:
    def test_shows_the_words_everywhere_and_goes_on(
        self, house: House, first: FlaskClient, family: FlaskClient
    ) -> None:
        region = region_of(house, "saran")

        press(first, f"{region}stop", "stop", level="suspended", **WORDS)

        page = family.get("/saran/")
        assert (page.status_code, RU in page.text) == (503, True)
        assert "Retry-After" in page.headers
        assert family.get("/saran/family/").status_code == 503
        assert family.get("/demo/").status_code == 200
        assert RU in words(first.get(region))
        house.clock.advance(timedelta(minutes=5))
        press(first, f"{region}resume", "resume", reason="it is over")
        assert family.get("/saran/").status_code == 200
        assert "Текущие сроки сдвигаются" not in family.get("/saran/").text
        assert RU in words(family.get("/saran/outages/"))

    def test_of_acts_alone_leaves_pages_to_read(
        self, house: House, first: FlaskClient, family: FlaskClient
    ) -> None:
        region = region_of(house, "saran")
        door = family.get("/saran/staff/sign-in")
        press(first, f"{region}stop", "stop", level="reads_only", **WORDS)

        assert family.get("/saran/").status_code == 200
        assert send(family, door, "staff", login="x", password="y").status_code == 503
        house.clock.advance(timedelta(minutes=5))
        press(first, f"{region}resume", "resume", reason="it is over")

    @pytest.mark.parametrize("box", ["words_kk", "words_ru", "reason", "level"])
    def test_without_a_box_is_the_same_form_again(
        self, house: House, first: FlaskClient, box: str
    ) -> None:
        region = region_of(house, "saran")
        boxes = {**WORDS, "level": "suspended", box: ""}

        answer = send(first, first.get(f"{region}stop"), "stop", **boxes)

        assert answer.status_code == 422
        assert first.get(region).text.count("suspended") == 0


class TestClosing:
    def test_waits_for_another_operator(
        self, house: House, first: FlaskClient, second: FlaskClient, family: FlaskClient
    ) -> None:
        region = region_of(house, "kostanay")
        press(first, f"{region}closing", "closing", **WORDS)
        way = re.search(r"/operator/regions/\d+/closing/[0-9a-f-]+", first.get(region).text)
        assert way is not None
        assert 'id="closing-answer"' not in first.get(way[0]).text
        assert family.get("/kostanay/").status_code == 200

        press(second, way[0], "closing-answer", answer="agree")

        page = family.get("/kostanay/")
        assert (page.status_code, RU in page.text) == (410, True)
        assert "/kostanay/" not in family.get("/").text
        assert "Закрыт" in words(second.get(region))
        house.clock.advance(timedelta(minutes=5))
        self.the_dry_run_is_read_and_put_off(second, f"{region}erasure")
        press(second, f"{region}resume", "resume", reason="annulled by the court")
        assert second.get(f"{region}erasure").status_code == 404
        assert family.get("/kostanay/").status_code == 200

    def the_dry_run_is_read_and_put_off(self, operator: FlaskClient, way: str) -> None:
        page = operator.get(way)
        assert "Что будет удалено" in words(page)
        assert "Выгрузите данные" in words(page)
        longer = {"kept": ["1", "9", "2040"], "reason": "суд просит хранить"}

        sooner = send(operator, page, "longer", **{**longer, "kept": ["1", "9", "2027"]})
        press(operator, way, "longer", **longer)

        assert sooner.status_code in (409, 422)
        assert "1 сентября 2040" in words(operator.get(way))


class TestSwitching:
    def test_turns_off_and_on(self, house: House, first: FlaskClient, family: FlaskClient) -> None:
        press(
            first,
            "/operator/switches/off?switch=applications",
            "switch-off",
            switch="applications",
            region=str(house["demo"]),
            reason="the register of births is away",
            until="",
        )

        answer = family.get("/demo/family/apply/")
        assert answer.status_code == 503
        assert "новые заявления не принимаются" in words(answer)
        assert family.get("/saran/family/apply/").status_code != 503
        page = first.get("/operator/switches/")
        way = re.search(r"/operator/switches/[0-9a-f-]{36}/on", page.text)
        assert way is not None
        assert send(first, page, way[0]).status_code == 303
        assert family.get("/demo/family/apply/").status_code != 503

    @pytest.mark.parametrize("until", ["yesterday", "2020-01-01T10:00"])
    def test_an_end_that_is_none_is_refused_beside_the_box(
        self, first: FlaskClient, until: str
    ) -> None:
        page = first.get("/operator/switches/off")

        answer = send(
            first, page, "switch-off", switch="taps", region="", reason="because", until=until
        )

        assert answer.status_code in (409, 422)
        assert 'id="until-error"' in answer.text


@pytest.fixture
def first(house: House) -> FlaskClient:
    return new_operator(house)


@pytest.fixture
def second(house: House) -> FlaskClient:
    return new_operator(house)


@pytest.fixture
def family(house: House) -> FlaskClient:
    return passer_by(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(
        shared_scratch, "kezek_operator_stops", "demo", "saran", "kostanay"
    ) as opened:
        yield opened
