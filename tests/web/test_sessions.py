"""A session: of one region and one browser, ended by its owner, by time and by a proven holder."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from kezek.settings import Settings
from tests.factories.families import MOTHER, PROVEN_PHONE, family
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.door import CHILDREN, PASSWORD, STAFF, come_in, leave, open_office

SESSIONS = "/demo/sessions/"


class TestSession:
    def test_a_session_of_one_region_is_none_in_another(self, client: FlaskClient) -> None:
        come_in(client)

        assert client.get(CHILDREN).status_code == 200
        assert client.get("/saran/family/children/").status_code == 303

    def test_two_regions_open_at_once_do_not_sign_each_other_out(self, client: FlaskClient) -> None:
        come_in(client)
        come_in(client, slug="saran")

        assert client.get(CHILDREN).status_code == 200
        assert client.get("/saran/family/children/").status_code == 200
        leave(client, "saran")
        assert client.get(CHILDREN).status_code == 200
        assert client.get("/saran/family/children/").status_code == 303

    def test_a_cookie_carried_to_another_region_is_no_session(self, client: FlaskClient) -> None:
        come_in(client)
        cookie = client.get_cookie("kezek_demo", path="/demo/")
        assert cookie is not None

        client.set_cookie("kezek_saran", cookie.value, path="/saran/")

        assert client.get("/saran/family/children/").status_code == 303

    def test_signing_out_everywhere_ends_the_other_browser(
        self, house: House, client: FlaskClient
    ) -> None:
        other = house.app.test_client()
        come_in(client)
        come_in(other)

        send(client, client.get(SESSIONS), "/demo/sign-out-everywhere")

        assert client.get(CHILDREN).status_code == 303
        assert other.get(CHILDREN).status_code == 303

    def test_a_replayed_cookie_is_void_after_signing_out_everywhere(
        self, client: FlaskClient
    ) -> None:
        come_in(client)
        cookie = client.get_cookie("kezek_demo", path="/demo/")
        assert cookie is not None
        send(client, client.get(SESSIONS), "/demo/sign-out-everywhere")

        client.set_cookie("kezek_demo", cookie.value, path="/demo/")

        assert client.get(CHILDREN).status_code == 303

    def test_a_proven_holder_ends_the_session_of_the_displaced(
        self, house: House, client: FlaskClient
    ) -> None:
        come_in(client)

        house.within(family, house["demo"], MOTHER, PROVEN_PHONE)

        assert client.get(CHILDREN).status_code == 303

    @pytest.mark.parametrize(
        ("hours", "status"), [(12, 200), (12.01, 303)], ids=["after a shift", "a moment later"]
    )
    def test_staff_come_in_anew_after_twelve_hours(
        self, house: House, client: FlaskClient, hours: float, status: int
    ) -> None:
        house.within(open_office, house["demo"])
        send(client, client.get(STAFF), "staff", login="office", password=PASSWORD)
        house.clock.advance(timedelta(hours=hours))

        assert client.get(STAFF).status_code == (303 if status == 200 else 200)

    def test_the_language_is_kept_with_the_account(self, house: House, client: FlaskClient) -> None:
        come_in(client)
        client.get("/demo/language/ru")

        other = house.app.test_client()
        come_in(other)

        assert 'lang="ru"' in other.get(CHILDREN).text


@pytest.fixture
def client(house: House) -> FlaskClient:
    return check_pages(house.app)


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_front(new_database(), "demo", "saran") as opened:
        yield opened
