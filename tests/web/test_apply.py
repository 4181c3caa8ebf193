"""«Кезекке өтініш беру» as a parent walks it: without a script, to the number, twice."""

import re
import uuid
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House
from tests.web.applications import APPLY, choices, five_gardens, send_in
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.parents import Parent


class TestWay:
    def test_from_the_child_to_the_number_without_a_script(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        children = parent.client.get("/demo/family/children/")
        assert f"{APPLY}?child={parent.child_id}" in children.text

        assert parent.agree().location == parent.url("territory")
        assert parent.say_where().location == parent.url("kindergartens")
        assert parent.choose(gardens[1], gardens[0]).location == parent.url("benefits")
        assert parent.tick().location == parent.url("review")

        review = parent.get("review")
        assert "Серікова Әлия" in review.text
        assert review.text.index("Балдәурен") < review.text.index("Айгөлек")
        sent = send(parent.client, review, "step-send")

        assert sent.status_code == 303
        page = parent.client.get(sent.location)
        assert re.search(r"DEM-26-\d{6}-[A-Z]", page.text)
        assert len(parent.applications()) == 1

    def test_without_a_child_in_the_address_the_child_is_chosen(self, parent: Parent) -> None:
        page = parent.client.get(APPLY)
        agreed = send(parent.client, page, "step-consent", agree="y")

        assert agreed.location == f"{APPLY}child"
        chosen = send(
            parent.client,
            parent.client.get(agreed.location),
            "step-child",
            child=parent.child_id,
            full_name="Серікова Әлия",
            address="Сәтбаев 5",
        )
        assert chosen.location == parent.url("territory")

    @pytest.mark.parametrize("step", ["kindergartens", "benefits", "documents/", "review"])
    def test_who_comes_too_early_is_led_to_what_is_missing(self, parent: Parent, step: str) -> None:
        assert parent.get(step).location.startswith(APPLY)
        parent.agree()

        assert parent.get(step).location == parent.url("territory")

    def test_steps_may_be_gone_back_to(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.fill(gardens[0])

        for step in ("territory", "kindergartens", "benefits", "review"):
            assert parent.get(step).status_code == 200

    def test_a_queue_of_the_three_is_chosen(self, parent: Parent, house: House) -> None:
        special = house.within(kindergarten, parent.region, "Арнайы", kind="special")
        parent.agree()
        parent.say_where(queue_type="special")

        assert parent.choose(special).location == parent.url("benefits")
        assert parent.tick().location == parent.url("documents/")


class TestTwice:
    def test_pressed_twice_it_is_sent_once(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.fill(gardens[0])
        review = parent.get("review")

        first = send(parent.client, review, "step-send")
        second = send(parent.client, review, "step-send")

        assert (first.status_code, second.status_code) == (303, 303)
        assert first.location == second.location
        assert len(parent.applications()) == 1

    def test_from_a_second_tab_the_existing_number_is_shown(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        one, two = parent.get("review"), parent.get("review")
        number = _number(parent.client.get(send(parent.client, one, "step-send").location))

        answer = send(parent.client, two, "step-send")

        assert answer.status_code == 409
        assert number in answer.text
        assert len(parent.applications()) == 1

    def test_the_back_button_after_sending_leads_to_the_number(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        number = _number(parent.client.get(send_in(parent)))

        for step in ("territory", "kindergartens", "benefits", "review"):
            led = parent.get(step)
            assert led.location == parent.url("queued")
        assert number in parent.get("queued").text
        assert parent.begin().location == parent.url("queued")

    def test_an_old_form_of_a_step_changes_nothing_after_sending(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        old = parent.get("benefits")
        send_in(parent)

        late = send(parent.client, old, "step-benefits", first_priority="10")

        assert late.location == parent.url("queued")

    def test_what_another_tab_changed_is_what_is_sent(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        review = parent.get("review")
        parent.choose(gardens[1])

        send(parent.client, review, "step-send")

        assert choices(parent) == [gardens[1]]


class TestSent:
    def test_the_number_and_the_numbers_are_shown(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0], gardens[1])

        page = parent.client.get(send_in(parent)).text

        assert "Өтініш нөмірін сақтаңыз" in page
        assert "Айгөлек" in page

    def test_it_is_said_in_russian_too(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.client.get("/demo/language/ru")
        parent.fill(gardens[0])

        assert "Сохраните номер заявления" in parent.client.get(send_in(parent)).text


def _number(page: TestResponse) -> str:
    found = re.search(r"DEM-26-\d{6}-[A-Z]", page.text)
    assert found is not None
    return found[0]


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    return five_gardens(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with shared_house(shared_scratch, "kezek_apply", "demo") as opened:
        yield opened
