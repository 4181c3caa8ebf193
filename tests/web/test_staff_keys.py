"""Staff come in with their own key, and by a code on paper where the telephone is lost."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import EXTENSION
from kezek.adapters.two_step import code_at
from kezek.core.access import Role
from kezek.demonstration.certification import Held, Subject
from tests.factories.certification import EMPLOYEE, FATHER, MOTHER, lasting, verifier
from tests.factories.regions import House, open_front
from tests.factories.staff import PASSWORD, come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.keys import press
from tests.web.square import words

DOOR = "/demo/staff/sign-in"
CODES = "/demo/staff/recovery-codes"


class TestAKey:
    @pytest.mark.parametrize("subject", [MOTHER, EMPLOYEE], ids=["own", "of the employer"])
    def test_that_is_linked_stands_for_both_steps(
        self, house: House, admin: FlaskClient, subject: Subject
    ) -> None:
        link(admin, account_of(house), MOTHER.iin)
        house.app.config["STAFF_TWO_STEP"] = True
        client = check_pages(house.app)

        inside = enter(client, lasting(subject, for_sign_in=True))

        assert inside.location == "/demo/office/"
        assert client.get("/demo/office/").status_code == 200

    def test_leads_on_to_the_page_that_was_wished_for(
        self, house: House, admin: FlaskClient
    ) -> None:
        link(admin, account_of(house), MOTHER.iin)
        client = check_pages(house.app)
        asked = client.get("/demo/office/stop-list/")

        begun = send(client, client.get(asked.location), "/demo/staff/key")
        inside = press(client, client.get(begun.location), "staff-key", lasting(for_sign_in=True))

        assert inside.location == "/demo/office/stop-list/"

    def test_that_nobody_linked_opens_nothing_and_says_what_to_do(self, house: House) -> None:
        account_of(house)
        client = check_pages(house.app)

        refused = enter(client, lasting(FATHER, for_sign_in=True))

        assert refused.status_code == 422
        assert "өңір әкімшісінен" in words(refused).casefold()
        assert client.get("/demo/office/").status_code == 303

    def test_for_signing_is_told_apart(self, house: House, admin: FlaskClient) -> None:
        link(admin, account_of(house), MOTHER.iin)

        refused = enter(check_pages(house.app), lasting())

        assert refused.status_code == 422
        assert "AUTH" in words(refused)

    def test_goes_with_the_person(self, house: House, admin: FlaskClient) -> None:
        account = account_of(house)
        link(admin, account, MOTHER.iin)
        client = check_pages(house.app)
        enter(client, lasting(for_sign_in=True))
        send(admin, admin.get(account), f"{account}/close")
        assert client.get("/demo/office/").status_code == 303
        send(admin, admin.get(account), f"{account}/open")

        assert enter(check_pages(house.app), lasting(for_sign_in=True)).status_code == 422

    def test_is_unlinked_and_ends_what_it_began(self, house: House, admin: FlaskClient) -> None:
        account = account_of(house)
        link(admin, account, MOTHER.iin)
        client = check_pages(house.app)
        enter(client, lasting(for_sign_in=True))

        send(admin, admin.get(account), f"{account}/key/end")

        assert client.get("/demo/office/").status_code == 303
        assert enter(check_pages(house.app), lasting(for_sign_in=True)).status_code == 422

    def test_opens_one_account_of_a_region(self, house: House, admin: FlaskClient) -> None:
        link(admin, account_of(house), MOTHER.iin)
        other = account_of(house)

        taken = send(admin, admin.get(other), "key", iin=MOTHER.iin)
        none = send(admin, admin.get(other), "key", iin="900520400012")

        assert taken.status_code == none.status_code == 422
        assert "другую учетную запись" in words(taken)
        assert "не ИИН" in words(none)

    def test_may_come_with_the_invitation(self, house: House, admin: FlaskClient) -> None:
        wish = {"role": "hotline", "full_name": "Айгүл", "login": "with-key", "iin": MOTHER.iin}
        send(admin, admin.get("/demo/admin/staff/new"), "invite", **wish)

        inside = enter(check_pages(house.app), lasting(for_sign_in=True))

        assert inside.location.startswith("/demo/hotline/")

    def test_proves_once_more_who_sits_there(self, house: House, admin: FlaskClient) -> None:
        link(admin, own_account(admin), MOTHER.iin)
        house.clock.advance(timedelta(hours=1, minutes=1))
        asked = admin.get("/demo/admin/staff/")
        begun = send(admin, admin.get(asked.location), "/demo/staff/again/key")
        page = admin.get(begun.location)
        now = house.clock.now()

        wrong = press(admin, page, "again-key", lasting(FATHER, for_sign_in=True), now)
        assert wrong.status_code == 422
        right = press(admin, wrong, "again-key", lasting(for_sign_in=True), now)

        assert right.location == "/demo/admin/staff/"
        assert admin.get("/demo/admin/staff/").status_code == 200


class TestCodesOnPaper:
    def test_open_the_second_step_once_each(self, house: House) -> None:
        login, codes = with_codes(house)
        assert len(set(codes)) == 10

        assert knock(house, login, codes[0]).location == "/demo/office/"
        assert knock(house, login, codes[0]).status_code == 422
        assert knock(house, login, codes[1].replace("-", " ")).location == "/demo/office/"

    def test_are_void_once_new_ones_are_made(self, house: House) -> None:
        login, codes = with_codes(house)
        client = check_pages(house.app)
        answer(house, client, login, codes[0])

        page = client.get(CODES)
        assert "9 кодов" in words(page)
        fresh = codes_of(send(client, page, CODES))

        assert knock(house, login, codes[1]).status_code == 422
        assert knock(house, login, fresh[0]).location == "/demo/office/"

    def test_go_with_the_app_that_they_stand_in_for(self, house: House, admin: FlaskClient) -> None:
        login, codes = with_codes(house)
        account = url_of(admin, login)

        send(admin, admin.get(account), f"{account}/two-step")

        client = check_pages(house.app)
        come_in(client, login)
        assert client.get(CODES).location == "/demo/staff/two-step"
        assert codes

    def test_wrong_ones_are_counted_as_wrong_passwords_are(self, house: House) -> None:
        login, codes = with_codes(house)
        for _ in range(5):
            knock(house, login, "000000000000")

        waits = knock(house, login, codes[0])

        assert waits.status_code == 422


def enter(client: FlaskClient, key: Held) -> TestResponse:
    """Through the door of staff, with this key."""
    begun = send(client, client.get(DOOR), "/demo/staff/key")
    return press(client, client.get(begun.location), "staff-key", key)


def account_of(house: House, role: Role = Role.OFFICE) -> str:
    """The page of a new account, as the administrator opens it."""
    login = f"{role}-{uuid.uuid4().hex[:8]}"
    opened = house.within(open_staff, house["demo"], role, login)
    return f"/demo/admin/staff/{opened.account_id}"


def link(admin: FlaskClient, account: str, iin: str) -> None:
    """The administrator says whose key opens it."""
    done = send(admin, admin.get(account), "key", iin=iin)
    assert done.status_code == 303, done.text


def own_account(admin: FlaskClient) -> str:
    """The administrator's own account."""
    login = re.findall(r"<dd>(admin-[0-9a-f]+)</dd>", admin.get("/demo/sessions/").text)[0]
    return url_of(admin, login)


