"""Who works here: invited by a link, guarded by a second step, closed, looked through."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.two_step import code_at
from kezek.core.access import Actor, Role
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import PASSWORD, come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

STAFF = "/demo/admin/staff/"
NEW = f"{STAFF}new"
SESSIONS = "/demo/sessions/"
TWO_STEP = "/demo/staff/two-step"


class TestInvitation:
    def test_leads_its_person_in_with_a_password_of_their_own(
        self, house: House, admin: FlaskClient
    ) -> None:
        link = _invite(admin, role="office", login="A.Omarova", territories=["city"])
        person = check_pages(house.app)

        page = person.get(link)
        inside = send(person, page, "new-password", password=PASSWORD, again=PASSWORD)

        assert inside.location == "/demo/office/"
        assert person.get(inside.location).status_code == 200
        assert "Демо-город" in words(admin.get(STAFF))

    def test_is_good_once_and_for_three_days(self, house: House, admin: FlaskClient) -> None:
        used, late = _invite(admin, login="used-one"), _invite(admin, login="late-one")
        person = check_pages(house.app)
        page = person.get(used)
        send(person, page, "new-password", password=PASSWORD, again=PASSWORD)

        again = send(
            check_pages(house.app), page, "new-password", password="x" * 12, again="x" * 12
        )
        assert again.status_code in (400, 409)
        assert "Бұл сілтеме енді жарамсыз" in words(check_pages(house.app).get(used))
        house.clock.advance(timedelta(hours=72, minutes=1))
        assert "Бұл сілтеме енді жарамсыз" in words(check_pages(house.app).get(late))
        assert check_pages(house.app).get(late + "x").status_code == 404

    def test_of_another_region_opens_nothing(self, house: House, admin: FlaskClient) -> None:
        link = _invite(admin, login="only-here")

        assert check_pages(house.app).get(link.replace("/demo/", "/saran/")).status_code == 404

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"login": "ab"}, "не меньше трех знаков"),
            ({"login": "taken-one"}, "Этот логин занят"),
            ({"role": "kindergarten"}, "Выберите детский сад"),
            ({"role": ""}, "Выберите, чем занимается человек"),
            ({"full_name": " "}, "Введите имя"),
        ],
    )
    def test_that_cannot_be_made_is_refused_beside_its_box(
        self, house: House, admin: FlaskClient, boxes: dict[str, str], sentence: str
    ) -> None:
        house.within(open_staff, house["demo"], Role.OFFICE, "taken-one")

        answer = send(admin, admin.get(NEW), "invite", **(_WISH | boxes))

        assert answer.status_code == 422
        assert sentence in words(answer)

    def test_of_a_kindergarten_names_it(self, house: House, admin: FlaskClient) -> None:
        garden = house.within(kindergarten, house["demo"], "Айгөлек", name_kk="«Айгөлек»")

        link = _invite(admin, role="kindergarten", kindergarten=str(garden))

        person = check_pages(house.app)
        inside = send(person, person.get(link), "new-password", password=PASSWORD, again=PASSWORD)
        assert inside.location == "/demo/kindergarten/"

    def test_needs_the_same_password_twice(self, house: House, admin: FlaskClient) -> None:
        link = _invite(admin)
        person = check_pages(house.app)

        other = send(
            person, person.get(link), "new-password", password=PASSWORD, again="another one"
        )
        short = send(person, person.get(link), "new-password", password="short", again="short")

        assert "Екеуі бірдей емес" in words(other)
        assert other.status_code == short.status_code == 422


class TestTheSecondStep:
    def test_is_asked_for_after_the_password(self, house: House) -> None:
        login, secret = _with_two_step(house)
        client = check_pages(house.app)

        door = send(
            client, client.get("/demo/staff/sign-in"), "staff", login=login, password=PASSWORD
        )
        assert door.location == "/demo/staff/code"
        assert client.get("/demo/office/").status_code == 303
        wrong = send(client, client.get(door.location), "app-code", code="000000")
        assert wrong.status_code == 422
        house.clock.advance(timedelta(seconds=60))
        right = send(
            client, client.get(door.location), "app-code", code=code_at(secret, house.clock.now())
        )

        assert right.location == "/demo/office/"
        assert client.get("/demo/office/").status_code == 200

    def test_takes_no_code_twice(self, house: House) -> None:
        login, secret = _with_two_step(house)
        house.clock.advance(timedelta(seconds=60))
        code = code_at(secret, house.clock.now())

        first, second = (_knock(house, login, code) for _ in range(2))

        assert first.status_code == 303
        assert second.status_code == 422

    def test_is_taken_away_by_an_administrator(self, house: House, admin: FlaskClient) -> None:
        login, _ = _with_two_step(house)
        account = _account_url(admin, login)

        send(admin, admin.get(account), f"{account}/two-step")

        client = check_pages(house.app)
        come_in(client, login)
        assert client.get("/demo/office/").status_code == 200

    def test_must_be_set_up_before_anything_else_where_the_region_works(self, house: House) -> None:
        login = _open(house, Role.OFFICE)
        client = check_pages(house.app)
        come_in(client, login)
        house.app.config["STAFF_TWO_STEP"] = True
        try:
            desk = client.get("/demo/office/")
            assert desk.location == TWO_STEP
            _set_up(house, client)
            assert client.get("/demo/office/").status_code == 200
        finally:
            house.app.config["STAFF_TWO_STEP"] = False

    def test_is_drawn_for_its_owner_alone(self, house: House) -> None:
        client = check_pages(house.app)
        come_in(client, _open(house, Role.HOTLINE))
        client.get(TWO_STEP)

        image = client.get(f"{TWO_STEP}.svg")

        assert image.mimetype == "image/svg+xml"
        assert image.headers["Cache-Control"] == "no-store"
        assert b"<svg" in image.data


class TestAHighRisk:
    def test_asks_who_sits_there_after_an_hour(self, house: House, admin: FlaskClient) -> None:
        assert admin.get(STAFF).status_code == 200
        house.clock.advance(timedelta(hours=1, minutes=1))

        asked = admin.get(STAFF)
        assert asked.location.startswith("/demo/staff/again?next=")
        assert admin.get("/demo/admin/").status_code == 200
        wrong = send(admin, admin.get(asked.location), "again", password="something else")
        assert wrong.status_code == 422
        right = send(admin, admin.get(asked.location), "again", password=PASSWORD)

        assert right.location == STAFF
        assert admin.get(STAFF).status_code == 200


class TestSessions:
    def test_are_listed_and_ended_from_another_device(self, house: House) -> None:
        login = _open(house, Role.OFFICE)
        here, there = check_pages(house.app), check_pages(house.app)
        come_in(here, login)
        come_in(there, login)

        page = here.get(SESSIONS)
        ends = re.findall(r'action="(/demo/sessions/[0-9a-f-]+/end)"', page.text)
        assert len(ends) == 1
        assert "это устройство" in words(page)
        send(here, page, ends[0])

        assert there.get("/demo/office/").status_code == 303
        assert here.get("/demo/office/").status_code == 200

    def test_of_others_are_nobodys_to_end(self, house: House) -> None:
        one, other = check_pages(house.app), check_pages(house.app)
        login = _open(house, Role.OFFICE)
        come_in(one, login)
        come_in(other, _open(house, Role.OFFICE))
        third = check_pages(house.app)
        come_in(third, login)
        page = one.get(SESSIONS)
        end = re.findall(r'action="(/demo/sessions/[0-9a-f-]+/end)"', page.text)[0]
        token = re.findall(
            r'name="csrf_token" type="hidden" value="([^"]+)"', other.get(SESSIONS).text
        )

        answer = other.post(end, data={"csrf_token": token[0], "intent": str(uuid.uuid4())})

        assert answer.status_code == 404
        assert third.get("/demo/office/").status_code == 200

    def test_leaving_ends_the_session_in_the_ledger(self, house: House) -> None:
        client = check_pages(house.app)
        come_in(client, _open(house, Role.OFFICE))
        cookie = client.get_cookie("kezek_demo", path="/demo/")
        assert cookie is not None
        send(client, client.get("/demo/office/"), "/demo/sign-out")

        client.set_cookie("kezek_demo", cookie.value, path="/demo/")

        assert client.get("/demo/office/").status_code == 303


class TestClosing:
    def test_ends_everything_at_once_and_can_be_taken_back(
        self, house: House, admin: FlaskClient
    ) -> None:
        login = _open(house, Role.OFFICE)
        person = check_pages(house.app)
        come_in(person, login)
        account = _account_url(admin, login)

        send(admin, admin.get(account), f"{account}/close")
        assert person.get("/demo/office/").status_code == 303
        assert _knock(house, login).status_code == 422
        send(admin, admin.get(account), f"{account}/open")

        assert _knock(house, login).status_code == 303

    def test_of_the_own_account_is_another_administrators(
        self, house: House, admin: FlaskClient
    ) -> None:
        own = _account_url(admin, _own_login(admin))
        page = admin.get(own)

        assert "/close" not in page.text
        token = re.findall(r'name="csrf_token" type="hidden" value="([^"]+)"', page.text)[0]
        answer = admin.post(f"{own}/close", data={"csrf_token": token, "intent": str(uuid.uuid4())})
        assert answer.status_code == 403

    def test_what_changes_is_seen_at_once(self, house: House, admin: FlaskClient) -> None:
        login = _open(house, Role.OFFICE)
        account = _account_url(admin, login)

        send(admin, admin.get(account), "change", full_name="Дана Ли", territories=["village"])

        page = words(admin.get(account))
        assert "Дана Ли" in page
        assert "Демо-сельский район" in page


class TestTheReview:
    def test_asks_of_every_account_once_a_quarter(self, house: House, admin: FlaskClient) -> None:
        gone, stays = _open(house, Role.OFFICE), _open(house, Role.HOTLINE)
        house.clock.advance(timedelta(days=91))
        admin = _administrator(house)
        seen = set()
        for _ in range(30):
            page = admin.get(f"{STAFF}review")
            if page.status_code == 303:
                break
            login = next(one for one in re.findall(r"<dd>([^<]+)</dd>", page.text) if "-" in one)
            seen.add(login)
            send(admin, page, "review", verdict="closed" if login == gone else "keeps")

        assert {gone, stays} <= seen
        assert _knock(house, gone).status_code == 422
        assert _knock(house, stays).status_code == 303
        assert "ждет ежеквартального" not in words(admin.get(STAFF))


@pytest.mark.parametrize("role", [Role.OFFICE, Role.HOTLINE])
def test_other_staff_may_not(house: House, role: Role) -> None:
    client = check_pages(house.app)
    come_in(client, _open(house, role))

    assert client.get(STAFF).status_code == 403
    assert client.get("/demo/admin/views/").status_code == 403


def test_an_account_of_another_region_is_not_found(house: House, admin: FlaskClient) -> None:
    elsewhere: Actor = house.within(open_staff, house["saran"], Role.OFFICE, "elsewhere-one")

    assert admin.get(f"{STAFF}{elsewhere.account_id}").status_code == 404


_WISH = {"role": "office", "full_name": "Айгүл Омарова", "login": "new-one"}


def _invite(admin: FlaskClient, **boxes: object) -> str:
    """The path of the link that the administrator gets."""
    login = f"invited-{uuid.uuid4().hex[:8]}"
    answer = send(admin, admin.get(NEW), "invite", **({**_WISH, "login": login} | boxes))
    found = re.search(r'value="https?://[^/]+(/demo/staff/invitation/[^"]+)"', answer.text)
    assert found, answer.text
    return found[1]


def _open(house: House, role: Role) -> str:
    login = f"{role}-{uuid.uuid4().hex[:8]}"
    house.within(open_staff, house["demo"], role, login)
    return login


def _administrator(house: House) -> FlaskClient:
    client = check_pages(house.app)
    come_in(client, _open(house, Role.ADMIN))
    return client


def _own_login(admin: FlaskClient) -> str:
    return str(re.findall(r"<dd>(admin-[0-9a-f]+)</dd>", admin.get(SESSIONS).text)[0])


def _account_url(admin: FlaskClient, login: str) -> str:
    page = admin.get(f"{STAFF}?text={login}")
    return str(re.findall(r'href="(/demo/admin/staff/[0-9a-f-]{36})"', page.text)[0])


def _set_up(house: House, client: FlaskClient) -> str:
    page = client.get(TWO_STEP)
    secret = str(re.findall(r"<code>([A-Z2-7 ]+)</code>", page.text)[0]).replace(" ", "")
    done = send(client, page, "two-step", code=code_at(secret, house.clock.now()))
    assert done.location == "/demo/staff/recovery-codes"
    return secret


def _with_two_step(house: House) -> tuple[str, str]:
    login = _open(house, Role.OFFICE)
    client = check_pages(house.app)
    come_in(client, login)
    return login, _set_up(house, client)


def _knock(house: House, login: str, code: str = "") -> TestResponse:
    client = check_pages(house.app)
    door = client.get("/demo/staff/sign-in")
    answer = send(client, door, "staff", login=login, password=PASSWORD)
    if not code:
        return answer
    return send(client, client.get(answer.location), "app-code", code=code)


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return _administrator(house)


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_staff"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_staff")
