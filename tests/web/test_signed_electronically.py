"""The pages that sign: what they hold for NCALayer, whom they may speak to, what they refuse."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.eds.messages import read_message
from kezek.adapters.eds.verifier import NullVerifier
from kezek.adapters.scratch import Scratch
from kezek.adapters.services import EXTENSION
from kezek.demonstration.certification import Held, Subject
from tests.factories.certification import FATHER, lasting, verifier
from tests.factories.regions import House
from tests.web.applications import five_gardens
from tests.web.browsing import send
from tests.web.cabinet import shared_house
from tests.web.checked import check_pages
from tests.web.door import SIGN_UP
from tests.web.keys import content_of, press
from tests.web.parents import Parent

SIGNER = "wss://127.0.0.1:13579"


class TestApplication:
    def test_it_is_read_signed_and_sent(self, ready: Parent) -> None:
        page = text_page(ready)
        assert "Серікова Әлия" in page.text
        assert f'data-iin="{ready.identity.iin}"' in page.text

        sent = press(ready.client, page, "application-signature", key_of(ready))

        assert sent.status_code == 303
        assert re.search(r"DEM-26-\d{6}-[A-Z]", ready.client.get(sent.location).text)

    def test_what_was_signed_is_shown_again_to_its_family_alone(
        self, ready: Parent, house: House
    ) -> None:
        page = text_page(ready)
        sent = press(ready.client, page, "application-signature", key_of(ready))
        assert "/signatures/" in ready.client.get(sent.location).text
        (row,) = ready.applications()
        application = f"/demo/family/applications/{row.id}"
        address = f"{application}/signatures/"
        assert f'href="{address}"' in ready.client.get(application).text

        shown = ready.client.get(address)

        assert "СЕРІКОВА ӘЛИЯ" in shown.text
        kept = re.search(r"signatures/([0-9a-f-]{36})\.txt", shown.text)
        assert kept is not None
        assert ready.client.get(f"{address}{kept[1]}.txt").data == content_of(page)
        cms = ready.client.get(f"{address}{kept[1]}.cms")
        assert read_message(cms.data).content is None
        assert Parent(house).client.get(address).status_code in (403, 404)

    def test_only_the_page_that_signs_may_speak_to_ncalayer(self, ready: Parent) -> None:
        assert SIGNER not in ready.get("review").headers["Content-Security-Policy"]

        policy = text_page(ready).headers["Content-Security-Policy"]

        assert f"connect-src 'self' {SIGNER};" in policy
        assert "script-src 'self';" in policy

    def test_another_persons_key_is_refused_and_a_fresh_text_is_given(self, ready: Parent) -> None:
        page = text_page(ready)

        again = press(ready.client, page, "application-signature", lasting(FATHER))

        assert again.status_code == 422
        assert "басқа адамның кілті" in again.text
        assert content_of(again) != content_of(page)
        sent = press(ready.client, again, "application-signature", key_of(ready))
        assert sent.status_code == 303

    def test_without_a_signature_nothing_is_sent(self, ready: Parent) -> None:
        answer = send(ready.client, text_page(ready), "application-signature", cms="")

        assert answer.status_code == 422
        assert ready.applications() == []

    def test_without_a_text_one_is_led_to_the_review(self, ready: Parent) -> None:
        assert ready.get("signature/").location == ready.url("review")


class TestDoor:
    def test_a_new_person_gives_a_telephone_once(self, house: House) -> None:
        client = house.app.test_client()

        entry = press(client, key_page(client), "key-entry", lasting(FATHER, for_sign_in=True))

        assert entry.location == SIGN_UP
        door = client.get(entry.location)
        assert "Қолтаңбаңыз расталды" in door.text
        assert f'value="{FATHER.iin}"' in door.text

    def test_the_wrong_key_of_the_two_is_told_apart(self, house: House) -> None:
        client = house.app.test_client()

        answer = press(client, key_page(client), "key-entry", lasting())

        assert answer.status_code == 422
        assert "AUTH" in answer.text

    def test_a_stand_in_is_called_one(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        services = house.app.extensions[EXTENSION]
        client = house.app.test_client()
        assert "Демо нұсқа: NCALayer" not in key_page(client).text

        elsewhere = replace(services.settings, eds_signer_url="ws://127.0.0.1:20000")
        monkeypatch.setattr(services, "settings", elsewhere)

        page = key_page(client)
        assert "Демо нұсқа: NCALayer" in page.text
        assert "connect-src 'self' ws://127.0.0.1:20000;" in page.headers["Content-Security-Policy"]

    def test_where_nobody_checks_keys_none_are_asked_for(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(house.app.extensions[EXTENSION], "eds", NullVerifier())
        client = house.app.test_client()

        assert "/family/key/" not in client.get(SIGN_UP).text


def text_page(parent: Parent) -> TestResponse:
    """The page with the text of the application."""
    begun = send(parent.client, parent.get("review"), parent.url("signature/"))
    return parent.client.get(begun.location)


def key_page(client: FlaskClient) -> TestResponse:
    """The page by which one comes in with a key."""
    begun = send(client, client.get(SIGN_UP), "/demo/family/key/")
    return client.get(begun.location)


def key_of(parent: Parent) -> Held:
    """The parent's own key."""
    return lasting(Subject("СЕРІКОВА ӘЛИЯ", parent.identity.iin))


@pytest.fixture
def ready(parent: Parent, gardens: list[uuid.UUID]) -> Parent:
    """A parent whose application is filled in."""
    parent.agree()
    parent.say_where()
    parent.choose(gardens[0])
    parent.tick()
    return parent


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house)


@pytest.fixture(scope="module")
def gardens(house: House) -> list[uuid.UUID]:
    return five_gardens(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One house for all, which trusts the certification centre of the tests."""
    with shared_house(shared_scratch, "kezek_keys", "demo") as opened:
        opened.app.extensions[EXTENSION].eds = verifier()
        check_pages(opened.app)  # before its first page: not every test here has a family
        yield opened
