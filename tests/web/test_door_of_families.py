"""The door of families, sentence by sentence: who is told what, how often, what a session is."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.services import EXTENSION
from kezek.db.codes import SmsCodeRow
from kezek.db.scope import read_scope
from kezek.db.sessions import SessionRow
from kezek.web.security import limiter
from tests.factories.families import FATHER, MOTHER, UNPROVEN_PHONE, sign_up
from tests.factories.regions import House, open_front
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.door import SIGN_UP, ask, come_in, newest_code

_OWN = re.compile(r'\+?7[ \d()-]{9,}|value="[^"]{30,}"|\d{2}:\d{2}')
"""What of a page is each visitor's own: the number that was typed, tokens, moments."""


def test_known_and_unknown_people_get_the_same_pages_and_the_same_questions(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The register is asked for both, so that the time of the answer tells nothing either."""
    house.within(sign_up, house["demo"], MOTHER, UNPROVEN_PHONE)
    asked: list[str] = []
    known_to = house.app.extensions[EXTENSION].registers

    class Watched:
        def holds_phone(self, iin: str, *rest: Any) -> Any:
            asked.append(iin)
            return known_to.holds_phone(iin, *rest)

    monkeypatch.setattr(house.app.extensions[EXTENSION], "registers", Watched())
    pages = []
    for identity, phone in ((MOTHER, "+77015550001"), (FATHER, "+77015550003")):
        client = check_pages(house.app)
        answer = ask(client, SIGN_UP, identity.iin, phone)
        assert answer.status_code == 303
        pages.append(plain(client.get(answer.location)))

    assert pages[0] == pages[1]
    assert asked == [MOTHER.iin, FATHER.iin]


def test_an_address_that_asks_too_often_is_told_to_wait(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = check_pages(house.app)
    door = client.get(SIGN_UP)
    monkeypatch.setattr(limiter, "enabled", True)
    limiter.reset()

    answers = [send(client, door, "door", iin="1", phone="1").status_code for _ in range(31)]

    limiter.reset()
    assert answers == [422] * 30 + [429]


def test_what_is_kept_of_a_code_does_not_tell_it(house: House) -> None:
    client = check_pages(house.app)
    ask(client, SIGN_UP)
    digits = newest_code(client)

    with house.app.app_context(), read_scope(house["demo"]) as session:
        row = session.scalars(select(SmsCodeRow)).one()
        kept = [value for name, value in vars(row).items() if not name.startswith("_")]

    assert digits not in repr(kept)
    assert len(row.code_hash) == 32


def test_each_coming_in_is_a_session_of_its_own_and_ends_the_cookie_before(house: House) -> None:
    client = check_pages(house.app)
    ask(client, SIGN_UP)
    before = cookie_of(client)

    come_in(client)

    assert cookie_of(client) != before
    thief = check_pages(house.app)
    thief.set_cookie("kezek_demo", before, path="/demo/")
    assert thief.get("/demo/family/children/").status_code == 303
    other = check_pages(house.app)
    come_in(other)
    with house.app.app_context(), read_scope(house["demo"]) as session:
        rows = session.scalars(select(SessionRow)).all()
    assert len({row.id for row in rows}) == 2


def plain(page: TestResponse) -> str:
    """A page without what is each visitor's own."""
    return _OWN.sub("", page.text)


def cookie_of(client: FlaskClient) -> str:
    """The region's cookie in this browser."""
    cookie = client.get_cookie("kezek_demo", path="/demo/")
    assert cookie is not None
    return cookie.value


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_family_door"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_family_door")
