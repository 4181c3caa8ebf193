"""The answer of the hotline: what is read aloud, and what stays covered until a code opens it."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.spoken_days import say_day_itself, say_on_day
from kezek.adapters.wording import say_phone
from kezek.core.access import Actor, Role
from kezek.db.lookups import DisclosureRow
from kezek.db.scope import read_scope
from kezek.usecases.standing import verify
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import free_place, under_review
from tests.web.browsing import send
from tests.web.support_line import Called, caller, newest_code, operator, staff

Line = tuple[FlaskClient, Actor]


class TestReadAloud:
    def test_the_number_is_said_in_both_languages_that_of_the_caller_first(
        self, house: House, garden: uuid.UUID, line: Line
    ) -> None:
        russian = page_of(line, caller(house, garden, language="ru"))
        kazakh = page_of(line, caller(house, garden, language="kk"))

        assert "ваш номер в очереди – один." in russian
        assert "кезектегі нөміріңіз – екі." in kazakh
        assert russian.index('lang="ru" aria-label') < russian.index('lang="kk" aria-label')
        assert kazakh.index('lang="kk" aria-label') < kazakh.index('lang="ru" aria-label')

    def test_why_the_number_moved_and_since_when(
        self, house: House, garden: uuid.UUID, line: Line
    ) -> None:
        called = caller(house, garden)
        first = house.within(under_review, house["demo"], garden)
        house.clock.advance(timedelta(hours=1))
        house.within(verify, house["demo"], "office:1", first)
        today = house.clock.now().date()

        said = page_of(line, called)

        assert "ваш номер в очереди – два." in said
        day = say_on_day(today, "ru", today).capitalize()
        assert f"{day} он отодвинулся назад, до этого был один." in said
        assert "впереди добавилось одно заявление" in said
        day = say_on_day(today, "kk", today).capitalize()
        assert f"{day} ол артқа жылжыды, оған дейін бір болатын." in said
        assert "алдыңызға бір өтініш қосылды" in said

    def test_an_offer_is_said_with_its_last_day(
        self, house: House, garden: uuid.UUID, line: Line
    ) -> None:
        called = caller(house, garden)
        house.within(free_place, house["demo"], garden)

        said = page_of(line, called)

        due_on = house.clock.now().date() + timedelta(days=2)
        assert f"Срок ответа на предложение: {say_day_itself(due_on, 'ru')}." in said
        assert f"Ұсынысқа жауап беру мерзімі: {say_day_itself(due_on, 'kk')}." in said


class TestWhoCalls:
    def test_names_and_telephone_are_covered(self, line: Line, called: Called) -> None:
        page = page_of(line, called)

        assert "А*** О." in page
        for secret in (called.child, called.parent, called.phone, called.phone[2:]):
            assert secret not in page

    def test_a_code_that_is_read_back_opens_them_for_a_quarter_of_an_hour(
        self, house: House, line: Line, called: Called
    ) -> None:
        opened = read_back(house, line, called)

        assert opened.status_code == 303
        page = page_of(line, called)
        assert called.child in page
        assert called.parent in page
        house.clock.advance(timedelta(minutes=15))
        assert called.child not in page_of(line, called)

    def test_it_is_written_down_by_whom(self, house: House, line: Line, called: Called) -> None:
        read_back(house, line, called)

        with house.app.app_context(), read_scope(house["demo"]) as session:
            rows = session.scalars(
                select(DisclosureRow).where(
                    DisclosureRow.guardian_id == called.application.guardian
                )
            ).all()
        assert [(row.actor, row.application_id) for row in rows] == [
            (line[1].tag, called.application.id)
        ]

    def test_another_operator_sees_nothing_of_it(
        self, house: House, line: Line, called: Called
    ) -> None:
        read_back(house, line, called)

        assert called.child not in page_of(operator(house), called)

    def test_a_wrong_code_is_counted_and_the_fifth_ends_it(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        send(client, client.get(called.url), f"{called.url}/code")
        right = newest_code(house, called.phone)
        wrong = f"{(int(right) + 1) % 1_000_000:06}"

        said = [enter(line, called, wrong).text for _ in range(5)]

        assert "Осталось попыток: 4" in said[0]
        assert "слишком много раз ввели неверно" in said[4]
        assert enter(line, called, right).status_code == 422

    def test_a_second_press_sends_no_second_code(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        page = client.get(called.url)

        for _ in range(2):
            assert send(client, page, f"{called.url}/code").status_code == 303

        assert client.get("/demo/demo/codes").text.count(say_phone(called.phone)) == 1

    def test_a_code_that_has_expired_opens_nothing(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        send(client, client.get(called.url), f"{called.url}/code")
        digits = newest_code(house, called.phone)
        house.clock.advance(timedelta(minutes=6))

        assert enter(line, called, digits).status_code == 422
        assert called.child not in page_of(line, called)

    def test_a_code_for_one_family_opens_no_other(
        self, house: House, garden: uuid.UUID, line: Line, called: Called
    ) -> None:
        other = caller(house, garden, child="Сейітова Дана")
        client, _ = line
        send(client, client.get(other.url), f"{other.url}/code")
        send(client, client.get(called.url), f"{called.url}/code")

        refused = enter(line, called, newest_code(house, other.phone))

        assert refused.status_code == 422
        assert called.child not in page_of(line, called)

    def test_the_message_says_that_the_code_is_for_the_operator(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        send(client, client.get(called.url), f"{called.url}/code")

        sent = client.get("/demo/demo/codes").text
        assert "код для оператора" in sent


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ADMIN, Role.KINDERGARTEN])
def test_others_have_no_business_here(house: House, garden: uuid.UUID, role: Role) -> None:
    client = staff(house, role, garden if role is Role.KINDERGARTEN else None)

    assert client.get("/demo/hotline/").status_code == 403


def page_of(line: Line, called: Called) -> str:
    client, _ = line
    return client.get(called.url).text


def read_back(house: House, line: Line, called: Called) -> TestResponse:
    client, _ = line
    send(client, client.get(called.url), f"{called.url}/code")
    return enter(line, called, newest_code(house, called.phone))


def enter(line: Line, called: Called, digits: str) -> TestResponse:
    client, _ = line
    return send(client, client.get(called.url), "opening", code=digits)


@pytest.fixture
def line(house: House) -> Line:
    return operator(house)


@pytest.fixture
def called(house: House, garden: uuid.UUID) -> Called:
    return caller(house, garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return house.within(kindergarten, house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own kindergarten, family and operator."""
    with open_front(shared_scratch.new_database("kezek_answer"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_answer")
