"""The one box of the hotline: who is found by what, what is shown of them, and who reads of it."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import read_tenant
from kezek.core.access import Actor
from kezek.core.numbers import application_number
from kezek.db.lookups import LookupRow
from kezek.db.scope import read_scope
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.web.browsing import form_of, send
from tests.web.support_line import LINE, Called, caller, operator

Line = tuple[FlaskClient, Actor]


class TestByNumber:
    @pytest.mark.parametrize(
        "typed",
        ["{}", " {} ", "№ {}"],
        ids=["as it is", "with blanks", "with its sign"],
    )
    def test_a_number_leads_to_the_answer(
        self, house: House, line: Line, called: Called, typed: str
    ) -> None:
        found = look_up(line, typed.format(called.application.number))

        assert found.status_code == 303
        assert found.location == called.url

    def test_case_dashes_and_lookalikes_do_not_matter(self, line: Line, called: Called) -> None:
        number = called.application.number
        prefix, year, serial, letter = number.split("-")
        typed = f"{prefix.lower()} {year}{serial.replace('0', 'О')} {letter.lower()}"

        assert look_up(line, typed).location == called.url

    def test_a_slip_is_told_and_nothing_is_written_down(
        self, house: House, line: Line, called: Called
    ) -> None:
        number = called.application.number
        wrong = number[:-3] + str((int(number[-3]) + 1) % 10) + number[-2:]

        refused = look_up(line, wrong)

        assert refused.status_code == 422
        assert "ошибка" in refused.text
        assert lookups(house, line) == []

    def test_a_number_of_another_region_is_told_whose_it_is(
        self, house: House, line: Line, number_elsewhere: str
    ) -> None:
        told = look_up(line, number_elsewhere)

        assert "Этот номер из другого региона" in told.text
        assert [(one.by_key, one.found) for one in lookups(house, line)] == [("number", 0)]

    def test_each_look_up_is_written_down(self, house: House, line: Line, called: Called) -> None:
        look_up(line, called.application.number)

        (one,) = lookups(house, line)
        assert (one.by_key, one.found, one.reason) == ("number", 1, "")
        assert one.application_id == called.application.id


class TestByOtherNumbers:
    def test_the_iin_of_the_child_or_of_the_parent(
        self, house: House, line: Line, called: Called
    ) -> None:
        assert look_up(line, called.child_iin).location == called.url
        assert look_up(line, called.parent_iin).location == called.url
        assert [one.by_key for one in lookups(house, line)] == ["iin", "iin"]

    def test_a_telephone_in_any_writing(self, line: Line, called: Called) -> None:
        national = called.phone[2:]

        for typed in (called.phone, f"8{national}", f"8 ({national[:3]}) {national[3:]}"):
            assert look_up(line, typed).location == called.url

    def test_an_iin_with_a_slip_is_told(self, line: Line, called: Called) -> None:
        wrong = called.child_iin[:-1] + str((int(called.child_iin[-1]) + 1) % 10)

        assert look_up(line, wrong).status_code == 422

    def test_what_is_looked_for_stands_in_no_address(self, line: Line, called: Called) -> None:
        found = look_up(line, called.child_iin)

        assert called.child_iin not in found.location
        assert called.child_iin not in found.request.full_path


class TestByName:
    def test_a_name_with_its_birth_date_asks_for_the_reason_first(
        self, house: House, line: Line, called: Called
    ) -> None:
        asked = look_up(line, "омарова 14.03.2022")

        assert asked.status_code == 200
        assert 'value="омарова"' in form_of(asked, "by-name")
        assert lookups(house, line) == []

    def test_without_a_reason_nothing_is_searched(
        self, house: House, line: Line, called: Called
    ) -> None:
        refused = by_name(line, called.child, reason="")

        assert refused.status_code == 422
        assert called.application.number not in refused.text
        assert lookups(house, line) == []

    def test_case_order_and_kazakh_letters_do_not_matter(
        self, house: House, garden: uuid.UUID, line: Line
    ) -> None:
        called = caller(house, garden, child="Жүніс Әлия Қайратқызы")

        for typed in ("жүніс әлия", "АЛИЯ ЖУНИС", "Кайраткызы"):
            assert called.application.number in by_name(line, typed).text

    def test_it_shows_covered_names_and_writes_the_reason_down(
        self, house: House, garden: uuid.UUID, line: Line
    ) -> None:
        called = caller(house, garden, child="Омарова Ақтолқын")

        found = by_name(line, called.child)

        assert called.application.number in found.text
        assert "А*** О." in found.text
        assert f"+7 7** *** ** {called.phone[-2:]}" in found.text
        for hidden in (called.child, called.parent, called.phone, called.child_iin):
            assert hidden not in found.text
        (one,) = lookups(house, line)
        assert (one.by_key, one.reason) == ("name", "звонит бабушка")

    def test_five_at_most(self, house: House, garden: uuid.UUID, line: Line) -> None:
        numbers = [
            caller(house, garden, child="Тестова Данеля").application.number for _ in range(6)
        ]

        page = by_name(line, "Тестова Данеля").text

        assert sum(number in page for number in numbers) == 5
        assert "не больше пяти" in page

    def test_another_birth_date_finds_nobody(self, line: Line, called: Called) -> None:
        assert "никто не найден" in by_name(line, called.child, day="15").text


class TestWhoMay:
    def test_an_operator_of_another_region_finds_nothing_here(
        self, house: House, called: Called
    ) -> None:
        client, _ = operator(house, "abai")
        page = client.get("/abai/hotline/")

        found = send(client, page, "look-up", q=called.child_iin)
        opened = client.get(called.url.replace("/demo/", "/abai/"))

        assert "никто не найден" in found.text
        assert opened.status_code == 404

    def test_a_session_of_another_region_is_none_here(self, house: House) -> None:
        client, _ = operator(house, "abai")

        assert client.get(LINE).status_code == 303

    def test_a_session_that_ended_looks_up_nobody(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        page = client.get(LINE)
        house.clock.advance(timedelta(hours=13))

        refused = send(client, page, "look-up", q=called.application.number)

        assert refused.status_code in (303, 400)
        assert lookups(house, line) == []


def look_up(line: Line, typed: str) -> TestResponse:
    client, _ = line
    return send(client, client.get(LINE), "look-up", q=typed)


def by_name(
    line: Line, name: str, *, day: str = "14", reason: str = "звонит бабушка"
) -> TestResponse:
    client, _ = line
    page = client.get(f"{LINE}by-name")
    return send(client, page, "by-name", name=name, born_on=[day, "3", "2022"], reason=reason)


def lookups(house: House, line: Line) -> list[LookupRow]:
    _, actor = line

    def read() -> list[LookupRow]:
        with read_scope(house["demo"]) as session:
            query = select(LookupRow).where(LookupRow.actor == actor.tag)
            return list(session.scalars(query.order_by(LookupRow.id)))

    return house.within(read)


@pytest.fixture
def line(house: House) -> Line:
    return operator(house)


@pytest.fixture
def called(house: House, garden: uuid.UUID) -> Called:
    return caller(house, garden)


@pytest.fixture
def number_elsewhere() -> str:
    return application_number(read_tenant("abai").prefix, 2026, 17)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """Two regions for all: each test has its own families and operators."""
    with open_front(shared_scratch.new_database("kezek_lookup"), "demo", "abai") as opened:
        yield opened
    shared_scratch.drop_database("kezek_lookup")
