"""The administrator changes how a territory gives places: rehearsed, signed, taken back, shown."""

import itertools
import re
import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow
from kezek.db.approvals import ApprovalRow
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope
from kezek.db.territory_switches import TerritorySwitchRow
from kezek.usecases import places
from kezek.usecases.due import bring_about_due
from kezek.usecases.switch_plans import cancel_switch, plan_switch
from tests.factories.crowd import crowd
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.factories.waiting import waiting
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

HOME = "/demo/admin/"
NEW = f"{HOME}switches/new"
_LOGINS = itertools.count(1)
_ACTOR = "admin:1"


class TestTheFirstPage:
    def test_says_how_each_territory_gives_places_and_since_when(self, admin: FlaskClient) -> None:
        page = words(admin.get(HOME))

        assert "Демо-город" in page
        assert "Демо-сельский район" in page
        assert "Пока не подписано ни одного изменения." in page

    def test_says_what_is_set(self, house: House, admin: FlaskClient) -> None:
        house.within(plan_switch, house["demo"], _ACTOR, "village", Mode.VOUCHER, _in(house, 9))

        page = admin.get(HOME).text

        assert "Этот день еще впереди" in page
        assert page.count("/demo/admin/switches/") == 3  # a new one, and twice the one that is set


class TestSettingOut:
    def test_leads_to_the_rehearsal(self, house: House, admin: FlaskClient) -> None:
        day = _in(house, 3)

        answer = _set_out(admin, "city", "voucher", day)

        assert answer.status_code == 303
        assert answer.location == f"/demo/admin/switches/city/voucher/{day}/"

    @pytest.mark.parametrize(
        ("mode", "ahead", "sentence"),
        [
            ("voucher", 0, "Выберите более поздний день"),
            ("voucher", -3, "Выберите более поздний день"),
            ("linear", 3, "Там места уже предоставляются так"),
        ],
    )
    def test_is_refused_beside_the_box(
        self, house: House, admin: FlaskClient, mode: str, ahead: int, sentence: str
    ) -> None:
        answer = _set_out(admin, "city", mode, _in(house, ahead))

        assert answer.status_code == 422
        assert sentence in words(answer)

    def test_a_second_switch_is_refused_while_one_is_set(
        self, house: House, admin: FlaskClient
    ) -> None:
        house.within(plan_switch, house["demo"], _ACTOR, "city", Mode.VOUCHER, _in(house, 3))

        answer = _set_out(admin, "city", "indigo", _in(house, 9))

        assert answer.status_code == 422
        assert "уже назначено другое изменение" in words(answer)

    @pytest.mark.parametrize(
        "path",
        [
            "nowhere/voucher/2027-01-05/",
            "city/lottery/2027-01-05/",
            "city/voucher/tomorrow/",
        ],
    )
    def test_what_there_is_not_is_not_found(self, admin: FlaskClient, path: str) -> None:
        assert admin.get(f"{HOME}switches/{path}").status_code == 404