def url_of(admin: FlaskClient, login: str) -> str:
    """The page of the account of this login."""
    page = admin.get(f"/demo/admin/staff/?text={login}")
    return str(re.findall(r'href="(/demo/admin/staff/[0-9a-f-]{36})"', page.text)[0])


def with_codes(house: House) -> tuple[str, list[str]]:
    """A specialist with an app, and ten codes on paper."""
    login = f"office-{uuid.uuid4().hex[:8]}"
    house.within(open_staff, house["demo"], Role.OFFICE, login)
    client = check_pages(house.app)
    come_in(client, login)
    page = client.get("/demo/staff/two-step")
    secret = str(re.findall(r"<code>([A-Z2-7 ]+)</code>", page.text)[0]).replace(" ", "")
    code = code_at(secret, house.clock.now())
    done = send(client, page, "two-step", code=code)
    assert done.location == CODES
    return login, codes_of(send(client, client.get(CODES), CODES))


def codes_of(page: TestResponse) -> list[str]:
    """The codes that a page shows."""
    assert page.headers["Cache-Control"] == "no-store"
    return re.findall(r"<code>([0-9-]{14})</code>", page.text)


def knock(house: House, login: str, code: str) -> TestResponse:
    """Password and code, from a new browser."""
    return answer(house, check_pages(house.app), login, code)


def answer(house: House, client: FlaskClient, login: str, code: str) -> TestResponse:
    """Password and code, from this browser."""
    door = send(client, client.get(DOOR), "staff", login=login, password=PASSWORD)
    if door.status_code != 303:
        return door
    return send(client, client.get(door.location), "app-code", code=code)


@pytest.fixture
def admin(house: House) -> FlaskClient:
    client = check_pages(house.app)
    login = f"admin-{uuid.uuid4().hex[:8]}"
    house.within(open_staff, house["demo"], Role.ADMIN, login)
    come_in(client, login)
    return client


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_staff_keys"), "demo") as opened:
        opened.app.extensions[EXTENSION].eds = verifier()
        yield opened
    shared_scratch.drop_database("kezek_staff_keys")
