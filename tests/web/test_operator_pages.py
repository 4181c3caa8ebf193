"""The operator's first pages: who comes in, what he sees, and what no other role sees."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from tests.factories import staff
from tests.factories.operators import DOOR, open_operator, operator
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages, faults

PAGES = (
    "/operator/",
    "/operator/regions/",
    "/operator/regions/open",
    "/operator/health/",
    "/operator/jobs/",
    "/operator/switches/",
    "/operator/switches/off",
    "/operator/outages/",
    "/operator/outages/new",
    "/operator/audit/",
    "/operator/audit/acts",
    "/operator/audit/file.csv",
    "/operator/people/",
    "/operator/two-step",
)


LIVELY = "/operator/health/"
"""Its figures are others at each look, so a part is never literally in the page before it."""


@pytest.mark.parametrize("path", [path for path in PAGES if path != LIVELY])
def test_an_operator_sees_it(first: FlaskClient, path: str) -> None:
    assert first.get(path).status_code == 200


def test_health_is_read_as_a_page_and_renewed_as_a_part(first: FlaskClient) -> None:
    page = first.get(LIVELY, headers={"HX-Request": "true"})
    part = first.get(LIVELY, headers={"HX-Request": "true", "HX-Target": "health-now"})

    assert list(faults(page.text)) == []
    assert "PostgreSQL" in part.text
    assert part.text.strip().startswith('<div id="health-now"')
    assert "every 10s" in part.text
    assert "Демонстрационный регион" in part.text


@pytest.mark.parametrize("path", PAGES)
def test_a_stranger_is_led_to_the_operators_door(house: House, path: str) -> None:
    answer = check_pages(house.app).get(path)

    assert answer.status_code == 303
    assert answer.location.startswith(DOOR)


@pytest.mark.parametrize("path", PAGES[:-2])
def test_the_shared_hotline_sees_none_of_it(shared: FlaskClient, path: str) -> None:
    assert shared.get(path).status_code == 403


def test_an_administrator_of_a_region_is_a_stranger_here(house: House) -> None:
    client = check_pages(house.app)
    house.within(staff.open_staff, house["demo"], Role.ADMIN, "chief")
    staff.come_in(client, "chief")

    assert client.get("/operator/").location.startswith(DOOR)


def test_an_operator_is_a_stranger_in_every_region(first: FlaskClient) -> None:
    assert first.get("/demo/admin/").status_code == 303
    assert "/demo/staff/sign-in" in first.get("/demo/admin/").location


def test_a_region_of_that_number_is_not_there(first: FlaskClient) -> None:
    for page in ("", "stop", "resume", "export", "closing"):
        assert first.get(f"/operator/regions/999/{page}").status_code == 404


def test_the_list_is_sifted_by_its_address(first: FlaskClient) -> None:
    page = first.get("/operator/regions/?q=saran").text

    assert "saran · " in page
    assert "demo · " not in page
    assert "saran · " not in first.get("/operator/regions/?standing=closed").text


def test_the_door_says_the_same_of_a_wrong_login_and_a_wrong_password(house: House) -> None:
    client = check_pages(house.app)
    house.within(open_operator, "known")

    for login in ("known", "unknown"):
        page = client.get(DOOR)
        answer = send(client, page, "operator-door", login=login, password="not the right one")
        assert answer.status_code == 422
        assert answer.text.count('href="#') <= client.get(DOOR).text.count('href="#') + 1


def test_the_way_back_leads_nowhere_outside(house: House) -> None:
    client = check_pages(house.app)
    house.within(open_operator, "wanderer")
    page = client.get(f"{DOOR}?next=https://example.org/")

    answer = send(client, page, "operator-door", login="wanderer", password="a long enough one")

    assert answer.location == "/operator/regions/"


@pytest.fixture(scope="module")
def first(house: House) -> FlaskClient:
    return operator(house)


@pytest.fixture(scope="module")
def shared(house: House) -> FlaskClient:
    return operator(house, "shared", Role.SHARED_HOTLINE)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_operator"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_operator")
