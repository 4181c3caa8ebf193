"""A contract is signed on a telephone: by a code, or by a key as eGov Mobile does it (L-22.10)."""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.eds.trust import Trust
from kezek.adapters.eds.verifier import CmsVerifier
from kezek.adapters.scratch import Scratch
from kezek.adapters.services import EXTENSION
from kezek.demonstration.certification import Centre, Subject
from kezek.demonstration.signing import signed
from kezek.usecases.rules_change import change_settings
from tests.factories.contracts import need_get_as_written, need_put_as_written
from tests.factories.regions import MORNING, House
from tests.web.browsing import send
from tests.web.cabinet import Cabinet, latin_words, plain, shared_house
from tests.web.checked import check_pages
from tests.web.test_family_admission import Referred

CONTRACT = "qr-signing"
REQUEST, DOCUMENT = "/{region}/sign/{link}/request", "/{region}/sign/{link}/document"
CENTRE = Centre.opened("Куәландырушы орталық", MORNING)


class Desk:
    """A parent before the contract, and the telephone in the other hand."""

    def __init__(self, house: House) -> None:
        self.referred = Referred(Cabinet(house))
        self.referred.to_contract()
        self.house = house
        self.phone: FlaskClient = check_pages(house.app)
        self.link = ""

    def show_square(self) -> TestResponse:
        """Presses the button and looks at the squares."""
        client = self.referred.cabinet.client
        send(client, self.referred.page("contract/"), self.referred.url("contract/phone/"))
        page = self.referred.page("contract/phone/")
        self.link = self.address(page)
        return page

    def address(self, page: TestResponse) -> str:
        """The address that the square holds, as it also stands below it."""
        found = re.search(r"(/demo/sign/[\w-]+/)", page.text)
        assert found is not None
        return found[1]

    def now(self) -> TestResponse:
        """What the screen asks for by itself."""
        return self.referred.page("contract/phone/now")

    def get(self, step: str = "", **headers: str) -> TestResponse:
        """The telephone opens an address of the link."""
        return self.phone.get(self.link + step, headers=headers)

    def request(self) -> Any:
        """What the square of eGov Mobile leads to."""
        answer = self.get("request")
        need_get_as_written(CONTRACT, REQUEST, answer.status_code, answer.json)
        return answer.json

    def document(self) -> Any:
        """The bytes to be signed, in their envelope."""
        answer = self.get("document", Authorization=self.word())
        need_get_as_written(CONTRACT, DOCUMENT, answer.status_code, answer.json)
        return answer.json

    def word(self) -> str:
        """The word of the request."""
        return f"Bearer {self.request()['document']['auth_token']}"

    def bring(self, iin: str | None = None, content: bytes | None = None) -> TestResponse:
        """Signs the document with somebody's key, the parent's at first, and puts it back."""
        word, told = self.word(), self.document()
        file = told["documentsToSign"][0]["document"]["file"]
        bytes_ = content or base64.b64decode(file["data"])
        now = self.house.clock.now()
        subject = Subject("СЕРІКОВА ӘЛИЯ", iin or self.referred.cabinet.identity.iin)
        key = CENTRE.give(subject, now - timedelta(days=9), now + timedelta(days=9), curve=True)
        file["data"] = base64.b64encode(signed(key, bytes_, now)).decode()
        answer = self.phone.put(self.link + "document", json=told, headers={"Authorization": word})
        need_put_as_written(CONTRACT, DOCUMENT, answer.status_code, answer.json)
        return answer


def test_a_code_on_the_telephone_signs_and_the_screen_says_so(desk: Desk) -> None:
    waiting = desk.show_square()

    send(desk.phone, desk.get(), desk.link + "code")
    signed_page = send(desk.phone, desk.get(), "signature", code=desk.referred.cabinet.last_code())

    assert "Шартқа қол қойылды" not in waiting.text
    assert signed_page.status_code == 303
    assert desk.referred.state == "ENROLLED"
    assert "Шартқа қол қойылды" in plain(desk.get())
    assert "Шартқа қол қойылды" in plain(desk.now())


