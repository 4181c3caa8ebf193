"""The administrator keeps the registry: found, entered, changed, closed, with its groups."""

import itertools
import re
import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.db.journal import FactRow
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.registry import groups_of
from kezek.db.scope import read_scope
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.factories.waiting import waiting
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

HOME = "/demo/admin/registry/"
_LOGINS = itertools.count(1)
_CODES = itertools.count(1)

FILLED = {
    "name_kk": "«Балапан» балабақшасы",
    "name_ru": "Детский сад «Балапан»",
    "kind": "kindergarten",
    "ownership": "state",
    "territory": "city",
    "address_kk": "Абай көшесі, 1",
    "address_ru": "ул. Абая, 1",
    "lat": "52,2873",
    "lon": "76.9674",
    "phone": "+7 7182 32 10 10",
    "languages": ["kk", "ru"],
    "hours": "10.5",
    "capacity": "120",
    "source": "Приказ № 5",
    "reason": "Приказ № 5: новый сад",
}


class TestTheList:
    def test_is_found_sifted_and_sorted_by_its_address(
        self, house: House, admin: FlaskClient
    ) -> None:
        house.within(kindergarten, house["demo"], "Тұлпар мини-центр", kind="mini_centre")
        house.within(kindergarten, house["demo"], "Күншуақ", territory="village", groups=())

        def names(query: str) -> str:
            return words(admin.get(f"{HOME}?{query}"))

        assert "Тұлпар" in names("text=тулпар")
        assert "Күншуақ" not in names("text=тулпар")
        assert "Күншуақ" in names("territory=village&state=lacking")
        assert "Тұлпар" not in names("kind=kindergarten")
        assert "групп" in names("text=күншуақ")
        assert admin.get(f"{HOME}?order=nonsense&page=-7&state=x").status_code == 200

    def test_says_when_nothing_is_found(self, admin: FlaskClient) -> None:
        assert "Попробуйте слово короче" in words(admin.get(f"{HOME}?text=qqqq"))


class TestAKindergarten:
    def test_is_entered_with_every_field(self, house: House, admin: FlaskClient) -> None:
        answer = _enter(admin, code := _code())

        assert answer.status_code == 303, answer.text
        row = _by_code(house, code)
        assert (row.name_ru, row.lat, row.lon, str(row.hours), row.capacity, row.languages) == (
            "Детский сад «Балапан»",
            52.2873,
            76.9674,
            "10.5",
            120,
            ["kk", "ru"],
        )
        page = words(admin.get(answer.location))
        assert "52.2873, 76.9674" in page
        assert "Группы не внесены" in page
        assert _fact(house, row.id).payload["detail"]["reason"] == "Приказ № 5: новый сад"

    @pytest.mark.parametrize(
        ("box", "typed", "sentence"),
        [
            ("external_id", "", "Ячейка пуста"),
            ("name_ru", "", "Ячейка пуста"),
            ("capacity", "много", "«много» – не целое число от 1 до 5000"),
            ("lat", "99", "не градусы от 40 до 56"),
            ("reason", " ", "Напишите, по какому решению"),
        ],
    )
    def test_a_wrong_box_is_told_beside_it_and_nothing_is_kept(
        self, house: House, admin: FlaskClient, box: str, typed: str, sentence: str
    ) -> None:
        code = _code()

        answer = _enter(admin, code if box != "external_id" else "", **{box: typed})

        assert answer.status_code == 422
        assert sentence in words(answer)
        assert 'aria-invalid="true"' in answer.text
        assert "Детский сад «Балапан»" in answer.text or box == "name_ru"
        assert _find(house, code) is None

    def test_a_form_that_comes_twice_enters_one(self, admin: FlaskClient) -> None:
        form, code = admin.get(f"{HOME}new"), _code()

        first = send(admin, form, "kindergarten", external_id=code, **FILLED)
        second = send(admin, form, "kindergarten", external_id=code, **FILLED)

        assert (second.status_code, second.location) == (303, first.location)

    def test_is_changed_field_by_field(self, house: House, admin: FlaskClient) -> None:
        url = _enter(admin, code := _code()).location
        form = admin.get(f"{url}change")
        assert 'value="52.2873"' in form.text
        assert re.search(r'value="ru"[^>]*checked', form.text, re.DOTALL)

        changed = {**FILLED, "capacity": "140", "reason": "Пристройка"}
        answer = send(admin, form, "kindergarten", external_id=code, **changed)

        assert answer.location == url
        assert "Изменения сохранены" in words(admin.get(url))
        fact = _fact(house, _by_code(house, code).id, "registry:kindergarten-changed")
        assert fact.payload["detail"]["fields"] == [["capacity", 120, 140]]

    def test_is_not_moved_away_from_those_who_wait(self, house: House, admin: FlaskClient) -> None:
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
        house.within(waiting, house["demo"], next(house.serials), garden)
        form = admin.get(f"{HOME}{garden}/change")

        answer = send(
            admin, form, "kindergarten", external_id=_code(), **{**FILLED, "territory": "village"}
        )

        assert answer.status_code == 422
        assert "поэтому он остается в ней" in words(answer)


