"""Pages of statistics: sifted by their address, as sheets, for those whose territories they are."""

import csv
import io
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.web.statistics.pages import SUBJECTS
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, free_place, open_staff, queued
from tests.web.checked import check_pages

BASE = "/demo/statistics"


@pytest.mark.parametrize("language", ["kk", "ru"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_has_its_page(admin: FlaskClient, subject: str, language: str) -> None:
    admin.get(f"/demo/language/{language}")

    page = admin.get(f"{BASE}/{subject}")

    assert page.status_code == 200
    assert 'aria-current="page"' in page.text


def test_a_figure_says_what_it_counts_and_as_of_when(admin: FlaskClient) -> None:
    admin.get("/demo/language/ru")

    page = admin.get(f"{BASE}/queue").text

    assert "Считает детей, которые сейчас стоят в очереди" in page
    assert "По состоянию на" in page
    assert 'role="img"' in page


def test_a_sheet_holds_what_the_page_shows(admin: FlaskClient) -> None:
    admin.get("/demo/language/ru")

    sheet = admin.get(f"{BASE}/queue/territories.csv?standing=G")
    rows = list(csv.reader(io.StringIO(sheet.data.decode("utf-8-sig")), delimiter=";"))

    assert sheet.mimetype == "text/csv"
    assert rows[0][0] == "Территория"
    assert [row[1:] for row in rows[1:]] == [["0", "0", "2", "2"]]


def test_what_is_chosen_stays_in_the_addresses(admin: FlaskClient) -> None:
    page = admin.get(f"{BASE}/places?territory=city&first=2026-08&last=2026-09").text

    assert "referrals.csv?territory=city&amp;first=2026-08&amp;last=2026-09" in page
    assert 'value="2026-08"' in page


@pytest.mark.parametrize("month", ["2026-13", "august", "9999-01"])
def test_a_month_that_there_is_none_of_is_told(admin: FlaskClient, month: str) -> None:
    page = admin.get(f"{BASE}/places?first={month}")

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text


@pytest.mark.parametrize(
    "query", ["territory=atlantis", "year=1e9", "language=xx", "standing=Z", "page=-1", "year=٣"]
)
def test_what_is_unknown_narrows_nothing(admin: FlaskClient, query: str) -> None:
    assert admin.get(f"{BASE}/queue?{query}").status_code == 200


def test_what_there_is_none_of_is_not_found(admin: FlaskClient) -> None:
    assert admin.get(f"{BASE}/secrets").status_code == 404
    assert admin.get(f"{BASE}/queue/secrets.csv").status_code == 404


def test_a_specialist_sees_the_own_territories_alone(house: House) -> None:
    client = _signed_in(house, Role.OFFICE, ("village",))
    client.get("/demo/language/ru")

    sheet = client.get(f"{BASE}/queue/territories.csv?territory=city").data.decode("utf-8-sig")
    staff = client.get(f"{BASE}/staff").text

    assert len(sheet.splitlines()) == 1
    assert "Звонки по причинам" not in staff


def test_another_region_asks_for_its_own_door(admin: FlaskClient) -> None:
    answer = admin.get("/pavlodar/statistics/queue")

    assert answer.status_code == 303
    assert "/pavlodar/staff/sign-in" in answer.location


@pytest.mark.parametrize("role", [Role.HOTLINE, Role.KINDERGARTEN])
def test_others_are_shut_out(house: House, role: Role) -> None:
    assert _signed_in(house, role).get(f"{BASE}/queue").status_code == 403


def _signed_in(house: House, role: Role, territories: tuple[str, ...] = ()) -> FlaskClient:
    login = f"{role}-{uuid.uuid4().hex[:8]}"
    garden = None
    if role is Role.KINDERGARTEN:
        garden = house.within(kindergarten, house["demo"], "Айгөлек", groups=())
    house.within(
        open_staff, house["demo"], role, login, kindergarten=garden, territories=territories
    )
    client = check_pages(house.app)
    come_in(client, login)
    return client


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return _signed_in(house, Role.ADMIN)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    settings = shared_scratch.new_database("kezek_statistics")
    with open_front(settings, "demo", "pavlodar") as opened:
        opened.app.config["WTF_CSRF_ENABLED"] = True
        garden = opened.within(kindergarten, opened["demo"], "Балапан")
        for category in (11, 13, 13, 13):
            opened.within(queued, opened["demo"], garden, category=category)
        opened.within(free_place, opened["demo"], garden)
        opened.within(free_place, opened["demo"], garden)
        yield opened
    shared_scratch.drop_database("kezek_statistics")
