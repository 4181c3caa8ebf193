"""In a territory of bulletins a family gives both contacts: a telephone and an e-mail (I-3.2)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.usecases.rules_change import change_settings
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.parents import Parent
from tests.web.saran import SLUG, Home, open_saran
from tests.web.square import words

ONE_SECOND = timedelta(seconds=1)


def test_without_an_e_mail_the_application_is_not_sent(parent: Parent) -> None:
    filled_in(parent)
    assert "әлі көрсетілмеген" in words(parent.get("review"))

    refused = parent.send()

    assert refused.status_code == 422
    assert "электрондық поштаңызды көрсетіп" in words(refused)
    assert parent.applications() == []


def test_with_one_it_is_sent(parent: Parent) -> None:
    filled_in(parent)
    account = parent.client.get(f"/{SLUG}/family/account/?next={parent.url('review')}")

    given = keep(parent, account, "aliya@example.kz")
    sent = parent.send()

    assert given.location.endswith("/review")
    assert sent.status_code == 303
    assert [one.state for one in parent.applications()] == ["QUEUED"]


def test_where_the_region_asks_for_the_number_alone_none_is_needed(
    house: House, parent: Parent
) -> None:
    house.within(change_settings, house[SLUG], "admin:test", {"indigo_contacts": "phone"})
    try:
        filled_in(parent)
        assert "әлі көрсетілмеген" not in words(parent.get("review"))
        assert parent.send().status_code == 303
    finally:
        house.clock.advance(ONE_SECOND)
        house.within(change_settings, house[SLUG], "admin:test", {"indigo_contacts": "both"})


def test_while_a_child_waits_the_e_mail_stays(house: House) -> None:
    home = Home(house)
    home.queue()
    account = home.get(home.url("account/"))
    boxes = {"full_name": "Серікова Әлия", "address": "Абай көшесі, 1"}

    refused = home.press(account, "profile", **boxes, email="")
    changed = home.press(account, "profile", **boxes, email="other@example.kz")
    home.leave()
    emptied = home.press(account, "profile", **boxes, email="")

    assert refused.status_code == 422
    assert "алып тастауға болмайды" in words(refused)
    assert changed.status_code == emptied.status_code == 303


def filled_in(parent: Parent) -> None:
    """All steps before the last button."""
    parent.agree()
    parent.say_where(territory=SLUG)
    parent.tick()


def keep(parent: Parent, account: TestResponse, email: str) -> TestResponse:
    """Saves the page of the account."""
    boxes = {"full_name": "Серікова Әлия", "address": "Абай көшесі, 1", "email": email}
    return send(parent.client, account, "profile", **boxes)


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_saran(shared_scratch, "kezek_indigo_contacts") as opened:
        yield opened


@pytest.fixture
def parent(house: House) -> Parent:
    return Parent(house, SLUG)