class TestGroups:
    def test_are_entered_changed_and_taken_out(self, house: House, admin: FlaskClient) -> None:
        url = _enter(admin, code := _code()).location
        one = _by_code(house, code).id

        new = admin.get(f"{url}groups/new")
        assert "2022 – старшая группа, учебный год 2026–2027" in words(new)
        _put(admin, new, birth_year="2022", language="kk", capacity="25")
        (group,) = house.within(_groups, house, one)
        page = admin.get(f"{url}groups/{group}")
        _put(admin, page, capacity="20")

        assert "Старшая группа" in words(admin.get(url))
        removed = send(
            admin, admin.get(f"{url}groups/{group}"), "removal", **{"removal-reason": "Закрыта"}
        )
        assert removed.location == url
        assert house.within(_groups, house, one) == []

    def test_one_with_somebody_in_it_stays_and_says_why(
        self, house: House, admin: FlaskClient
    ) -> None:
        garden = house.within(kindergarten, house["demo"], "Гүлдер")
        house.within(waiting, house["demo"], next(house.serials), garden)
        (group,) = house.within(_groups, house, garden)

        page = admin.get(f"{HOME}{garden}/groups/{group}")
        answer = send(admin, page, "removal", **{"removal-reason": "Ремонт"})

        assert answer.status_code == 409
        assert "ждущих заявлений – 1" in words(answer)

    def test_a_group_of_another_kindergarten_is_not_found(
        self, house: House, admin: FlaskClient
    ) -> None:
        garden = house.within(kindergarten, house["demo"], "Раушан")
        other = house.within(kindergarten, house["demo"], "Ботақан")
        (group,) = house.within(_groups, house, other)

        assert admin.get(f"{HOME}{garden}/groups/{group}").status_code == 404


class TestClosing:
    def test_closes_and_opens_again(self, house: House, admin: FlaskClient) -> None:
        url = _enter(admin, code := _code()).location

        closed = send(admin, admin.get(url), "close", reason="Капитальный ремонт")

        assert closed.location == url
        page = admin.get(url)
        assert "Закрыт с" in words(page)
        assert code in words(admin.get(f"{HOME}?state=closed"))
        assert code not in words(admin.get(f"{HOME}?text={code}"))
        send(admin, page, "reopen", reason="Ремонт окончен")
        assert _by_code(house, code).closed_on is None

    def test_is_not_offered_while_somebody_is_left(self, house: House, admin: FlaskClient) -> None:
        garden = house.within(kindergarten, house["demo"], "Салтанат")
        page = admin.get(f"{HOME}{garden}/")
        house.within(waiting, house["demo"], next(house.serials), garden)

        # The page is an old one: the family came after it was opened.
        answer = send(admin, page, "close", reason="Ремонт")

        assert answer.status_code == 409
        assert "Пока закрыть нельзя: ждущих заявлений – 1" in words(answer)
        assert 'id="close"' not in admin.get(f"{HOME}{garden}/").text


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.OFFICE, Role.HOTLINE, Role.KINDERGARTEN])
    def test_other_staff_may_not(self, house: House, role: Role) -> None:
        garden = house.within(kindergarten, house["demo"], "Жұлдыз")
        login = f"registry-other-{next(_LOGINS)}"
        home = garden if role is Role.KINDERGARTEN else None
        house.within(open_staff, house["demo"], role, login, kindergarten=home)
        client = check_pages(house.app)
        come_in(client, login)

        assert client.get(HOME).status_code == 403
        assert client.get(f"{HOME}{garden}/").status_code == 403

    def test_one_of_another_region_is_not_found(self, house: House, admin: FlaskClient) -> None:
        elsewhere = house.within(kindergarten, house["saran"], "Болашақ", territory="saran")

        assert admin.get(f"{HOME}{elsewhere}/").status_code == 404
        assert admin.get(f"{HOME}{elsewhere}/change").status_code == 404


def _enter(admin: FlaskClient, code: str, **boxes: str) -> TestResponse:
    form = admin.get(f"{HOME}new")
    return send(admin, form, "kindergarten", **{**FILLED, "external_id": code, **boxes})


def _put(admin: FlaskClient, page: TestResponse, **boxes: str) -> None:
    answer = send(admin, page, "group", reason="Норма", **boxes)
    assert answer.status_code == 303, answer.text


def _code() -> str:
    return f"web-{next(_CODES)}"


def _find(house: House, code: str) -> KindergartenRow | None:
    def find() -> KindergartenRow | None:
        with read_scope(house["demo"]) as session:
            return session.scalar(
                select(KindergartenRow).where(KindergartenRow.external_id == code)
            )

    return house.within(find)


def _by_code(house: House, code: str) -> KindergartenRow:
    row = _find(house, code)
    assert row is not None
    return row


def _groups(house: House, garden: uuid.UUID) -> list[uuid.UUID]:
    with read_scope(house["demo"]) as session:
        assert find_kindergarten(session, garden) is not None
        return [one.id for one in groups_of(session, garden)]


def _fact(house: House, garden: uuid.UUID, kind: str = "registry:kindergarten-added") -> FactRow:
    def find() -> FactRow:
        with read_scope(house["demo"]) as session:
            facts = session.scalars(select(FactRow).where(FactRow.kind == kind)).all()
            (fact,) = [one for one in facts if one.payload["detail"]["kindergarten"] == str(garden)]
            return fact

    return house.within(find)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_desk_of_registry"), "demo", "saran") as one:
        yield one
    shared_scratch.drop_database("kezek_desk_of_registry")


@pytest.fixture
def admin(house: House) -> FlaskClient:
    login = f"registry-admin-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.ADMIN, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client
