"""The answer of the hotline: what is read aloud, what stays covered, what is sent once more."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.adapters.spoken_days import say_day_itself, say_on_day
from kezek.core.access import Actor, Role
from kezek.db.calls import ResendRow
from kezek.db.lookups import DisclosureRow
from kezek.db.notices import HotlineTaskRow, NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.usecases.standing import verify
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import free_place, under_review
from tests.web.browsing import hidden, send
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
        assert [row.actor for row in rows] == [line[1].tag]

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
        assert "оператору службы поддержки" in sent


class TestSendAgain:
    def test_a_message_goes_once_more(self, house: House, line: Line, called: Called) -> None:
        notice = settled_notice(house, called)

        done = press_again(line, called, notice)

        assert done.status_code == 303
        assert len(messages(house, notice)) == 2
        assert "отправлено снова" in page_of(line, called)

    def test_a_second_click_is_the_same_message(
        self, house: House, line: Line, called: Called
    ) -> None:
        notice = settled_notice(house, called)
        client, _ = line
        page = client.get(called.url)

        for _ in range(2):
            assert press_on(client, page, called, notice).status_code == 303

        assert len(messages(house, notice)) == 2
        assert count(house, ResendRow, ResendRow.notice_id == notice) == 1

    def test_what_is_on_its_way_is_not_sent_twice(
        self, house: House, line: Line, called: Called
    ) -> None:
        notice = newest_notice(house, called)

        refused = press_again(line, called, notice)

        assert refused.status_code == 409
        assert "уже в пути" in refused.text

    def test_within_ten_minutes_it_is_enough(
        self, house: House, line: Line, called: Called
    ) -> None:
        notice = settled_notice(house, called)
        press_again(line, called, notice)
        settle(house, notice)

        assert "недавно уже отправляли" in press_again(line, called, notice).text

    def test_an_address_that_takes_nothing_is_told(
        self, house: House, line: Line, called: Called
    ) -> None:
        notice = settled_notice(house, called, outcome="refused")

        refused = press_again(line, called, notice)

        assert "ничего не принимает" in refused.text
        assert len(messages(house, notice)) == 1

    def test_what_is_over_is_not_sent(
        self, house: House, garden: uuid.UUID, line: Line, called: Called
    ) -> None:
        house.within(free_place, house["demo"], garden)
        notice = newest_notice(house, called, code="N-12")
        settle(house, notice)
        house.clock.advance(timedelta(days=4))
        line = operator(house)

        assert "уже прошло" in press_again(line, called, notice).text

    def test_a_notice_of_another_family_is_not_found(
        self, house: House, garden: uuid.UUID, line: Line, called: Called
    ) -> None:
        other = caller(house, garden)
        notice = settled_notice(house, other)
        client, _ = line
        page = client.get(called.url)
        own = newest_notice(house, called)

        wrong = client.post(
            f"{called.url}/notices/{notice}/again",
            data=hidden(page, f"{called.url}/notices/{own}/again") | {"channel": "sms"},
        )

        assert wrong.status_code == 404


class TestToBeCalled:
    def test_a_family_is_reached_and_leaves_the_list(
        self, house: House, line: Line, called: Called
    ) -> None:
        task = lost(house, called)
        client, _ = line
        page = client.get("/demo/hotline/undelivered/")
        assert called.application.number in page.text

        done = send(client, page, f"/demo/hotline/undelivered/{task}", note="дозвонились отцу")

        assert done.status_code == 303
        assert called.application.number not in client.get("/demo/hotline/undelivered/").text

    def test_the_slower_of_two_operators_is_told(
        self, house: House, line: Line, called: Called
    ) -> None:
        task = lost(house, called)
        pages = [(one, one.get("/demo/hotline/undelivered/")) for one, _ in (line, operator(house))]

        answers = [
            send(client, page, f"/demo/hotline/undelivered/{task}", note="").status_code
            for client, page in pages
        ]

        assert answers == [303, 409]


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


def press_again(line: Line, called: Called, notice: uuid.UUID) -> TestResponse:
    client, _ = line
    return press_on(client, client.get(called.url), called, notice)


def press_on(
    client: FlaskClient, page: TestResponse, called: Called, notice: uuid.UUID
) -> TestResponse:
    return send(client, page, f"{called.url}/notices/{notice}/again", channel="sms")


def newest_notice(house: House, called: Called, code: str = "N-05") -> uuid.UUID:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        return session.scalars(
            select(NoticeRow.id)
            .where(NoticeRow.application_id == called.application.id, NoticeRow.code == code)
            .order_by(NoticeRow.seq.desc())
            .limit(1)
        ).one()


def settled_notice(house: House, called: Called, outcome: str = "sent") -> uuid.UUID:
    notice = newest_notice(house, called)
    settle(house, notice, outcome)
    return notice


def settle(house: House, notice: uuid.UUID, outcome: str = "sent") -> None:
    with house.app.app_context(), tenant_scope(house["demo"]) as session:
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.notice_id == notice)
            .values(settled_at=house.clock.now(), outcome=outcome)
        )


def messages(house: House, notice: uuid.UUID) -> list[str]:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        return list(session.scalars(select(OutboxRow.key).where(OutboxRow.notice_id == notice)))


def count(house: House, table: type, claim: object) -> int:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        return session.scalar(select(func.count()).select_from(table).where(claim)) or 0


def lost(house: House, called: Called) -> uuid.UUID:
    """No message reached this family, and it is on the list of those to be called."""
    task, notice = uuid.uuid4(), newest_notice(house, called)
    with house.app.app_context(), tenant_scope(house["demo"]) as session:
        session.add(
            HotlineTaskRow(
                tenant_id=house["demo"],
                id=task,
                kind="undelivered",
                notice_id=notice,
                guardian_id=called.application.guardian,
                application_id=called.application.id,
                opened_at=house.clock.now(),
            )
        )
    return task


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
