"""A call is noted and handed over, a specialist answers, the administrator reads what happened."""

import uuid
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.db.calls import CallRow
from kezek.db.scope import read_scope
from kezek.db.tasks import TaskRow
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_front
from tests.factories.staff import come_in, open_staff
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.support_line import LINE, Called, caller, operator, staff

Line = tuple[FlaskClient, Actor]
ASKS = "Мама просит проверить, почему льгота не видна."
ANSWERS = "Справка получена, льгота подтверждена сегодня."


class TestNote:
    def test_a_call_is_noted_by_its_cause(self, house: House, line: Line, called: Called) -> None:
        done = note(line, called, cause="when", note="Объяснили очередь.")

        assert done.status_code == 303
        page = line[0].get(called.url).text
        assert "Объяснили очередь." in page
        assert [row.cause for row in calls(house, called)] == ["when"]

    def test_what_was_noted_is_kept_sealed(self, house: House, line: Line, called: Called) -> None:
        note(line, called, cause="when", note="Объяснили очередь.")

        (row,) = calls(house, called)
        assert row.note_sealed is not None
        assert "Объяснили".encode() not in row.note_sealed

    def test_a_second_click_is_the_same_call(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        page = client.get(called.url)

        for _ in range(2):
            send(client, page, "call", cause="when", note="")

        assert len(calls(house, called)) == 1

    def test_without_a_cause_it_is_refused_beside_the_box(
        self, house: House, line: Line, called: Called
    ) -> None:
        refused = note(line, called, cause="", note="Объяснили очередь.")

        assert refused.status_code == 422
        assert "Выберите причину звонка." in refused.text
        assert "Объяснили очередь." in refused.text
        assert calls(house, called) == []

    def test_a_call_about_no_application_counts_as_well(self, house: House, line: Line) -> None:
        client, actor = line

        done = send(client, client.get(LINE), "general-call", cause="free_places")

        assert done.status_code == 303
        with house.app.app_context(), read_scope(house["demo"]) as session:
            query = select(CallRow.cause).where(CallRow.actor == actor.tag)
            assert session.scalars(query).all() == ["free_places"]


class TestHandOver:
    def test_it_waits_at_the_office_and_comes_back_answered(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, _ = line
        desk = staff(house, Role.OFFICE)

        note(line, called, cause="benefit", note=ASKS, hands_over="y")
        (task,) = tasks(house, called)
        assert called.application.number in desk.get("/demo/office/?work=task").text
        shown = desk.get(f"/demo/office/tasks/{task.id}")
        assert ASKS in shown.text

        answered = send(desk, shown, "task", outcome="done", answer=ANSWERS)

        assert answered.status_code == 303
        assert called.application.number not in desk.get("/demo/office/?work=task").text
        assert "1 новый ответ специалиста" in client.get(LINE).text
        listed = client.get(f"{LINE}tasks/?part=answered").text
        assert ANSWERS in listed
        assert "Новое" in listed
        assert ANSWERS in client.get(called.url).text
        assert "новый ответ" not in client.get(LINE).text

    def test_a_matter_without_words_is_refused(
        self, house: House, line: Line, called: Called
    ) -> None:
        refused = note(line, called, cause="benefit", note="", hands_over="y")

        assert refused.status_code == 422
        assert "на что должен ответить специалист" in refused.text
        assert calls(house, called) == []
        assert tasks(house, called) == []

    def test_it_is_due_by_the_end_of_the_next_working_day(
        self, house: House, line: Line, called: Called
    ) -> None:
        note(line, called, cause="benefit", note=ASKS, hands_over="y")

        (task,) = tasks(house, called)
        # Noted on a Monday: the end of Tuesday.
        assert task.due_at is not None
        assert (task.due_at - task.opened_at).days == 1

    def test_the_slower_of_two_specialists_reads_the_answer_of_the_other(
        self, house: House, line: Line, called: Called
    ) -> None:
        note(line, called, cause="benefit", note=ASKS, hands_over="y")
        (task,) = tasks(house, called)
        url = f"/demo/office/tasks/{task.id}"
        first, second = staff(house, Role.OFFICE), staff(house, Role.OFFICE)
        pages = [(first, first.get(url), ANSWERS), (second, second.get(url), "Другой ответ.")]

        answers = [
            send(desk, page, "task", outcome="done", answer=words) for desk, page, words in pages
        ]

        assert [one.status_code for one in answers] == [303, 409]
        assert ANSWERS in answers[1].text

    def test_a_specialist_of_another_territory_does_not_see_it(
        self, house: House, line: Line, called: Called
    ) -> None:
        note(line, called, cause="benefit", note=ASKS, hands_over="y")
        (task,) = tasks(house, called)
        house.within(open_staff, house["demo"], Role.OFFICE, "elsewhere", territories=("aksu",))
        desk = check_pages(house.app)
        come_in(desk, "elsewhere")

        assert desk.get(f"/demo/office/tasks/{task.id}").status_code == 404


class TestAdministrator:
    def test_causes_are_ranked_with_their_table_as_csv(
        self, house: House, line: Line, called: Called
    ) -> None:
        for _ in range(2):
            note(line, called, cause="siblings", note="")
        admin = staff(house, Role.ADMIN)

        page = admin.get("/demo/admin/calls/").text
        sheet = admin.get("/demo/admin/calls/causes.csv")

        assert "Братья и сестры вместе" in page
        assert sheet.mimetype == "text/csv"
        lines = sheet.data.decode("utf-8-sig").splitlines()
        assert lines[0] == "Причина звонка;Звонков;%;За предыдущий период"
        assert any(line.startswith("Братья и сестры вместе;2;") for line in lines)

    def test_a_period_without_calls_is_empty(self, house: House) -> None:
        admin = staff(house, Role.ADMIN)

        page = admin.get("/demo/admin/calls/?first=2020-01-01&last=2020-01-31").text

        assert "никто не звонил" in page

    def test_look_ups_are_read_by_operator_and_day(
        self, house: House, line: Line, called: Called
    ) -> None:
        client, actor = line
        send(client, client.get(LINE), "look-up", q=called.application.number)
        other, _ = operator(house)
        send(other, other.get(LINE), "look-up", q=called.child_iin)
        admin = staff(house, Role.ADMIN)
        today = house.clock.now().date()

        page = admin.get(f"/demo/admin/calls/lookups?operator={actor.tag}&day={today}").text
        yesterday = admin.get(f"/demo/admin/calls/lookups?operator={actor.tag}&day=2020-01-01")

        assert called.application.number in page
        assert 'data-label="По чему искали"><span>номер заявления' in page
        assert 'data-label="По чему искали"><span>ИИН' not in page
        assert "Ничего не искали" in yesterday.text

    def test_a_day_that_is_none_is_told(self, house: House) -> None:
        admin = staff(house, Role.ADMIN)

        assert "Такого дня нет" in admin.get("/demo/admin/calls/lookups?day=2026-02-31").text

    @pytest.mark.parametrize("page", ["", "lookups", "causes.csv"])
    def test_an_operator_does_not_read_it(self, line: Line, page: str) -> None:
        assert line[0].get(f"/demo/admin/calls/{page}").status_code == 403


def note(line: Line, called: Called, **boxes: str) -> TestResponse:
    client, _ = line
    return send(client, client.get(called.url), "call", **boxes)


def calls(house: House, called: Called) -> list[CallRow]:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        query = select(CallRow).where(CallRow.application_id == called.application.id)
        return list(session.scalars(query))


def tasks(house: House, called: Called) -> list[TaskRow]:
    with house.app.app_context(), read_scope(house["demo"]) as session:
        query = select(TaskRow).where(TaskRow.application_id == called.application.id)
        return list(session.scalars(query))


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
    with open_front(shared_scratch.new_database("kezek_calls"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_calls")
