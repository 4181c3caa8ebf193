"""Input that no person means: it gets a sentence or the usual page, never an error of ours."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from tests.factories.desks import NEW, PLACES, ROOM, desk_of, new_garden
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.operator_room import new_operator
from tests.web.support_line import LINE, operator, staff

ODD = {
    "a superscript": "²",
    "digits of another script": "٣",
    "a number too long": "9" * 30,
    "a number of thousands of signs": "9" * 5000,
    "a text turned round": "\u202eمرحبا",
    "a family of one sign": "👩‍👧‍👦",
    "thirty-six dashes": "-" * 36,
}
odd = pytest.mark.parametrize("typed", ODD.values(), ids=ODD.keys())


@odd
def test_a_month_and_a_page_that_are_none(desk: FlaskClient, typed: str) -> None:
    asked = {"month": f"2026-{typed}", "page": typed, "kind": typed, "text": typed, "group": typed}

    for path in ("calendar/", "places/", "pupils/", "groups/"):
        assert desk.get(f"{ROOM}{path}", query_string=asked).status_code == 200


@odd
def test_places_and_a_last_day_that_are_none(desk: FlaskClient, typed: str) -> None:
    day = ["1", "1", typed]

    looked = desk.get(
        f"{PLACES}batches/preview", query_string={"p.2022.kk": typed, "t.2022.kk": 1, "until": day}
    )
    boxes = {"birth_year": typed, "language": "kk", "places": typed, "term": "temporary"}
    sent = send(desk, desk.get(NEW), "publish", **boxes, until=day)

    assert (looked.status_code, sent.status_code) == (422, 422)


@odd
def test_august_with_numbers_and_children_that_are_none(desk: FlaskClient, typed: str) -> None:
    step = desk.get(f"{ROOM}year-end/").location.removesuffix("/day")
    children = desk.get(f"{step}/children", query_string={"page": typed, "group": typed})
    kept = send(desk, children, "children", **{f"child.{typed}": "leaves", "then": "stay"})
    places = desk.get(f"{step}/places")
    sent = send(desk, places, "places", **{"n.2022.kk": typed, "c.2022.kk": typed})

    assert children.status_code == 200
    assert kept.status_code == 303
    assert sent.status_code in (303, 422)


@odd
def test_a_caller_who_says_nothing_that_is_known(house: House, typed: str) -> None:
    client, _ = operator(house)
    looked = send(client, client.get(LINE), "look-up", q=typed)
    day = ["1", typed, "2022"]
    named = send(
        client, client.get(f"{LINE}by-name"), "by-name", name="Әлия", born_on=day, reason=typed
    )

    assert looked.status_code in (200, 422)
    assert named.status_code == 422


def test_a_zero_byte_is_no_text(house: House) -> None:
    client, _ = operator(house)

    assert send(client, client.get(LINE), "look-up", q="a\x00b").status_code == 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", *ODD.values()])
def test_days_that_nobody_means(house: House, day: str) -> None:
    admin = staff(house, Role.ADMIN)
    runs = new_operator(house)

    for path in ("calls/", "calls/lookups", "views/"):
        asked = {"day": day, "first": day, "last": day}
        assert admin.get(f"/demo/admin/{path}", query_string=asked).status_code == 200
    assert runs.get("/operator/audit/", query_string={"first": day, "last": day}).status_code == 200


def test_the_address_that_staff_are_told_leads_to_the_door(house: House) -> None:
    told = check_pages(house.app).get("/demo/staff/")

    assert (told.status_code, told.location) == (303, "/demo/staff/sign-in")


@pytest.fixture
def desk(house: House, garden: uuid.UUID) -> FlaskClient:
    return desk_of(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return new_garden(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_odd"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_odd")
