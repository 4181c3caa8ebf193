"""The answer of the hotline where vouchers are given, and where a bulletin comes out."""

import re
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House, open_front
from tests.web.holder import Holder
from tests.web.saran import Town
from tests.web.support_line import operator


def test_a_number_of_a_category_is_read_aloud(house: House) -> None:
    holder = Holder(house)

    said = _aloud(house, "pavlodar", holder.id)

    assert re.search(r"ваш номер в очереди – [а-я ]+\.", said)
    assert "мы предложим ваучер в личном кабинете" in said


def test_an_offered_voucher_is_said_with_its_last_day(house: House) -> None:
    holder = Holder(house).offered()

    said = _aloud(house, "pavlodar", holder.id)

    assert "Вашему ребенку предложен ваучер" in said
    assert not re.search(r"\d", said), said


def test_a_number_of_a_shared_queue_is_read_aloud(house: House) -> None:
    town = Town(house)
    waiting = town.apply()

    said = _aloud(house, "saran", waiting.id)

    assert re.search(r"ваш номер в очереди – [а-я ]+\.", said)


def _aloud(house: House, slug: str, application_id: object) -> str:
    client, _ = operator(house, slug)
    page = client.get(f"/{slug}/hotline/applications/{application_id}")
    assert page.status_code == 200
    found = re.search(r'<section class="spoken[^>]*lang="ru".*?</section>', page.text, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    database = shared_scratch.new_database("kezek_hotline_modes")
    with open_front(database, "pavlodar", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_hotline_modes")