def test_a_key_on_the_telephone_signs_the_very_bytes(desk: Desk) -> None:
    desk.show_square()

    answer = desk.bring()

    assert (answer.status_code, answer.json) == (200, {"accepted": True})
    assert desk.referred.state == "ENROLLED"
    assert "Шартқа қол қойылды" in plain(desk.now())


def test_what_is_put_back_twice_signs_once(desk: Desk) -> None:
    desk.show_square()
    told, word = desk.document(), desk.word()
    desk.bring()

    again = desk.phone.put(desk.link + "document", json=told, headers={"Authorization": word})

    assert again.json == {"accepted": True}
    assert desk.referred.state == "ENROLLED"


def test_another_persons_key_signs_nothing(desk: Desk) -> None:
    desk.show_square()

    answer = desk.bring(iin="861107300012")

    assert (answer.status_code, answer.json and answer.json["code"]) == (422, "other_person")
    assert desk.referred.state == "CONTRACT"


def test_another_text_signs_nothing(desk: Desk) -> None:
    desk.show_square()

    answer = desk.bring(content="Басқа шарт".encode())

    assert (answer.status_code, answer.json and answer.json["code"]) == (422, "tampered")
    assert desk.referred.state == "CONTRACT"


def test_the_document_is_given_to_nobody_without_the_word_of_the_request(desk: Desk) -> None:
    desk.show_square()

    assert desk.get("document").status_code == 403
    assert desk.phone.put(desk.link + "document", json={}).status_code == 403


def test_a_square_is_over_after_its_minutes(desk: Desk) -> None:
    desk.show_square()
    word = desk.word()
    desk.referred.cabinet.pass_time(minutes=6)

    late = desk.get("document", Authorization=word)

    assert late.status_code == 410
    assert "QR-кодтың уақыты өтті" in plain(desk.get())
    assert "QR-кодтың уақыты өтті" in plain(desk.now())


def test_a_made_up_link_leads_nowhere_and_no_region_opens_anothers(desk: Desk) -> None:
    desk.show_square()

    assert desk.phone.get("/demo/sign/bm90LW91cnM/").status_code == 404
    assert desk.phone.get(desk.link.replace("/demo/", "/saran/")).status_code == 404


def test_the_squares_are_for_the_screen_that_asked_for_them(desk: Desk) -> None:
    desk.show_square()

    image = desk.referred.page("contract/phone/camera.svg")
    stranger = Cabinet(desk.house).get(desk.referred.url("contract/phone/camera.svg"))

    assert (image.status_code, image.mimetype) == (200, "image/svg+xml")
    assert image.headers["Cache-Control"] == "no-store"
    assert stranger.status_code == 404


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_is_in_the_readers_language(desk: Desk, language: str) -> None:
    desk.referred.cabinet.speak(language)
    shown = desk.show_square()
    desk.phone.get(f"/demo/language/{language}?back=/demo/")

    address = f"http localhost {desk.link}"
    named = {"eGov", "Mobile", "QR", "NCALayer"}
    for page in (desk.referred.page("contract/"), shown, desk.get()):
        # The text ends with its one-time number.
        numbers = {word for word in latin_words(page) if re.fullmatch("[a-f]+", word)}
        words = {word for word in latin_words(page) - numbers if word not in address}
        assert words - named == set(), page.request.path


@pytest.fixture
def desk(house: House) -> Desk:
    """A family of its own for each test."""
    return Desk(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_phone_signing", "demo", "saran") as opened:
        opened.app.extensions[EXTENSION].eds = CmsVerifier(Trust((CENTRE.root.certificate,)))
        ways = {"sign_methods": ["sms", "eds", "qr"]}
        opened.within(change_settings, opened["demo"], "admin:test", ways)
        yield opened
