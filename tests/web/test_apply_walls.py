"""Another family's application is not there, at any of its steps and after it was sent."""

import re
import uuid
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House
from tests.web.applications import APPLY, five_gardens, send_in
from tests.web.browsing import form_of
from tests.web.cabinet import shared_house
from tests.web.checked import check_pages
from tests.web.parents import Parent


class TestWhose:
    @pytest.mark.parametrize(
        "step", ["territory", "kindergartens", "benefits", "documents/", "review", "queued"]
    )
    def test_another_familys_child_is_not_there(
        self, parent: Parent, house: House, step: str
    ) -> None:
        parent.agree()
        stranger = Parent(house)

        assert stranger.client.get(parent.url(step)).status_code == 404
        assert stranger.client.get(f"{APPLY}?child={parent.child_id}").status_code == 404
        unknown = parent.url(step).replace(str(parent.child_id), str(uuid.uuid4()))
        assert stranger.client.get(unknown).status_code == 404

    def test_another_familys_child_cannot_be_sent(
        self, parent: Parent, house: House, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        stranger = Parent(house)
        stranger.fill(gardens[0])
        form = form_of(stranger.get("review"), "step-send")

        answer = stranger.client.post(parent.url("review"), data=_hidden(form))

        assert answer.status_code == 404
        assert len(parent.applications()) == 0

    def test_another_familys_application_is_not_there(
        self, parent: Parent, house: House, gardens: list[uuid.UUID]
    ) -> None:
        parent.fill(gardens[0])
        sent = send_in(parent)
        stranger = Parent(house)

        assert stranger.client.get(sent).status_code == 404
        application = sent.rpartition("/")[2]
        for page in ("choices", "planned-age", "withdrawal"):
            url = f"/demo/family/applications/{application}/{page}"
            assert stranger.client.get(url).status_code == 404
            assert parent.client.get(url).status_code == 200

    def test_a_stranger_is_led_to_the_door(self, house: House) -> None:
        answer = check_pages(house.app).get(APPLY)

        assert answer.location == f"/demo/family/sign-up?next={APPLY}"

    def test_under_another_region_it_is_not_there(self, parent: Parent) -> None:
        elsewhere = parent.url("territory").replace("/demo/", "/pavlodar/")

        assert parent.client.get(elsewhere).status_code == 303


def _hidden(form: str) -> dict[str, str]:
    return dict(
        re.findall(r'<input name="(csrf_token|intent)" type="hidden" value="([^"]*)"', form)
    )


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    return five_gardens(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with shared_house(shared_scratch, "kezek_apply_walls", "demo", "pavlodar") as opened:
        yield opened
