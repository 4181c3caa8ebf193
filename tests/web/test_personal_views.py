"""Whoever of the staff looks at a family leaves a trace; the family sees it, nobody erases it."""

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from kezek.adapters.scratch import Scratch
from kezek.core.access import Role
from kezek.db.scope import tenant_scope
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.cabinet import Cabinet
from tests.web.checked import check_pages
from tests.web.square import words

LOOKS = "/demo/family/account/looks"
VIEWS = "/demo/admin/views/"


def test_a_look_is_told_to_the_family_and_to_the_administrator(house: House) -> None:
    cabinet = Cabinet(house)
    cabinet.speak("ru")
    assert "Пока никто не смотрел" in words(cabinet.client.get(LOOKS))
    office = _staff(house, Role.OFFICE)

    office.get(_family_page(cabinet))

    told = words(cabinet.client.get(LOOKS))
    assert "специалист" in told
    assert "семья" in told
    assert "Айгүл Омарова" not in told
    listed = words(_staff(house, Role.ADMIN).get(VIEWS))
    assert "Айгүл Омарова" in listed


def test_a_page_that_is_read_again_is_one_look_in_ten_minutes(house: House) -> None:
    cabinet, office = Cabinet(house), _staff(house, Role.OFFICE)

    for _ in range(3):
        office.get(_family_page(cabinet))
    assert _looks(house) == 1
    house.clock.advance(timedelta(minutes=10))
    office.get(_family_page(cabinet))

    assert _looks(house) == 2


def test_a_page_that_is_not_shown_is_no_look(house: House) -> None:
    office = _staff(house, Role.OFFICE)

    assert office.get(f"/demo/office/families/{uuid.uuid4()}").status_code == 404

    assert _looks(house) == 0


def test_a_form_that_was_refused_shows_the_page_and_is_a_look(house: House) -> None:
    """Nobody reads a family by sending its form wrongly instead of opening its page."""
    cabinet, office = Cabinet(house), _staff(house, Role.OFFICE)
    page = _family_page(cabinet)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', office.get("/demo/office/").text)
    assert token is not None
    before = _looks(house)

    form = {"csrf_token": token[1], "intent": str(uuid.uuid4()), "phone": "12"}
    answer = office.post(f"{page}/phone", data=form)

    assert answer.status_code == 422
    assert _looks(house) == before + 1


def test_a_familys_own_look_is_nobodys_business(house: House) -> None:
    cabinet = Cabinet(house)

    cabinet.client.get("/demo/family/")
    cabinet.client.get("/demo/family/children/")

    assert _looks(house) == 0


@pytest.mark.parametrize("typed", ["%00", "DEM-26", "%D2%99" * 300, "%27%3B--"])
def test_a_number_that_is_none_finds_nothing(house: House, typed: str) -> None:
    cabinet = Cabinet(house)
    _staff(house, Role.OFFICE).get(_family_page(cabinet))

    answer = _staff(house, Role.ADMIN).get(f"{VIEWS}?number={typed}")

    assert answer.status_code == 200
    assert "Никто не смотрел" in words(answer)


def test_another_family_does_not_see_it(house: House) -> None:
    ours, theirs = Cabinet(house), Cabinet(house)
    theirs.speak("ru")

    _staff(house, Role.OFFICE).get(_family_page(ours))

    assert "Пока никто не смотрел" in words(theirs.client.get(LOOKS))


@pytest.mark.parametrize(
    "change", ["delete from personal_views", "update personal_views set page = ''"]
)
def test_nobody_changes_what_was_written(house: House, change: str) -> None:
    _staff(house, Role.OFFICE).get(_family_page(Cabinet(house)))

    def do() -> None:
        with tenant_scope(house["demo"]) as session:
            session.execute(text(change))

    with pytest.raises(ProgrammingError, match="permission denied"):
        house.within(do)


def _family_page(cabinet: Cabinet) -> str:
    return f"/demo/office/families/{cabinet.actor.guardian_id}"


def _staff(house: House, role: Role) -> FlaskClient:
    login = f"{role}-{uuid.uuid4().hex[:8]}"
    garden = None
    if role is Role.KINDERGARTEN:
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
    house.within(open_staff, house["demo"], role, login, kindergarten=garden)
    client = check_pages(house.app)
    come_in(client, login)
    return client


def _looks(house: House) -> int:
    def count() -> int:
        with tenant_scope(house["demo"]) as session:
            found = session.execute(text("select count(*) from personal_views"))
            return int(found.scalar_one())

    return house.within(count)


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_front(shared_scratch.new_database("kezek_views"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_views")
