"""The hotline that regions share: it finds an application by its number, and by nothing else."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.db.lookups import LookupRow
from kezek.db.personal_views import PersonalViewRow
from kezek.db.scope import read_scope
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.operator_room import in_queue, new_operator


class TestTheSharedHotline:
    def test_finds_by_the_number_in_whatever_region(
        self, house: House, shared: FlaskClient
    ) -> None:
        number = house.within(in_queue, house["demo"])
        typed = f"  {number.lower().replace('-', ' ')} "

        found = send(shared, shared.get("/operator/hotline/"), "look-up", q=typed)

        assert found.status_code == 303
        page = shared.get(found.location)
        assert page.status_code == 200
        assert number in page.text
        assert house.within(_looks, house["demo"])

    @pytest.mark.parametrize(
        "typed", ["", "850101300123", "+77011234567", "Айша 14.03.2022", "ZZZ-26-000017-K", "?"]
    )
    def test_finds_by_nothing_else(self, shared: FlaskClient, typed: str) -> None:
        page = shared.get("/operator/hotline/")

        assert send(shared, page, "look-up", q=typed).status_code == 422

    def test_is_not_the_operators(self, first: FlaskClient) -> None:
        assert first.get("/operator/hotline/").status_code == 403

    def test_an_application_of_another_region_is_not_there(
        self, house: House, shared: FlaskClient
    ) -> None:
        nobody = uuid.uuid4()
        assert shared.get(f"/operator/hotline/demo/{nobody}").status_code == 404
        assert shared.get(f"/operator/hotline/nowhere/{nobody}").status_code == 404


def _looks(tenant_id: int) -> bool:
    with read_scope(tenant_id) as session:
        asked = session.scalars(select(LookupRow.actor)).all()
        seen = session.scalars(select(PersonalViewRow.role)).all()
    return any(one.startswith("shared_hotline:") for one in asked) and "shared_hotline" in seen


@pytest.fixture
def first(house: House) -> FlaskClient:
    return new_operator(house)


@pytest.fixture
def shared(house: House) -> FlaskClient:
    return new_operator(house, Role.SHARED_HOTLINE)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_operator_hotline", "demo", "saran") as opened:
        yield opened
