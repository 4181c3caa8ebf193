"""One form for three ways of giving places: the territory says which steps it has (G-10, V-17)."""

import re
import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases.accounts import Profile, keep_profile
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.web.parents import Parent


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_apply_modes")
    with open_front(settings, "pavlodar", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_apply_modes")


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house, "pavlodar", born_on=date(2022, 3, 14))


class TestVoucherTerritory:
    def test_from_the_territory_to_the_number_without_a_kindergarten(self, parent: Parent) -> None:
        parent.agree()

        assert parent.say_where("pavlodar").location == parent.url("benefits")
        assert parent.tick().location == parent.url("review")
        review = parent.get("review")
        assert "review-kindergartens" not in review.text
        page = parent.client.get(parent.send().location)

        assert re.search(r"PVL-26-\d{6}-[A-Z]", page.text)
        assert "4-G" in page.text
        (row,) = parent.applications()
        assert (row.mode, row.cohort, row.choices) == ("voucher", 4, [])

    def test_its_way_has_no_step_for_kindergartens(self, parent: Parent) -> None:
        parent.agree()
        parent.say_where("pavlodar")

        assert parent.get("kindergartens").location == parent.url("benefits")
        steps = re.search(r'<nav class="steps".*?</nav>', parent.get("benefits").text, re.S)
        assert steps is not None
        assert steps[0].count("<li") == 6
        back = parent.get("benefits").text
        assert f'href="{parent.url("territory")}"' in back

    def test_a_territory_of_the_queue_beside_it_asks_for_them(
        self, parent: Parent, house: House
    ) -> None:
        garden = house.within(kindergarten, parent.region, "Ақсу", territory="aksu")
        parent.agree()

        assert parent.say_where("aksu").location == parent.url("kindergartens")
        assert parent.choose(garden).location == parent.url("benefits")
        assert parent.say_where("pavlodar").location == parent.url("benefits")
        parent.tick()
        parent.send()

        assert parent.applications()[0].choices == []

    def test_the_number_is_explained_on_the_pages(self, parent: Parent) -> None:
        parent.agree()
        parent.say_where("pavlodar")
        parent.tick()
        parent.send()
        (row,) = parent.applications()

        shown = parent.client.get(f"/pavlodar/family/applications/{row.id}")
        history = re.search(
            r'href="(/pavlodar/family/applications/[^"]+/history/[^"]+)"', shown.text
        )
        assert history is not None
        assert parent.client.get(history[1]).status_code == 200
        check = parent.client.get("/pavlodar/check/", query_string={"number": row.number})
        assert "4-G" in check.text


class TestIndigoTerritory:
    def test_the_queue_of_the_year_and_language(self, house: House) -> None:
        parent = Parent(house, "saran", born_on=date(2022, 3, 14))
        profile = Profile(
            full_name="Серікова Әлия", address="Абай көшесі, 1", email="aliya@example.kz"
        )
        house.within(keep_profile, parent.region, parent.actor, profile)
        territory = _territory(parent)
        parent.agree()

        assert parent.say_where(territory).location == parent.url("benefits")
        parent.tick()
        page = parent.client.get(parent.send().location)

        assert re.search(r"SAR-26-\d{6}-[A-Z]", page.text)
        (row,) = parent.applications()
        assert (row.mode, row.cohort, row.choices) == ("indigo", None, [])
        check = parent.client.get("/saran/check/", query_string={"number": row.number})
        assert check.status_code == 200
        assert row.number in check.text

    def test_the_service_is_called_as_the_site_of_the_town_calls_it(self, house: House) -> None:
        parent = Parent(house, "saran")

        assert "Кезекке тұру" in parent.client.get("/saran/family/children/").text


def _territory(parent: Parent) -> str:
    parent.agree()
    found = re.search(r'name="territory"[^>]*value="([a-z-]+)"', parent.get("territory").text)
    assert found is not None
    return found[1]


def test_a_form_of_an_unknown_child_is_nobodys(parent: Parent) -> None:
    other = parent.client.get(f"/pavlodar/family/apply/{uuid.uuid4()}/territory")
    assert other.status_code == 404
