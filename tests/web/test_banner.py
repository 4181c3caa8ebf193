"""What a region wants read first stands above its public pages and its families', once."""

from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House
from tests.web.cabinet import Cabinet, shared_house
from tests.web.checked import check_pages

WORDS = {
    "kk": "Мемлекеттік органдарға барудың қажеті жоқ.",
    "ru": "Приходить в государственные органы не нужно.",
}
PUBLIC = ("", "kindergartens/", "bulletin/", "check/", "how-it-works", "family/sign-up")


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_everybody_reads_it_in_their_language(house: House, path: str, language: str) -> None:
    client = check_pages(house.app)

    page = client.get(f"/pavlodar/{path}", headers={"Accept-Language": language})

    assert page.status_code == 200
    assert page.text.count(WORDS[language]) == 1


def test_a_signed_in_family_reads_it_too(house: House) -> None:
    cabinet = Cabinet(house, "pavlodar")

    for path in ("/pavlodar/family/", "/pavlodar/family/notices/"):
        assert cabinet.get(path).text.count(WORDS["kk"]) == 1


def test_a_made_up_region_says_once_that_it_is_made_up(house: House) -> None:
    page = check_pages(house.app).get("/demo/")

    assert "отбасылар мен балабақшалар ойдан шығарылған" not in page.text
    assert 'class="ribbon"' in page.text


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_banner", "demo", "pavlodar") as opened:
        yield opened
