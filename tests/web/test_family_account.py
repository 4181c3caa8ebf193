"""A family's account: its telephone, its mailbox and its name."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from kezek.settings import Settings
from tests.factories.families import PROVEN_PHONE, UNPROVEN_PHONE
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.door import ACCOUNT, come_in, wrong

PHONE = "/demo/family/account/phone/"


class TestAccount:
    def test_the_phone_is_changed_by_two_codes(self, client: FlaskClient) -> None:
        come_in(client)
        asked = send(client, client.get(PHONE), "phone-ask", phone="8 701 000 00 02")
        codes = _codes(client)
        page = client.get(asked.location)

        refused = send(
            client, page, "phone-codes", old=wrong(codes[UNPROVEN_PHONE]), new=codes[PROVEN_PHONE]
        )
        changed = send(
            client, page, "phone-codes", old=codes[UNPROVEN_PHONE], new=codes[PROVEN_PHONE]
        )

        assert refused.status_code == 422
        assert 'id="old-error"' in refused.text
        assert 'id="new-error"' not in refused.text
        assert changed.location == ACCOUNT
        assert "+7 701 000 0002" in client.get(ACCOUNT).text

    def test_a_mailbox_that_is_none_is_refused(self, client: FlaskClient) -> None:
        come_in(client)

        refused = send(client, client.get(ACCOUNT), "profile", full_name="А Б", email="a@")

        assert refused.status_code == 422
        assert "name@example.kz" in refused.text

    def test_a_name_has_no_digits(self, client: FlaskClient) -> None:
        come_in(client)

        refused = send(client, client.get(ACCOUNT), "profile", full_name="A1")

        assert refused.status_code == 422


def _codes(client: FlaskClient) -> dict[str, str]:
    """The newest code of each telephone."""
    page = client.get("/demo/demo/codes").text
    shown = re.findall(r"<strong>([^<]+)</strong>.*?кодыңыз (\d{6})", page, re.DOTALL)
    return {re.sub(r"[^\d+]", "", phone): digits for phone, digits in reversed(shown)}


@pytest.fixture
def client(house: House) -> FlaskClient:
    return check_pages(house.app)


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_front(new_database(), "demo", "saran") as opened:
        yield opened
