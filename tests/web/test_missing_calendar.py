"""A term would lead into a year without a calendar: everybody is told in their own words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.core.access import Role
from kezek.usecases.regions import load_region
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, handed_in, open_staff
from tests.web.browsing import send
from tests.web.cabinet import Cabinet
from tests.web.checked import check_pages

CHRISTMAS = datetime(2026, 12, 24, 4, 0, tzinfo=UTC)


def test_a_parent_is_told_kindly_and_nothing_changes(house: House) -> None:
    cabinet = Cabinet(house)
    garden = cabinet.garden("Тұлпар")
    own = cabinet.queue(garden)
    house.clock.set(CHRISTMAS.replace(day=25))
    cabinet.publish(garden)

    page = cabinet.get(cabinet.of(own, "offer/acceptance"))
    answer = send(cabinet.client, page, "acceptance")

    assert answer.status_code == 409
    assert "2027 жылдың жұмыс күндері әлі енгізілмеген" in answer.text
    assert "Бұл сіздің қатеңіз емес" in answer.text
    assert cabinet.state(own) == "OFFERED"


def test_staff_are_told_which_year_and_whom_to_ask(house: House) -> None:
    garden = house.within(kindergarten, house["demo"], "Балдаурен")
    child = house.within(handed_in, house["demo"], garden)
    client = check_pages(house.app)
    house.within(open_staff, house["demo"], Role.KINDERGARTEN, "garden", kindergarten=garden)
    house.clock.set(CHRISTMAS.replace(day=31))
    come_in(client, "garden")

    page = client.get(f"/demo/kindergarten/children/{child}/")
    answer = send(client, page, "check", vaccinated="yes", decision="contraindication")

    assert answer.status_code == 409
    assert "Рабочие дни 2027 года не загружены" in answer.text
    assert "Попросите администратора загрузить календарь 2027 года" in answer.text


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    whole = read_tenant("demo")
    short = replace(whole, calendar=whole.calendar.only([2025, 2026]))
    with open_front(shared_scratch.new_database("kezek_short"), "demo") as opened:
        opened.clock.set(CHRISTMAS)
        opened.within(load_region, short, save=True, at_once=True)
        yield opened
    shared_scratch.drop_database("kezek_short")
