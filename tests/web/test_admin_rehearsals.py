"""A change is tried out before it is signed: who gains, who loses, child by child."""

import csv
import io
import itertools
import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.db.journal import FactRow
from kezek.db.rehearsals import RehearsalRow, find_rehearsal
from kezek.db.scope import read_scope, tenant_scope
from kezek.db.tenants import TenantVersionRow
from kezek.reads.rehearsals import PAGE
from kezek.usecases.rules_change import change_settings
from kezek.web.admin.rehearsals import TRIED
from tests.factories.crowd import crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages
from tests.web.square import words

START = "/demo/admin/rehearsals/"
_LOGINS = itertools.count(1)


class TestTrying:
    def test_begins_with_the_settings_of_now(self, admin: FlaskClient) -> None:
        page = admin.get(START)

        assert re.search(r'name="ratio_g"[^>]*value="3"', page.text)
        assert "Проверка изменений на живой очереди" in words(page)

    def test_shows_who_gains_and_who_loses(self, admin: FlaskClient, crowded: uuid.UUID) -> None:
        page = _rehearse(admin, ratio_g="1")

        said = words(page)
        assert "Ничего не изменено" in said
        assert "3 → 1" in said
        assert re.search(r"Первоочередное право 19 18 0", said)
        assert re.search(r"Демо-город 120 ", said)
        assert re.search(r"По категориям льгот .* Ребенок из многодетной семьи 19 18 0 ", said)
        assert re.search(r"Ребенок военнослужащего[^0-9]* 3 0 0 0 3 ", said)
        assert re.search(r"Без льготы 98 0 ", said)
        assert "CRW-26-000003-" in page.text

    def test_names_the_reason_of_each_child(self, admin: FlaskClient, crowded: uuid.UUID) -> None:
        page = words(_rehearse(admin, ratio_g="1"))

        assert "очередность считается иначе" in page

    def test_tells_who_would_get_places_that_open(
        self, admin: FlaskClient, crowded: uuid.UUID
    ) -> None:
        page = words(_rehearse(admin, ratio_g="1", opening="10"))

        assert "Если бы места открылись сейчас" in page
        assert "10 мест открываются там, где их ждет больше всего детей" in page
        assert "Только после изменения: " in page

    def test_says_of_terms_what_one_of_today_would_be(self, admin: FlaskClient) -> None:
        page = words(_rehearse(admin, offer_days="9"))

        assert "Ничей номер не меняется" in page
        assert "Срок ответа на предложенное место" in page

    def test_changes_nothing_of_the_region(
        self, house: House, admin: FlaskClient, crowded: uuid.UUID
    ) -> None:
        before = _count(house, FactRow), _count(house, TenantVersionRow)

        _rehearse(admin, ratio_g="1")

        assert (_count(house, FactRow), _count(house, TenantVersionRow)) == before

    @pytest.mark.parametrize(("name", "value"), [("ratio_g", "0"), ("ratio_g", "viel")])
    def test_a_value_that_cannot_be_is_refused(
        self, house: House, admin: FlaskClient, name: str, value: str
    ) -> None:
        before = _count(house, RehearsalRow)

        answer = _send(admin, **{name: value})

        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert _count(house, RehearsalRow) == before

    def test_a_form_that_comes_twice_is_one_rehearsal(
        self, house: House, admin: FlaskClient
    ) -> None:
        start = admin.get(START)
        before = _count(house, RehearsalRow)

        first = send(admin, start, "rehearse", **_values(admin))
        second = send(admin, start, "rehearse", **_values(admin))

        assert first.location == second.location
        assert _count(house, RehearsalRow) == before + 1


class TestTheLatest:
    def test_are_paged_and_sifted_by_who_made_them(self, house: House, admin: FlaskClient) -> None:
        _copied(house, _kept(admin), PAGE)

        mine, rest = admin.get(f"{START}?whose=own"), admin.get(f"{START}?whose=own&page=2")

        assert len(_kept_ones(mine.text)) == PAGE
        assert len(_kept_ones(rest.text)) == 1
        assert "whose=own&amp;page=2" in mine.text


