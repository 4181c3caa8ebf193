"""The specialists' list: the most urgent first, and one decision where two are made at once."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.annex3 import Ground, Reasons
from kezek.core.applications import State
from kezek.core.errors import Code
from kezek.reads.office_desk import Wanted, next_item, office_desk
from kezek.reads.office_work import Work
from kezek.usecases.reviews import confirm, refuse_whole
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import under_review
from tests.integration.complaining import CHIEF, CITY, facts_of, load
from tests.integration.rivals import at_once


def test_the_most_urgent_is_first_and_next_goes_on(house: House, garden: uuid.UUID) -> None:
    tenant = house["demo"]
    first = under_review(tenant, garden)
    house.clock.advance(timedelta(seconds=5))
    second = under_review(tenant, garden)
    wanted = Wanted(Work.REVIEW)

    items = office_desk(tenant, CHIEF, wanted, 1, "ru").items
    order = [one.id for one in items]
    assert order.index(first) < order.index(second)
    mark = next(one.mark for one in items if one.id == first)
    following = next_item(tenant, CHIEF, wanted, mark, "ru")
    assert following is not None
    assert following.id == second
    # What was decided leaves the list; its mark still says where one was.
    confirm(tenant, CHIEF, first, intent=str(uuid.uuid4()))
    again = next_item(tenant, CHIEF, wanted, mark, "ru")
    assert again is not None
    assert again.id == second


def test_two_specialists_at_once_make_one_decision(house: House, garden: uuid.UUID) -> None:
    child = under_review(house["demo"], garden)
    reasons = Reasons(grounds=(Ground.UNRELIABLE,))
    refused = at_once(
        house,
        lambda: confirm(house["demo"], CHIEF, child, intent=str(uuid.uuid4())),
        lambda: refuse_whole(
            house["demo"], CITY, child, State.UNDER_REVIEW, reasons, intent=str(uuid.uuid4())
        ),
    )

    assert len(refused) == 1
    assert refused[0].code in (Code.ALREADY_DECIDED, Code.WRONG_STATE)
    kinds = [one.kind for one in facts_of(house, load(house, child))]
    decided = {"application:verified", "application:refused"} & set(kinds)
    assert len(decided) == 1


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return kindergarten(house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and kindergarten."""
    with open_house(shared_scratch.new_database("kezek_specialists_list"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_specialists_list")
