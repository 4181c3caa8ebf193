"""«Кезекке өтініш беру» with mistakes: each is said beside its box, and nothing goes on."""

import re
import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House
from tests.web.applications import APPLY, five_gardens
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.parents import Parent


class TestMistakes:
    def test_without_consent_it_does_not_go_on(self, parent: Parent) -> None:
        page = parent.begin()

        refused = send(parent.client, page, "step-consent")

        assert refused.status_code == 422
        assert 'id="agree-error"' in refused.text
        assert not parent.has_draft()

    def test_nothing_chosen_is_said_beside_each_box(self, parent: Parent) -> None:
        parent.agree()

        refused = send(parent.client, parent.get("territory"), "step-territory")

        assert refused.status_code == 422
        assert 'id="language-error"' in refused.text
        assert 'id="territory-error"' in refused.text

    @pytest.mark.parametrize("choices", [0, 5])
    def test_one_to_four_kindergartens(
        self, parent: Parent, gardens: list[uuid.UUID], choices: int
    ) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens")
        action = parent.url("kindergartens")

        refused = send(
            parent.client, page, action, choice=[str(one) for one in gardens[:choices]] or "none"
        )

        assert refused.status_code == 422
        assert "Кемінде бір" in refused.text
        assert parent.get("benefits").location == action

    def test_a_repeated_kindergarten_is_refused(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens")
        twice = [str(gardens[0])] * 2

        refused = send(parent.client, page, parent.url("kindergartens"), choice=twice)

        assert refused.status_code == 422

    def test_an_unknown_kindergarten_is_not_there(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        parent.agree()
        parent.say_where()
        page = parent.get("kindergartens")

        answer = send(parent.client, page, parent.url("kindergartens"), choice=str(uuid.uuid4()))

        assert answer.status_code == 404

    @pytest.mark.parametrize(
        "boxes",
        [
            {"planned-day": "x"},
            {"none": "y", "first_priority": "11"},
            {"none": "y", "planned": "x"},
        ],
        ids=["nothing", "both", "no day"],
    )
    def test_benefits_are_one_answer(
        self, parent: Parent, gardens: list[uuid.UUID], boxes: dict[str, str]
    ) -> None:
        parent.agree()
        parent.say_where()
        parent.choose(gardens[0])

        assert parent.tick(**boxes).status_code == 422

    def test_the_planned_day_lies_ahead(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        parent.agree()
        parent.say_where()
        parent.choose(gardens[0])

        refused = parent.tick(none="y", planned=["7", "9", "2026"])

        assert refused.status_code == 422
        assert 'id="planned-error"' in refused.text

    def test_a_child_of_six_is_told_early_and_refused_without_the_conclusion(
        self, house: House, gardens: list[uuid.UUID]
    ) -> None:
        parent = Parent(house, born_on=date(2020, 8, 1))
        parent.agree()
        assert "ПМПК" in parent.get("territory").text
        parent.say_where()
        parent.choose(gardens[0])

        refused = parent.tick(none="y")
        assert refused.status_code == 422
        assert 'id="first_priority-error"' in refused.text
        assert parent.tick(first_priority="5").location == parent.url("documents/")

    def test_a_name_and_an_address_are_asked_for(self, parent: Parent) -> None:
        agreed = send(parent.client, parent.client.get(APPLY), "step-consent", agree="y")

        refused = send(
            parent.client,
            parent.client.get(agreed.location),
            "step-child",
            full_name="",
            address="",
        )

        assert refused.status_code == 422
        for box in ("child", "full_name", "address"):
            assert f'id="{box}-error"' in refused.text

    def test_the_refused_form_alone_is_given_to_htmx(self, parent: Parent) -> None:
        page = parent.begin()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page.text)
        assert token is not None

        answer = parent.client.post(
            f"{APPLY}?child={parent.child_id}",
            data={"csrf_token": token[1]},
            headers={"HX-Request": "true", "HX-Target": "apply-step"},
        )

        assert answer.status_code == 422
        assert answer.text.lstrip().startswith('<section id="apply-step"')


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    return five_gardens(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with shared_house(shared_scratch, "kezek_apply_mistakes", "demo") as opened:
        yield opened
