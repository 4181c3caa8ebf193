"""The states of each mode are told without a word of code."""

import re
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.square import words


@pytest.mark.parametrize("mode", ["linear", "indigo", "voucher"])
def test_no_state_is_explained_in_code_or_in_english(house: House, mode: str) -> None:
    house.within(open_staff, house["demo"], Role.ADMIN, f"states-{mode}")
    client = house.app.test_client()
    come_in(client, f"states-{mode}")

    said = words(client.get(f"/demo/admin/states/{mode}", follow_redirects=True))

    assert re.findall(r"\b(?:row|rows|[a-z]+_[a-z_]+)\b", said) == []


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """A region with all its pages."""
    with open_front(shared_scratch.new_database("states"), "demo") as opened:
        yield opened
