"""A family's own data: copy, consents and erasure in the cabinet, a paper before the office."""

import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.applications import Application, State
from kezek.core.consent import VERSION, Consent
from kezek.db.drafts import keep_consent
from kezek.db.scope import tenant_scope
from kezek.usecases.applications import withdraw
from tests.factories.regions import MORNING, House
from tests.web.browsing import send
from tests.web.cabinet import Cabinet, latin_words, plain, shared_house
from tests.web.counter import specialist

DATA = "/demo/family/data/"


def test_a_copy_holds_everything_and_asks_for_a_code(family: Cabinet) -> None:
    family.queue(family.garden())
    page = asked(family, "copy")
    refused = send(family.client, page, "own-data", code="000000")
    given = send(family.client, page, "own-data", code=family.last_code())

    assert refused.status_code == 422
    assert given.mimetype == "application/zip"
    assert given.headers["Cache-Control"] == "private, no-store"
    archive = zipfile.ZipFile(io.BytesIO(given.data))
    kept = json.loads(archive.read("my-data.json"))
    assert kept["parent"]["iin"] == family.identity.iin
    assert kept["parent"]["phone"] == family.phone
    assert kept["children"][0]["name"] == "Айша Серікқызы"
    assert family.identity.iin in archive.read("my-data.html").decode()


def test_a_code_for_the_copy_erases_nothing(family: Cabinet) -> None:
    asked(family, "copy")

    page = family.client.get(f"{DATA}erasure")

    assert 'name="code"' not in page.text


def test_a_consent_that_is_taken_back_withdraws_the_application(family: Cabinet) -> None:
    application = agreed(family)
    consent = f"{DATA}consents/{application.id}"
    assert "Келісімді кері алу" in plain(family.client.get(consent))
    page = asked(family, f"consents/{application.id}")

    done = send(family.client, page, "own-data", code=family.last_code())

    assert done.location == DATA
    assert "кері алынды" in plain(family.client.get(DATA))
    assert family.application(application.id).state is State.ARCHIVED
    assert family.client.get(consent).location == DATA


def test_new_words_are_agreed_to_anew(family: Cabinet) -> None:
    application = agreed(family, version="order-133-annex-5/0")
    page = family.client.get(DATA)

    send(family.client, page, f"{DATA}consents/{application.id}/renewal")

    told = plain(family.client.get(DATA))
    assert VERSION in told
    assert "order-133-annex-5/0" in told
    assert "Жаңа мәтінді оқыдым" not in told


def test_a_request_waits_and_says_for_what(family: Cabinet) -> None:
    application = agreed(family)
    page = asked(family, "erasure")
    assert application.number in page.text
    done = send(family.client, page, "own-data", code=family.last_code())

    assert done.location == DATA
    told = family.client.get(DATA)
    assert application.number in told.text
    send(family.client, told, f"{DATA}erasure/end")
    assert "жоюды сұрау" in plain(family.client.get(DATA)).lower()


def test_a_family_without_anything_is_erased_at_once(family: Cabinet) -> None:
    page = send(family.client, asked(family, "erasure"), "own-data", code=family.last_code())

    assert "Деректеріңіз жойылды" in page.text
    assert family.client.get(DATA).status_code in (302, 303)


def test_the_office_enters_a_paper_once(family: Cabinet, house: House) -> None:
    application = agreed(family)
    desk: FlaskClient = specialist(house)
    url = f"/demo/office/families/{application.guardian}/erasure/"
    day = {"signed": ["7", "9", "2026"]}
    page = desk.get(url)
    assert application.number in page.text
    assert send(desk, page, "family-erasure", **day).status_code == 422

    send(desk, page, "family-erasure", seen="y", **day)

    assert "family-erasure" not in desk.get(url).text
    house.within(withdraw, family.region, "family", application.id)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_word_is_in_the_readers_language(family: Cabinet, language: str) -> None:
    application = agreed(family)
    family.speak(language)
    for path in ("", "copy", "erasure", f"consents/{application.id}"):
        page = family.client.get(f"{DATA}{path}")
        assert page.status_code == 200
        known = {"SMS", "ZIP", "my", "data", "html", "json", "files", "order", "annex"}
        assert latin_words(page) - known == set(), path


def asked(family: Cabinet, path: str) -> TestResponse:
    """The page of an act, once the code that it asks for was sent."""
    page = family.client.get(f"{DATA}{path}")
    sent = send(family.client, page, f"{DATA}{path}/code")
    return family.client.get(sent.location)


def agreed(family: Cabinet, version: str = VERSION) -> Application:
    application = family.application(family.queue(family.garden()))
    given = Consent(version, "kk", MORNING)

    def keep() -> None:
        with tenant_scope(family.region) as session:
            keep_consent(
                session,
                family.region,
                application.id,
                application.guardian,
                application.child,
                given,
            )

    family.house.within(keep)
    return application


@pytest.fixture
def family(house: House) -> Cabinet:
    return Cabinet(house)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_own_data", "demo") as opened:
        yield opened
