"""What may still be changed once it is sent: kindergartens, the planned day, the wish itself."""

import re
import uuid
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from tests.factories.regions import House
from tests.web.applications import choices, five_gardens, send_in
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.parents import Parent


class TestChanges:
    def test_other_kindergartens_keep_the_moment(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "choices")
        page = parent.client.get(url, query_string={"choice": [gardens[2], gardens[1]]})

        answer = send(parent.client, page, url)

        assert answer.status_code == 303
        assert choices(parent) == [gardens[2], gardens[1]]
        assert send(parent.client, page, url).status_code == 303

    def test_no_kindergarten_at_all_is_refused(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "choices")

        refused = send(parent.client, parent.client.get(url), url, choice="none")

        assert refused.status_code == 422
        assert choices(parent) == [gardens[0]]

    def test_the_planned_day_is_set_and_lifted(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "planned-age")

        late = send(parent.client, parent.client.get(url), "plan", planned=["7", "9", "2026"])
        set_ = send(parent.client, parent.client.get(url), "plan", planned=["1", "3", "2027"])
        assert (late.status_code, set_.status_code) == (422, 303)
        assert _state(parent) == "DEFERRED"
        send(parent.client, parent.client.get(url), "plan", planned=["", "", ""])
        assert _state(parent) == "QUEUED"

    def test_it_is_taken_back_once(self, parent: Parent, gardens: list[uuid.UUID]) -> None:
        url = _changed(parent, gardens[0], "withdrawal")
        page = parent.client.get(url)

        first = send(parent.client, page, url)
        second = send(parent.client, page, url)

        assert (first.status_code, second.status_code) == (303, 303)
        assert _state(parent) == "ARCHIVED"
        again = parent.client.get(url)
        assert url not in re.findall(r'<form[^>]*action="([^"]*)"', again.text)

    def test_what_is_over_is_not_taken_back_once_more(
        self, parent: Parent, gardens: list[uuid.UUID]
    ) -> None:
        url = _changed(parent, gardens[0], "withdrawal")
        one, two = parent.client.get(url), parent.client.get(url)
        send(parent.client, one, url)

        assert send(parent.client, two, url).status_code == 409


def _changed(parent: Parent, garden: uuid.UUID, page: str) -> str:
    """The address of a change to an application that was just sent."""
    parent.fill(garden)
    application = send_in(parent).rpartition("/")[2]
    return f"/demo/family/applications/{application}/{page}"


def _state(parent: Parent) -> str:
    (row,) = parent.applications()
    return row.state


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    return five_gardens(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all: every test brings a family of its own, and none moves the clock."""
    with shared_house(shared_scratch, "kezek_apply_changes", "demo") as opened:
        yield opened
