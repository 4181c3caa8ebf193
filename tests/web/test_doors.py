"""The doors of families and of staff, as people and strangers meet them."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.settings import Settings
from tests.factories.families import FATHER, MOTHER, UNPROVEN_PHONE, family
from tests.factories.regions import House, open_front
from tests.web.browsing import form_of, send
from tests.web.checked import check_pages
from tests.web.door import (
    ACCOUNT,
    CHILDREN,
    PASSWORD,
    SIGN_UP,
    STAFF,
    ask,
    come_in,
    leave,
    newest_code,
    open_office,
    wrong,
)

HOME = "/demo/family/"


class TestDoor:
    def test_a_stranger_is_led_to_the_door_and_back(self, client: FlaskClient) -> None:
        door = client.get(CHILDREN)
        assert (door.status_code, door.location) == (303, f"{SIGN_UP}?next={CHILDREN}")

        code = ask(client, door.location)
        inside = send(client, client.get(code.location), "code-entry", code=newest_code(client))

        assert inside.location == f"{ACCOUNT}?next={CHILDREN}"
        saved = send(client, client.get(inside.location), "profile", full_name="Серікова Айгерім")
        assert saved.location == CHILDREN
        assert "Серікова Айгерім" in client.get(CHILDREN).text

    def test_htmx_is_told_where_the_door_is(self, client: FlaskClient) -> None:
        answer = client.get(CHILDREN, headers={"HX-Request": "true", "HX-Target": "x"})

        assert answer.status_code == 204
        assert answer.headers["HX-Redirect"].startswith(SIGN_UP)

    def test_the_second_time_one_goes_where_one_wanted(self, client: FlaskClient) -> None:
        come_in(client)
        leave(client)

        assert come_in(client).location == HOME

    def test_the_answer_to_a_known_person_is_that_to_an_unknown(
        self, house: House, client: FlaskClient
    ) -> None:
        house.within(family, house["demo"], MOTHER, UNPROVEN_PHONE)
        stranger = house.app.test_client()

        known = ask(client, SIGN_UP, MOTHER.iin, "8 701 555 00 01")
        unknown = ask(stranger, SIGN_UP, FATHER.iin, "8 701 555 00 01")

        assert known.location == unknown.location == "/demo/family/code"
        pages = [_timeless(one.get("/demo/family/code").text) for one in (client, stranger)]
        assert pages[0] == pages[1]

    @pytest.mark.parametrize(
        ("boxes", "sentence"),
        [
            ({"iin": "900520400012", "phone": "87010000001"}, "ЖСН-де қате бар"),
            ({"iin": "", "phone": "87010000001"}, "ЖСН-іңізді енгізіңіз"),
            ({"iin": MOTHER.iin, "phone": "12"}, "+7 701 123 4567"),
        ],
        ids=["a wrong IIN", "no IIN", "no telephone"],
    )
    def test_what_is_wrong_stands_beside_its_box(
        self, client: FlaskClient, boxes: dict[str, str], sentence: str
    ) -> None:
        refused = send(client, client.get(SIGN_UP), "door", **boxes)

        assert refused.status_code == 422
        assert sentence in refused.text
        assert "Әзірге хабар жоқ" in client.get("/demo/demo/codes").text

    def test_a_wrong_code_leaves_one_outside(self, client: FlaskClient) -> None:
        page = client.get(ask(client, SIGN_UP).location)

        refused = send(client, page, "code-entry", code=wrong(newest_code(client)))

        assert refused.status_code == 422
        assert "Қалған мүмкіндік саны: 4" in refused.text
        assert client.get(CHILDREN).status_code == 303

    def test_another_code_can_be_asked_for(self, client: FlaskClient) -> None:
        page = client.get(ask(client, SIGN_UP).location)
        first = newest_code(client)

        again = send(client, page, "/demo/family/code/again")

        page = client.get(again.location)
        assert "Жаңа код жіберілді" in page.text
        assert newest_code(client) != first
        assert send(client, page, "code-entry", code=first).status_code == 422
        assert send(client, page, "code-entry", code=newest_code(client)).status_code == 303

    def test_the_fourth_code_in_ten_minutes_waits(self, client: FlaskClient) -> None:
        for _ in range(3):
            ask(client, SIGN_UP)

        refused = ask(client, SIGN_UP, FATHER.iin)

        assert refused.status_code == 422
        assert "09:10" in refused.text

    def test_an_old_code_page_says_that_it_is_over(self, house: House, client: FlaskClient) -> None:
        page = client.get(ask(client, SIGN_UP).location)
        code = newest_code(client)
        house.clock.advance(timedelta(minutes=5))

        assert "мерзімі өтіп кетті" in client.get("/demo/family/code").text
        assert send(client, page, "code-entry", code=code).status_code == 422

    def test_without_a_code_asked_for_there_is_no_code_page(self, client: FlaskClient) -> None:
        assert client.get("/demo/family/code").location == SIGN_UP

    def test_a_double_press_lets_in_twice(self, client: FlaskClient) -> None:
        page = client.get(ask(client, SIGN_UP).location)
        form, code = form_of(page, "code-entry"), newest_code(client)
        kept = client.get_cookie("kezek_demo", path="/demo/")
        assert form
        assert kept is not None

        first = send(client, page, "code-entry", code=code)
        client.set_cookie("kezek_demo", kept.value, path="/demo/")
        second = send(client, page, "code-entry", code=code)

        assert (first.status_code, second.status_code) == (303, 303)
        assert client.get(ACCOUNT).status_code == 200

    def test_a_parent_without_an_iin_uses_a_document(self, client: FlaskClient) -> None:
        page = client.get(f"{SIGN_UP}?by=document")
        sent = send(
            client,
            page,
            "door",
            document_kind="passport",
            document_number="AB 123456",
            phone="87010000001",
        )

        page = client.get(sent.location)
        assert send(client, page, "code-entry", code=newest_code(client)).status_code == 303
        assert "3456" in client.get(ACCOUNT).text

    @pytest.mark.parametrize("wish", ["https://evil.example/", "//evil.example", "/pavlodar/x"])
    def test_the_door_leads_to_nowhere_else(self, client: FlaskClient, wish: str) -> None:
        come_in(client)
        leave(client)

        code = ask(client, f"{SIGN_UP}?next={wish}")
        page = client.get(code.location)
        inside = send(client, page, "code-entry", code=newest_code(client))

        assert inside.location == HOME

    def test_a_form_without_its_token_is_refused(self, client: FlaskClient) -> None:
        assert client.post(SIGN_UP, data={"iin": MOTHER.iin}).status_code == 400


class TestStaffDoor:
    def test_staff_come_in_to_where_they_wanted(self, house: House, client: FlaskClient) -> None:
        house.within(open_office, house["demo"])
        page = client.get(f"{STAFF}?next=/demo/office/applications")

        inside = send(client, page, "staff", login="office", password=PASSWORD)

        assert inside.location == "/demo/office/applications"
        assert "Айгүл Омарова" in client.get("/demo/").text

    @pytest.mark.parametrize("login", ["office", "nobody"])
    def test_a_wrong_login_is_answered_as_a_wrong_password(
        self, house: House, client: FlaskClient, login: str
    ) -> None:
        house.within(open_office, house["demo"])

        refused = send(client, client.get(STAFF), "staff", login=login, password="wrong")

        assert refused.status_code == 422
        assert "Логин немесе құпиясөз дұрыс емес" in refused.text
        assert "wrong" not in refused.text


def _timeless(page: str) -> str:
    """The page without the tokens that are made anew for each answer."""
    return re.sub(r'(name="(?:csrf_token|intent)"[^>]*value=")[^"]*', r"\1", page)


@pytest.fixture
def client(house: House) -> FlaskClient:
    return check_pages(house.app)


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_front(new_database(), "demo", "saran") as opened:
        yield opened
