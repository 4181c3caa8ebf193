"""Vouchers for whoever passes: how they are given, and what a kindergarten of the city shows."""

import re
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases import vouchers
from tests.factories.regions import House
from tests.web.cabinet import latin_words, plain, shared_house
from tests.web.checked import check_pages
from tests.web.holder import Holder

PAGE = "/pavlodar/how-it-works/vouchers"


def test_every_category_of_the_region_is_in_the_table(house: House) -> None:
    page = plain(check_pages(house.app).get(PAGE, headers={"Accept-Language": "ru"}))

    codes = re.findall(r"\b[1-6]-[OPG]\b", page)
    assert len(set(codes)) == 18
    assert "4 · 2022 года рождения" in page
    assert "когда в других категориях никто не ждет" in page
    assert "30 июня 2027" in page


def test_the_terms_are_those_of_the_region(house: House) -> None:
    page = plain(check_pages(house.app).get(PAGE))

    for said in ("2 жұмыс күні", "28 күнтізбелік күн", "5 жұмыс күні", "30 күнтізбелік күнге"):
        assert said in page


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_it_is_said_in_the_readers_language(house: House, language: str) -> None:
    page = check_pages(house.app).get(PAGE, headers={"Accept-Language": language})

    assert latin_words(page) == set()


def test_a_region_without_vouchers_has_no_such_page(house: House) -> None:
    client = check_pages(house.app)

    assert client.get("/demo/how-it-works/vouchers").status_code == 404
    assert "vouchers" not in client.get("/demo/how-it-works").text
    assert PAGE in client.get("/pavlodar/how-it-works").text


def test_a_kindergarten_shows_free_places_and_its_list(house: House) -> None:
    holder = Holder(house)
    holder.waitlisted()
    client = check_pages(house.app)

    full = plain(client.get(f"/pavlodar/kindergartens/{holder.full}"))
    first = plain(client.get(f"/pavlodar/kindergartens/{holder.first}"))

    assert "Күту парағында: 1" in full
    assert "Күту парағында: 0" in first
    assert "3 бос орын" in first
    assert "Орындар ваучермен беріледі" in first
    assert "Айша" not in full + first


def test_the_list_of_a_kindergarten_is_live(house: House) -> None:
    holder = Holder(house)
    holder.active()
    address = f"/pavlodar/kindergartens/{holder.full}"
    client = check_pages(house.app)
    asked = {"HX-Request": "true", "HX-Target": "kindergarten-cohorts"}
    before = client.get(address, headers=asked)

    house.within(
        vouchers.join_waiting_list, holder.region, holder.actor.tag, holder.id, holder.full
    )
    after = client.get(address, headers=asked)

    assert "Күту парағында: 0" in before.text
    assert "Күту парағында: 1" in after.text
    assert f"sse:queue-kindergarten-{holder.full}" in before.text


def test_a_kindergarten_of_a_district_has_its_queue(house: House) -> None:
    holder = Holder(house)
    elsewhere = holder.garden("Аудандағы", territory="aksu")

    page = plain(check_pages(house.app).get(f"/pavlodar/kindergartens/{elsewhere}"))

    assert "Орындар ваучермен беріледі" not in page
    assert "Күту парағында" not in page


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_public_vouchers", "pavlodar", "demo") as opened:
        yield opened