class TestTheList:
    def test_is_sifted_sorted_and_paged_by_its_address(
        self, admin: FlaskClient, crowded: uuid.UUID
    ) -> None:
        url = _kept(admin, ratio_g="1")

        gains = admin.get(f"{url}?effect=gains").text
        of_large_families = admin.get(f"{url}?category=10").text
        last = admin.get(f"{url}?page=3&sort=number").text
        one = admin.get(f"{url}?number=crw-26-000003").text

        assert len(set(_numbers(gains))) == 18
        assert len(set(_numbers(of_large_families))) == 19
        assert len(_numbers(last)) == 20
        assert len(_numbers(one)) == 1
        assert "sort=number" in last

    def test_an_address_of_nonsense_sifts_nothing(
        self, admin: FlaskClient, crowded: uuid.UUID
    ) -> None:
        url = _kept(admin, ratio_g="1")

        page = admin.get(f"{url}?effect=x&standing=y&territory=z&sort=w&page=-4")

        assert page.status_code == 200
        assert len(_numbers(page.text)) == 50

    def test_is_taken_away_as_a_table(self, admin: FlaskClient, crowded: uuid.UUID) -> None:
        url = _kept(admin, ratio_g="1")

        answer = admin.get(f"{url}children.csv?effect=gains")

        assert answer.text.startswith("\ufeff")
        rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
        assert len(rows) == 19
        assert rows[0][0] == "Заявление"
        assert {row[2] for row in rows[1:]} == {"Ребенок из многодетной семьи"}
        assert all(int(row[7]) < 0 for row in rows[1:])


class TestWhoMay:
    def test_says_when_the_rules_have_changed_since(self, house: House, admin: FlaskClient) -> None:
        url = _kept(admin)
        assert "С тех пор правила изменились" not in words(admin.get(url))

        house.within(change_settings, house["demo"], "admin:1", {"number_alarm": 11})

        assert "С тех пор правила изменились" in words(admin.get(url))

    def test_nobody_else_sees_it(self, house: House, admin: FlaskClient) -> None:
        url = _kept(admin)
        office = house.app.test_client()
        house.within(open_staff, house["demo"], Role.OFFICE, "rehearsal-office")
        come_in(office, "rehearsal-office")

        assert office.get(url).status_code == 403
        assert house.app.test_client().get(url).status_code in (302, 303, 401)

    def test_a_number_of_nobody_is_not_found(self, admin: FlaskClient) -> None:
        assert admin.get(f"{START}{uuid.uuid4()}/").status_code == 404
        assert admin.get(f"{START}{uuid.uuid4()}/children.csv").status_code == 404


def _values(admin: FlaskClient, **changes: str) -> dict[str, str]:
    form = form_of(admin.get(START), "rehearse")
    typed = dict(re.findall(r'name="(\w+)"\s+type="text"\s+value="([^"]*)"', form))
    chosen = re.findall(r'<select[^>]*name="(\w+)".*?</select>', form, re.DOTALL)
    assert set(typed) | set(chosen) == {*TRIED, "opening"}
    return {**typed, "siblings": "general", "opening": "0", **changes}


def _send(admin: FlaskClient, **changes: str) -> TestResponse:
    return send(admin, admin.get(START), "rehearse", **_values(admin, **changes))


def _kept(admin: FlaskClient, **changes: str) -> str:
    answer = _send(admin, **changes)
    assert answer.status_code == 303, answer.text
    return answer.location


def _rehearse(admin: FlaskClient, **changes: str) -> TestResponse:
    return admin.get(_kept(admin, **changes))


def _copied(house: House, url: str, times: int) -> None:
    """So many more of the same person, a second apart."""

    def copy() -> None:
        with tenant_scope(house["demo"]) as session:
            one = find_rehearsal(session, uuid.UUID(url.rstrip("/").rpartition("/")[2]))
            assert one is not None
            keys = [each.key for each in inspect(RehearsalRow).column_attrs]
            columns = {name: getattr(one, name) for name in keys}
            for turn in range(times):
                at = one.made_at + timedelta(seconds=turn)
                session.add(RehearsalRow(**columns | {"id": uuid.uuid4(), "made_at": at}))

    house.within(copy)


def _kept_ones(page: str) -> set[str]:
    return set(re.findall(r'href="/demo/admin/rehearsals/([0-9a-f-]{36})/"', page))


def _numbers(page: str) -> list[str]:
    return re.findall(r"CRW-26-\d{6}-[A-Z]", page.partition("children-title")[2])


def _count(house: House, table: type) -> int:
    def count() -> int:
        with read_scope(house["demo"]) as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    return house.within(count)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_trying"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_trying")


@pytest.fixture(scope="module")
def crowded(house: House) -> uuid.UUID:
    garden = house.within(kindergarten, house["demo"], "Айгөлек")
    house.within(crowd, house["demo"], garden, 120)
    return garden


@pytest.fixture
def admin(house: House) -> FlaskClient:
    login = f"rehearsal-admin-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.ADMIN, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client
