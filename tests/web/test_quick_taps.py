"""A family whose machine taps on places many times a second: refused at the door, others served."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.db.places import PlaceRow
from kezek.db.scope import read_scope
from kezek.web.security import limiter
from tests.factories.regions import House
from tests.web.saran import Home, open_saran
from tests.web.square import words


def test_the_third_tap_of_a_second_is_not_heard_at_all(home: Home) -> None:
    child, garden = home.queue(), home.garden("Тым жиі", ownership="private_order")
    home.publish(garden, 3)
    home.confirm(child)
    page = home.get(home.of(child, "places/"))
    form = home.of(child, f"places/{garden}")

    answers = until_turned_away(lambda: home.press(page, form))

    # The press and what follows it at once lead to the one place; the machine's are turned away.
    *heard, refused = answers
    assert len(heard) >= 2
    assert {answer.status_code for answer in heard} == {303}
    assert refused.status_code == 429
    assert "Тым жиі басып жатырсыз" in words(refused)
    assert "Вы нажимаете слишком часто" in words(refused)
    assert refused.headers["Retry-After"] == "1"
    assert home.house.within(places_of, home.region, child) == 1


def test_nobody_is_looked_up_for_a_tap_that_is_turned_away(home: Home) -> None:
    child, garden = home.queue(), home.garden("Есік алдында", ownership="private_order")
    address = home.of(child, f"places/{garden}")

    # Not even the token is asked for: whoever is quicker than a hand gets the same short answer.
    *heard, refused = until_turned_away(lambda: home.client.post(address))

    assert {answer.status_code for answer in heard} == {400}
    assert refused.status_code == 429
    # It holds the way back and the sentence, and none of what a page shows to a known family.
    assert f'href="{home.of(child, "places/")}"' in refused.text
    assert "Шығу" not in refused.text


def test_other_families_are_heard_meanwhile(house: House, home: Home) -> None:
    garden = home.garden("Екі отбасы", ownership="private_order")
    home.publish(garden, 2)
    flooding, other = home.queue(), Home(house)
    child = other.queue()
    home.confirm(flooding)
    other.confirm(child)
    page = home.get(home.of(flooding, "places/"))
    form = home.of(flooding, f"places/{garden}")
    until_turned_away(lambda: home.press(page, form))

    taken = other.take_by_page(child, garden)

    assert taken.status_code == 303
    assert other.state(child) == "REFERRED"
    other.leave()


def until_turned_away(tap: Callable[[], TestResponse]) -> list[TestResponse]:
    """Taps as fast as it goes, to the first that is not heard; a slow machine needs more."""
    answers = [tap()]
    while answers[-1].status_code != 429 and len(answers) < 60:
        answers.append(tap())
    return answers


def places_of(tenant_id: int, application_id: object) -> int:
    with read_scope(tenant_id) as session:
        query = select(PlaceRow.id).where(PlaceRow.holder_id == application_id)
        return len(session.scalars(query).all())


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_saran(shared_scratch, "kezek_quick_taps") as opened:
        yield opened


@pytest.fixture
def home(house: House) -> Iterator[Home]:
    """A family whose taps are counted, as in service."""
    mine = Home(house)
    limiter.enabled = True
    yield mine
    limiter.enabled = False
    with house.app.app_context():
        limiter.reset()
    mine.leave()