class TestTheRehearsal:
    def test_shows_every_child_with_its_numbers_and_the_reason(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        first = house.within(waiting, house["demo"], next(house.serials), garden)
        second = house.within(waiting, house["demo"], next(house.serials), garden, category=11)

        page = words(_rehearse(admin, house))

        assert first.number in page
        assert second.number in page
        assert "Ничего не изменено" in page
        assert re.search(rf"{first.number}.*?2 \(Айгөлек, 2022, казахский\).*?1 \(категория", page)
        assert "только по времени подачи" in page

    def test_is_sifted_and_paged_by_its_address(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        house.within(crowd, house["demo"], garden, 120)
        url = _plan_url(house)

        one = admin.get(f"{url}?standing=O&page=1").text
        last = admin.get(f"{url}?page=3").text

        assert set(_numbers(one)) == {f"{n}" for n in _of_class_o(house)}
        assert len(_numbers(last)) == 20
        assert "page=2" in last
        assert "standing=O" not in last
        assert len(_numbers(admin.get(f"{url}?number=CRW-26&page=99").text)) == 20

    def test_tells_what_becomes_of_an_open_offer(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        house.within(waiting, house["demo"], next(house.serials), garden)
        vacancy = places.Vacancy(kindergarten_id=garden, birth_year=2022, language="kk")
        house.within(places.publish, house["demo"], "kindergarten:1", vacancy)

        page = words(_rehearse(admin, house))

        assert "Предложение действует до своего срока" in page

    def test_writes_nothing(self, house: House, admin: FlaskClient, garden: uuid.UUID) -> None:
        house.within(waiting, house["demo"], next(house.serials), garden)
        before = _count(house, FactRow)

        _rehearse(admin, house)
        admin.get(f"{_plan_url(house)}sign")

        assert _count(house, FactRow) == before
        assert _count(house, TerritorySwitchRow) == 0


class TestSigning:
    def test_of_two_keeps_who_and_why_and_sets_the_day(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        child = house.within(waiting, house["demo"], next(house.serials), garden)

        answer = _sign(admin, house, "Приказ № 7 от 1 сентября")

        assert answer.status_code == 303
        assert _count(house, TerritorySwitchRow) == 0
        second = _administrator(house)
        done = send(second, second.get(answer.location), f"{answer.location}/agree")
        page = words(second.get(done.location))
        assert "Приказ № 7 от 1 сентября" in page
        assert "Айгүл Омарова" in page
        assert child.number in page
        assert _count(house, FactRow, FactRow.kind == "territory:switch-set") == 1
        assert "ваучер" in words(second.get("/demo/"))

    def test_needs_a_reason(self, house: House, admin: FlaskClient) -> None:
        answer = _sign(admin, house, "  ")

        assert answer.status_code == 422
        assert "Напишите, по какому решению и почему." in words(answer)
        assert _count(house, ApprovalRow) == 0

    def test_pressed_twice_signs_once(self, house: House, admin: FlaskClient) -> None:
        page = admin.get(f"{_plan_url(house)}sign")

        first = send(admin, page, "sign", reason="Приказ")
        second = send(admin, page, "sign", reason="Приказ")

        assert first.location == second.location
        assert _count(house, ApprovalRow) == 1

    def test_while_one_waits_another_of_the_same_territory_is_refused(
        self, house: House, admin: FlaskClient
    ) -> None:
        _sign(admin, house, "Приказ")

        answer = _sign(_administrator(house), house, "Другой приказ")

        assert answer.status_code == 409
        assert "уже ждет второй подписи" in words(answer)

    def test_the_page_of_yesterday_signs_nothing(self, house: House, admin: FlaskClient) -> None:
        page = admin.get(f"{_plan_url(house)}sign")
        house.clock.advance(timedelta(days=3))
        admin = _administrator(house)

        answer = send(admin, page, "sign", reason="Приказ")

        assert answer.status_code in (400, 409)
        assert _count(house, ApprovalRow) == 0


class TestTakingItBack:
    def test_is_done_before_the_day_with_a_reason(self, house: House, admin: FlaskClient) -> None:
        signed = _set(admin, house, "Приказ").location

        answer = send(admin, admin.get(f"{signed}cancel"), "cancel", reason="Приказ отменен")

        assert answer.status_code == 303
        page = words(admin.get(signed))
        assert "Отменено" in page
        assert "Приказ отменен" in page
        assert "Отменить изменение" not in page

    def test_is_refused_when_the_day_has_begun(self, house: House, admin: FlaskClient) -> None:
        signed = _set(admin, house, "Приказ").location
        page = admin.get(f"{signed}cancel")
        house.clock.set(_midnight(house, 3))
        admin = _administrator(house)

        answer = send(admin, admin.get(f"{signed}cancel"), "cancel", reason="Передумали")

        assert page.status_code == 200
        assert answer.status_code == 409
        assert "отменить его больше нельзя" in words(answer)

    def test_of_two_administrators_the_second_is_told(
        self, house: House, admin: FlaskClient
    ) -> None:
        signed = _set(admin, house, "Приказ").location
        page = admin.get(f"{signed}cancel")
        house.within(
            cancel_switch, house["demo"], _ACTOR, uuid.UUID(signed.split("/")[-2]), "Раньше"
        )

        answer = send(admin, page, "cancel", reason="Позже")

        assert answer.status_code == 409
        assert "уже отменено или выполнено" in words(answer)
        assert "Раньше" in words(admin.get(signed))


class TestAfterTheDay:
    def test_says_that_it_was_as_rehearsed_and_the_family_has_its_letter(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        children = [
            house.within(waiting, house["demo"], next(house.serials), garden) for _ in range(3)
        ]
        signed = _set(admin, house, "Приказ").location
        house.clock.set(_midnight(house, 3))
        house.within(bring_about_due, house["demo"])
        admin = _administrator(house)

        page = words(admin.get(signed))

        assert "Да, для каждого ребенка" in page
        assert all(one.number in page for one in children)
        assert _letters(house) == {one.id for one in children}

    def test_says_for_whom_it_was_otherwise(
        self, house: House, admin: FlaskClient, garden: uuid.UUID
    ) -> None:
        signed = _set(admin, house, "Приказ").location
        late = house.within(waiting, house["demo"], next(house.serials), garden)
        house.clock.set(_midnight(house, 3))
        house.within(bring_about_due, house["demo"])
        admin = _administrator(house)

        page = words(admin.get(signed))

        assert "Не для всех детей" in page
        assert late.number in page
        assert "Заявление поступило после пробного расчета." in page


class TestWhoMay:
    @pytest.mark.parametrize("role", [Role.OFFICE, Role.KINDERGARTEN, Role.HOTLINE])
    def test_other_staff_may_not(self, house: House, garden: uuid.UUID, role: Role) -> None:
        login = f"other-{next(_LOGINS)}"
        home = garden if role is Role.KINDERGARTEN else None
        house.within(open_staff, house["demo"], role, login, kindergarten=home)
        client = check_pages(house.app)
        come_in(client, login)

        assert client.get(HOME).status_code == 403
        assert client.get(_plan_url(house)).status_code == 403

    def test_an_administrator_of_another_region_may_not(self, house: House) -> None:
        house.within(open_staff, house["saran"], Role.ADMIN, "elsewhere")
        client = check_pages(house.app)
        come_in(client, "elsewhere", "saran")

        assert client.get(HOME).status_code in (302, 303)
        assert client.get("/saran/admin/").status_code == 200

    def test_a_switch_of_another_region_is_not_found(
        self, house: House, admin: FlaskClient
    ) -> None:
        elsewhere = house.within(
            plan_switch, house["saran"], _ACTOR, "saran", Mode.VOUCHER, _in(house, 3)
        )

        assert admin.get(f"{HOME}switches/{elsewhere}/").status_code == 404
        assert admin.get(f"{HOME}switches/{elsewhere}/cancel").status_code == 404

    def test_a_stranger_is_led_to_the_door(self, house: House) -> None:
        assert check_pages(house.app).get(NEW).status_code in (302, 303)


def _in(house: House, days: int) -> date:
    return (house.clock.now() + timedelta(hours=5, days=days)).date()


def _midnight(house: House, days: int) -> datetime:
    return datetime.fromisoformat(f"{_in(house, days)}T00:00:00+05:00")


def _set_out(admin: FlaskClient, territory: str, mode: str, day: date) -> TestResponse:
    boxes = {"territory": territory, "mode": mode, "on": [day.day, day.month, day.year]}
    return send(admin, admin.get(NEW), "switch", **boxes)


def _plan_url(house: House) -> str:
    return f"{HOME}switches/city/voucher/{_in(house, 3)}/"


def _rehearse(admin: FlaskClient, house: House) -> TestResponse:
    return admin.get(_plan_url(house))


def _sign(admin: FlaskClient, house: House, reason: str) -> TestResponse:
    return send(admin, admin.get(f"{_plan_url(house)}sign"), "sign", reason=reason)


def _set(admin: FlaskClient, house: House, reason: str) -> TestResponse:
    """Signed by both: the answer leads to the switch."""
    proposed = _sign(admin, house, reason).location
    second = _administrator(house)
    return send(second, second.get(proposed), f"{proposed}/agree")


def _numbers(page: str) -> list[str]:
    return re.findall(r'<th role="rowheader" scope="row">\s*(CRW-[\w-]+)', page)


def _of_class_o(house: House) -> list[str]:
    def found() -> list[str]:
        with read_scope(house["demo"]) as session:
            query = select(ApplicationRow.number).where(ApplicationRow.standing == "O")
            return list(session.scalars(query))

    return house.within(found)


def _count(
    house: House, table: type[FactRow | TerritorySwitchRow | ApprovalRow], *conditions: object
) -> int:
    def count() -> int:
        with read_scope(house["demo"]) as session:
            query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
            return session.scalar(query) or 0

    return house.within(count)


def _letters(house: House) -> set[uuid.UUID]:
    def found() -> set[uuid.UUID]:
        with read_scope(house["demo"]) as session:
            query = select(NoticeRow.application_id).where(NoticeRow.code == "N-53")
            return {one for one in session.scalars(query) if one is not None}

    return house.within(found)


def _administrator(house: House) -> FlaskClient:
    login = f"admin-{next(_LOGINS)}"
    house.within(open_staff, house["demo"], Role.ADMIN, login)
    client = check_pages(house.app)
    come_in(client, login)
    return client


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return _administrator(house)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Айгөлек")


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    """Fresh regions for each test: a switch concerns everybody in a territory."""
    with open_front(shared_scratch.new_database("kezek_admin"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_admin")
