"""Regions and pupils are listed as people who read Kazakh look for them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.core.regions import Words
from kezek.db.applications import ApplicationRow
from kezek.db.people import ChildRow
from kezek.db.scope import tenant_scope
from kezek.reads.kindergarten_children import ChildSieve, children_page
from kezek.reads.tenants import Directory
from kezek.usecases.regions import open_region
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import enrolled


def test_regions_stand_by_the_kazakh_alphabet(house: House) -> None:
    base = read_tenant("saran")
    for place, name in enumerate(("Ұлытау", "Қарағанды", "Ақмола", "Атырау")):
        slug, prefix = f"region-{place}", "QWER"[place] * 3
        open_region(replace(base, slug=slug, prefix=prefix, name=Words(name, name)))

    names = [card.name("kk") for card in Directory(house.app).all() if not card.is_demo]

    assert names == ["Ақмола", "Атырау", "Қарағанды", "Ұлытау"]


def test_pupils_stand_by_the_kazakh_alphabet(house: House) -> None:
    tenant_id = house["demo"]
    garden = kindergarten(tenant_id, "Балдәурен")
    names = ("Ясина Инна", "Әлиева Айша", "Бекова Дана", "Айтова Сара")
    for name in names:
        application = enrolled(tenant_id, garden)
        with tenant_scope(tenant_id) as session:
            child_id = session.get_one(ApplicationRow, (tenant_id, application)).child_id
            session.get_one(ChildRow, (tenant_id, child_id)).full_name = name

    page = children_page(tenant_id, garden, "kk", ChildSieve())

    assert page is not None
    assert [one.name for one in page.lines] == [names[3], names[1], names[2], names[0]]


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_directory"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_directory")
