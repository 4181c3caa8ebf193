"""Messages and the hotline: a notice is sent once more, a family that none reached is called."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor
from kezek.db.calls import ResendRow
from kezek.db.notices import HotlineTaskRow, NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope, tenant_scope
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import free_place
from tests.web.browsing import hidden, send
from tests.web.support_line import Called, caller, operator

Line = tuple[FlaskClient, Actor]


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
        assert resends(house, notice) == 1

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


def page_of(line: Line, called: Called) -> str:
    client, _ = line
    return client.get(called.url).text


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


def resends(house: House, notice: uuid.UUID) -> int:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        query = select(func.count()).select_from(ResendRow).where(ResendRow.notice_id == notice)
        return session.scalar(query) or 0


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
    with open_front(shared_scratch.new_database("kezek_messages"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_messages")
