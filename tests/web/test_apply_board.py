"""The board of kindergartens to choose from: found, sorted, picked and put in order."""

import re
import uuid
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.web.applications import five_gardens
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.parents import Parent


class TestBoard:
    def test_places_and_queue_stand_beside_each(self, parent: Parent, house: House) -> None:
        garden = house.within(kindergarten, parent.region, "Шұғыла")
        other = Parent(house)
        other.fill(garden)
        other.send()
        parent.agree()
        parent.say_where()

        card = _card(parent.get("kindergartens", q="шугыла"), garden)

        assert re.findall(r"<dd\s*>(\d+)</dd>", card) == ["0", "1"]

    def test_choosing_is_a_link_that_can_be_taken_back(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.agree()
        parent.say_where()
        first = parent.client.get(_link(parent.get("kindergartens"), f"pick-{gardens[2]}"))
        second = parent.client.get(_link(first, f"pick-{gardens[0]}"))
        higher = parent.client.get(_link(second, f"up-{gardens[0]}"))
        dropped = parent.client.get(_link(higher, f"drop-{gardens[0]}"))

        assert _chosen(first) == [gardens[2]]
        assert _chosen(second) == [gardens[2], gardens[0]]
        assert _chosen(higher) == [gardens[0], gardens[2]]
        assert _chosen(dropped) == [gardens[2]]
        emptied = parent.client.get(_link(dropped, f"drop-{gardens[2]}"))
        assert _chosen(emptied) == []

    def test_a_fifth_cannot_be_picked(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens", choice=gardens[:4])

        assert len(_chosen(page)) == 4
        assert f"pick-{gardens[4]}" not in page.text

    def test_the_emptied_choice_stays_empty_when_it_is_refused(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        emptied = parent.client.get(_link(parent.get("kindergartens"), f"drop-{gardens[0]}"))

        refused = send(parent.client, emptied, parent.url("kindergartens"))

        assert refused.status_code == 422
        assert _chosen(refused) == []

    @pytest.mark.parametrize("typed", ["балдаурен", "БАЛДӘУРЕН", "Балд"])
    def test_a_name_is_found_on_either_keyboard(
        self, parent: Parent, gardens: list[uuid.UUID], typed: str
    ) -> None:
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens", q=typed).text

        assert f"name-{gardens[1]}" in page
        assert f"name-{gardens[0]}" not in page

    def test_one_without_groups_is_listed_and_cannot_be_picked(
        self, parent: Parent, house: House
    ) -> None:
        bare = house.within(kindergarten, parent.region, "Қарлығаш", groups=())
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens", q="карлыгаш")

        assert f"name-{bare}" in page.text
        assert f"pick-{bare}" not in page.text
        forced = send(parent.client, page, parent.url("kindergartens"), choice=str(bare))
        assert forced.status_code == 422

    def test_what_is_made_up_is_marked(self, parent: Parent, house: House) -> None:
        garden = house.within(kindergarten, parent.region, "Құлыншақ", is_demo=True)
        parent.agree()
        parent.say_where()

        assert 'class="demo"' in _card(parent.get("kindergartens", q="құлын"), garden)

    def test_only_those_of_the_territory_and_the_queue(self, parent: Parent, house: House) -> None:
        elsewhere = house.within(kindergarten, parent.region, "Ауыл", territory="village")
        special = house.within(kindergarten, parent.region, "Арнайы", kind="special")
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens").text

        assert f"name-{elsewhere}" not in page
        assert f"name-{special}" not in page

    def test_a_long_list_comes_in_pages(self, house: House) -> None:
        parent = Parent(house, "pavlodar")
        for at in range(45):
            house.within(kindergarten, parent.region, f"Бақша {at:02}", territory="aksu")
        parent.agree()
        parent.say_where("aksu")

        third = parent.get("kindergartens", page=3)

        assert third.text.count("<article") == 5

    @pytest.mark.parametrize("order", ["name", "free", "queue"])
    def test_the_list_is_sorted_as_wished(self, parent: Parent, house: House, order: str) -> None:
        for name in ("Қызғалдақ", "Жанар"):
            house.within(kindergarten, parent.region, f"{name} {order}")
        waited_for = house.within(kindergarten, parent.region, f"Асыл {order}")
        other = Parent(house)
        other.fill(waited_for)
        other.send()
        parent.agree()
        parent.say_where()

        page = parent.get("kindergartens", q=order, order=order).text

        found = re.findall(rf"<h3[^>]*>(\w+) {order}</h3>", page)
        first, last = ("Жанар", "Асыл") if order == "queue" else ("Асыл", "Қызғалдақ")
        assert (found[0], found[-1]) == (first, last)


def _link(page: TestResponse, id_: str) -> str:
    found = re.search(rf'<a id="{id_}"[^>]*href="([^"#]*)', page.text)
    assert found is not None, id_
    return found[1].replace("&amp;", "&")


def _card(page: TestResponse, garden: uuid.UUID) -> str:
    found = re.search(rf"<article[^>]*name-{garden}.*?</article>", page.text, re.DOTALL)
    assert found is not None
    return found[0]


def _chosen(page: TestResponse) -> list[uuid.UUID]:
    """What the form of the board would keep."""
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page.text, re.DOTALL)
    found = [re.findall(r'name="choice" type="hidden" value="([^"]*)"', form) for form in forms]
    (chosen,) = [ids for ids in found if ids]
    return [] if chosen == ["none"] else [uuid.UUID(one) for one in chosen]


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    return five_gardens(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with shared_house(shared_scratch, "kezek_apply_board", "demo", "pavlodar") as opened:
        yield opened
