"""An application that takes its time: overnight, over the weekend, past the term of a paper."""

import io
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kezek.settings import Settings
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.parents import Parent

APPLY = "/demo/family/apply/"


def test_what_is_filled_in_outlives_the_session(parent: Parent, garden: uuid.UUID) -> None:
    parent.agree()
    parent.say_where()
    parent.choose(garden)
    send(parent.client, parent.client.get(APPLY), "/demo/sign-out")
    parent.house.clock.advance(timedelta(days=3))
    parent.come_in()

    assert parent.url("benefits") in parent.client.get(APPLY).text
    assert "Айгөлек" in parent.get("kindergartens").text


@pytest.mark.parametrize(
    ("hours", "is_late"),
    [(0, False), (10, True), (5 * 24, True)],
    ids=["by day", "in the evening", "on Saturday"],
)
def test_after_hours_it_is_taken_up_the_next_working_day(
    parent: Parent, garden: uuid.UUID, hours: int, is_late: bool
) -> None:
    parent.house.clock.advance(timedelta(hours=hours))
    parent.fill(garden, first_priority="10")

    page = parent.client.get(parent.send().location).text

    assert ("келесі жұмыс күні" in page) is is_late


def test_a_certificate_that_ran_out_is_shown_and_asked_for_anew(
    parent: Parent, garden: uuid.UUID
) -> None:
    parent.fill(garden, first_priority="11")
    _attach(parent, "DOC-04", issued=["10", "8", "2026"])
    _attach(parent, "DOC-05")
    review = parent.get("review")
    parent.house.clock.advance(timedelta(days=4))

    assert "мерзімі өтті" in parent.get("documents/").text
    assert parent.get("review").location == parent.url("documents/")
    assert send(parent.client, review, "step-send").location == parent.url("documents/")
    assert parent.applications() == []


def _attach(parent: Parent, code: str, issued: list[str] | None = None) -> None:
    box = code.lower()
    boxes: dict[str, object] = {f"{box}-files": (io.BytesIO(PDF), "a.pdf")}
    if issued is not None:
        boxes[f"{box}-issued"] = issued
    send(parent.client, parent.get("documents/"), f"attach-{box}", **boxes)


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_front(new_database(), "demo") as opened:
        yield opened
