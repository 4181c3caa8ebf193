"""Queues by category and by year: listed, live, without names, and of one region (V-13, D-10)."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from kezek.adapters.scratch import Scratch
from kezek.usecases.standing import verify
from tests.factories.regions import House, open_front
from tests.web.parents import Parent


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_shared_queues")
    with open_front(settings, "pavlodar", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_shared_queues")


@pytest.fixture(scope="module")
def parents(house: House) -> list[Parent]:
    """Two children of one category, the elder application first."""
    found = [Parent(house, "pavlodar", born_on=date(2022, 3, day)) for day in (14, 15)]
    for parent in found:
        parent.agree()
        parent.say_where("pavlodar")
        parent.tick()
        parent.send()
    return found


def _queue_url(parent: Parent) -> str:
    page = parent.client.get("/pavlodar/queues/")
    assert "4-G" in page.text
    found = re.search(r'href="(/pavlodar/queues/[0-9a-f-]{36})">[^<]*4-G', page.text)
    assert found is not None
    return found[1]


def test_a_category_shows_its_applications_in_their_order(parents: list[Parent]) -> None:
    page = parents[0].client.get(_queue_url(parents[0]))

    numbers = [parent.applications()[0].number for parent in parents]
    # Other tests of this house may have brought in children who applied later.
    assert re.findall(r'<li id="(PVL-[^"]+)">', page.text)[:2] == numbers
    assert "Айша" not in page.text


def test_categories_of_an_age_stand_in_the_order_in_which_they_are_served(
    parents: list[Parent], house: House
) -> None:
    first = Parent(house, "pavlodar", born_on=date(2022, 4, 1))
    first.agree()
    first.say_where("pavlodar")
    first.tick(first_priority="10")
    first.send()
    (row,) = first.applications()
    house.within(verify, first.region, "office:test", row.id)

    page = first.client.get("/pavlodar/queues/").text

    assert page.index("4-P") < page.index("4-G")


def test_a_number_leads_to_its_place_in_the_queue(parents: list[Parent]) -> None:
    number = parents[1].applications()[0].number
    check = parents[1].client.get("/pavlodar/check/", query_string={"number": number})

    assert f"{_queue_url(parents[1])}?page=1#{number}" in check.text.replace("&amp;", "&")


def test_the_live_part_is_asked_for_alone_and_only_when_it_changed(
    parents: list[Parent], house: House
) -> None:
    client, url = parents[0].client, _queue_url(parents[0])
    headers = {"HX-Request": "true", "HX-Target": "shared-board"}
    part = client.get(url, headers=headers)
    assert "<html" not in part.text
    known = {**headers, "If-None-Match": part.headers["ETag"]}
    assert client.get(url, headers=known).status_code == 304

    third = Parent(house, "pavlodar", born_on=date(2022, 5, 1))
    third.agree()
    third.say_where("pavlodar")
    third.tick()
    third.send()

    assert third.applications()[0].number in client.get(url, headers=known).text


def test_another_region_does_not_have_this_queue(parents: list[Parent]) -> None:
    elsewhere = _queue_url(parents[0]).replace("/pavlodar/", "/saran/")

    assert parents[0].client.get(elsewhere).status_code == 404


def test_the_region_leads_to_its_queues_only_where_it_has_shared_ones(
    parents: list[Parent],
) -> None:
    assert 'href="/pavlodar/queues/"' in parents[0].client.get("/pavlodar/").text
