"""Complaints in the ledger: terms, alarms, facts, notices, sealed words; a lent place rebuilt."""

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.annex3 import Ground, Reasons
from kezek.core.applications import Application, State
from kezek.core.complaints import MOST_OPEN, About, Body, ComplaintState, Outcome
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.db.applications import load_applications
from kezek.db.complaints import ComplaintRow
from kezek.db.journal import FactRow
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope
from kezek.reads.complaint_desk import complaint_desk, complaints_page, find_shown_complaint
from kezek.reads.office_desk import Wanted, next_item, office_desk
from kezek.reads.office_work import Work
from kezek.usecases.applications import withdraw
from kezek.usecases.complaints import (
    ComplaintWish,
    answer_complaint,
    attend_complaints,
    file_complaint,
    next_complaint_at,
    register_complaint,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.journal import erase_family
from kezek.usecases.rebuild import rebuild
from kezek.usecases.reviews import confirm, refuse_whole
from kezek.usecases.sanatorium import keep_place, pupil_returned
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import enrolled, owner_of, queued, referred, under_review

TEXT = "Нас обошли в очереди, прошу проверить. Айша стоит с 7 сентября."
ANSWER = "Проверили: ошибка исправлена, место в очереди прежнее."
CHIEF = Actor(uuid.UUID(int=5), Role.OFFICE)
CITY = Actor(uuid.UUID(int=6), Role.OFFICE, territories=frozenset({TerritorySlug("city")}))
VILLAGE = Actor(uuid.UUID(int=7), Role.OFFICE, territories=frozenset({TerritorySlug("village")}))


class TestTerms:
    def test_in_working_hours_it_is_registered_at_once(
        self, house: House, own: Application
    ) -> None:
        row = _row(house, _file(house, own))

        assert row.state == ComplaintState.REGISTERED
        assert row.registered_at == row.filed_at == house.clock.now()
        assert row.due_at is not None
        assert row.due_at - house.clock.now() > timedelta(days=5)

    def test_at_night_it_is_registered_in_the_morning_by_itself(
        self, house: House, own: Application
    ) -> None:
        _to(house, 20)
        # What others left for a morning is attended to first.
        attend_complaints(house["demo"])
        complaint = _file(house, own)
        assert _row(house, complaint).state == ComplaintState.DELIVERED
        assert _notices(house, own, "N-52") == []
        morning = next_complaint_at(house["demo"])
        assert morning is not None

        house.clock.set(morning + timedelta(hours=3))
        attend_complaints(house["demo"])

        row = _row(house, complaint)
        # The ticker was late by three hours; the family's term is not.
        assert (row.state, row.registered_at) == (ComplaintState.REGISTERED, morning)
        assert len(_notices(house, own, "N-52")) == 1

    def test_staff_are_alarmed_once_on_the_last_working_day(
        self, house: House, own: Application
    ) -> None:
        complaint = _file(house, own)
        row = _row(house, complaint)
        assert row.alarm_at is not None
        attend_complaints(house["demo"])
        assert _alarms(house, row.number) == 0

        house.clock.set(max(house.clock.now(), row.alarm_at))
        attend_complaints(house["demo"])
        attend_complaints(house["demo"])

        assert _alarms(house, row.number) == 1

    def test_nothing_is_alarmed_about_what_is_answered(
        self, house: House, own: Application
    ) -> None:
        complaint = _file(house, own)
        row = _row(house, complaint)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.UPHELD, ANSWER)
        assert row.alarm_at is not None

        house.clock.set(max(house.clock.now(), row.alarm_at))
        attend_complaints(house["demo"])

        assert _alarms(house, row.number) == 0


class TestSteps:
    def test_each_step_is_a_fact_without_a_word_of_the_family(
        self, house: House, own: Application
    ) -> None:
        complaint = _file(house, own)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.DISMISSED, ANSWER)

        facts = [one for one in _facts(house, own) if one.kind.startswith("complaint:")]

        assert [one.kind for one in facts] == [
            "complaint:filed",
            "complaint:registered",
            "complaint:answered",
        ]
        assert facts[0].actor.startswith("family:")
        assert facts[2].actor == CHIEF.tag
        assert {one.family_id for one in facts} == {own.guardian}
        said = str([one.payload for one in facts])
        assert "обошли" not in said
        assert "ошибка" not in said

    def test_the_words_lie_sealed_in_the_table(self, house: House, own: Application) -> None:
        row = _row(house, _file(house, own))

        assert TEXT.encode() not in row.text_sealed
        shown = find_shown_complaint(house["demo"], row.id, "ru")
        assert shown is not None
        assert shown.text == TEXT

    def test_with_the_family_its_words_are_erased(self, house: House, own: Application) -> None:
        complaint = _file(house, own)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.UPHELD, ANSWER)
        _withdraw(house, own)

        erase_family(house["demo"], own.guardian, actor="admin:1")

        shown = find_shown_complaint(house["demo"], complaint, "ru")
        assert shown is not None
        assert (shown.text, shown.answer) == ("", "")

    def test_the_family_is_told_at_registration_and_with_the_answer(
        self, house: House, own: Application
    ) -> None:
        complaint = _file(house, own)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.UPHELD, ANSWER)

        first, second = _notices(house, own, "N-52")

        number = _row(house, complaint).number
        assert number in first.subject
        assert number in second.subject
        assert ANSWER in second.body
        assert ANSWER not in first.body

    def test_a_complaint_goes_out_by_no_sms(self, house: House, own: Application) -> None:
        _file(house, own)
        notice = _notices(house, own, "N-52")[0]

        with read_scope(house["demo"]) as session:
            channels = session.scalars(
                select(OutboxRow.channel).where(OutboxRow.notice_id == notice.id)
            ).all()
        assert "sms" not in channels

    def test_a_request_that_is_sent_twice_has_its_effect_once(
        self, house: House, own: Application
    ) -> None:
        intent = str(uuid.uuid4())
        wish = _wish(own)
        by = owner_of(own)

        first = file_complaint(house["demo"], by, wish, intent=intent)
        assert file_complaint(house["demo"], by, wish, intent=intent) == first
        with pytest.raises(Refusal, match="form_sent"):
            file_complaint(house["demo"], by, _wish(own, text="Совсем другое"), intent=intent)

        for _ in range(2):
            answer_complaint(house["demo"], CHIEF, first, Outcome.UPHELD, ANSWER, intent=intent)
        assert len(_notices(house, own, "N-52")) == 2

    def test_a_family_does_not_flood_the_office(self, house: House, own: Application) -> None:
        for _ in range(MOST_OPEN):
            _file(house, own)

        with pytest.raises(Refusal) as refused:
            _file(house, own)
        assert refused.value.code is Code.LIMIT_REACHED
        assert len(complaints_page(house["demo"], owner_of(own), "kk").complaints) == MOST_OPEN

    def test_of_another_familys_application_nobody_complains(
        self, house: House, own: Application, garden: uuid.UUID
    ) -> None:
        stranger = queued(house["demo"], garden)

        with pytest.raises(NotFound):
            file_complaint(house["demo"], owner_of(stranger), _wish(own))

    def test_about_admission_the_kindergarten_is_named(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = _load(house, referred(house["demo"], garden))

        complaint = file_complaint(
            house["demo"], owner_of(child), _wish(child, about=About.ADMISSION)
        )

        assert _row(house, complaint).kindergarten_id == garden

    def test_two_who_answer_at_once_leave_one_answer(self, house: House, own: Application) -> None:
        complaint = _file(house, own)
        refused = _at_once(
            house,
            lambda: answer_complaint(
                house["demo"], CHIEF, complaint, Outcome.UPHELD, "Первый ответ."
            ),
            lambda: answer_complaint(
                house["demo"], CITY, complaint, Outcome.DISMISSED, "Второй ответ."
            ),
        )

        assert [one.detail for one in refused] == ["complaint_answered"]
        assert len(_notices(house, own, "N-52")) == 2


class TestWhoAnswers:
    def test_the_territory_answers_for_the_provider_and_the_region_for_the_body_above(
        self, house: House, own: Application
    ) -> None:
        provider = _file(house, own)
        authority = _file(house, own, body=Body.AUTHORITY)

        with pytest.raises(NotFound):
            answer_complaint(house["demo"], VILLAGE, provider, Outcome.UPHELD, ANSWER)
        with pytest.raises(NotFound):
            answer_complaint(house["demo"], CITY, authority, Outcome.UPHELD, ANSWER)
        answer_complaint(house["demo"], CITY, provider, Outcome.UPHELD, ANSWER)
        answer_complaint(house["demo"], CHIEF, authority, Outcome.UPHELD, ANSWER)

        assert _row(house, authority).state == ComplaintState.ANSWERED

    def test_each_desk_lists_its_own(self, house: House, own: Application) -> None:
        provider = _file(house, own)
        authority = _file(house, own, body=Body.AUTHORITY)

        def listed(actor: Actor) -> set[uuid.UUID]:
            return {one.id for one in complaint_desk(house["demo"], actor, "ru").open}

        assert {provider, authority} <= listed(CHIEF)
        assert provider in listed(CITY)
        assert authority not in listed(CITY)
        assert provider not in listed(VILLAGE)

    def test_registered_early_the_term_runs_from_then(self, house: House, own: Application) -> None:
        _to(house, 21)
        complaint = _file(house, own)

        register_complaint(house["demo"], CHIEF, complaint)

        assert _row(house, complaint).registered_at == house.clock.now()
        with pytest.raises(Refusal, match="complaint_registered"):
            register_complaint(house["demo"], CHIEF, complaint)


class TestDesk:
    def test_the_most_urgent_is_first_and_next_goes_on(
        self, house: House, garden: uuid.UUID
    ) -> None:
        tenant = house["demo"]
        first = under_review(tenant, garden)
        house.clock.advance(timedelta(seconds=5))
        second = under_review(tenant, garden)
        wanted = Wanted(Work.REVIEW)

        items = office_desk(tenant, CHIEF, wanted, 1, "ru").items
        order = [one.id for one in items]
        assert order.index(first) < order.index(second)
        mark = next(one.mark for one in items if one.id == first)
        following = next_item(tenant, CHIEF, wanted, mark, "ru")
        assert following is not None
        assert following.id == second
        # What was decided leaves the list; its mark still says where one was.
        confirm(tenant, CHIEF, first, intent=str(uuid.uuid4()))
        again = next_item(tenant, CHIEF, wanted, mark, "ru")
        assert again is not None
        assert again.id == second

    def test_two_specialists_at_once_make_one_decision(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = under_review(house["demo"], garden)
        reasons = Reasons(grounds=(Ground.UNRELIABLE,))
        refused = _at_once(
            house,
            lambda: confirm(house["demo"], CHIEF, child, intent=str(uuid.uuid4())),
            lambda: refuse_whole(
                house["demo"], CITY, child, State.UNDER_REVIEW, reasons, intent=str(uuid.uuid4())
            ),
        )

        assert len(refused) == 1
        assert refused[0].code in (Code.ALREADY_DECIDED, Code.WRONG_STATE)
        kinds = [one.kind for one in _facts(house, _load(house, child))]
        decided = {"application:verified", "application:refused"} & set(kinds)
        assert len(decided) == 1


class TestLentPlace:
    def test_the_journal_alone_makes_it_again(self, house: House, garden: uuid.UUID) -> None:
        tenant = house["demo"]
        staff = Actor(uuid.UUID(int=9), Role.KINDERGARTEN, kindergarten_id=KindergartenId(garden))
        pupil = enrolled(tenant, garden)
        queued(tenant, garden)
        keep_place(tenant, staff, pupil, date(2027, 3, 1))
        assert rebuild(tenant).differences == []

        referral = _load(house, pupil).referral
        assert referral is not None
        pupil_returned(tenant, staff, referral.place)

        assert rebuild(tenant).differences == []

    def test_another_kindergarten_keeps_nothing(self, house: House, garden: uuid.UUID) -> None:
        pupil = enrolled(house["demo"], garden)
        stranger = Actor(
            uuid.UUID(int=10), Role.KINDERGARTEN, kindergarten_id=KindergartenId(uuid.uuid4())
        )

        with pytest.raises(NotFound):
            keep_place(house["demo"], stranger, pupil, date(2027, 3, 1))

    def test_the_database_lends_one_seat_once(self, house: House, garden: uuid.UUID) -> None:
        staff = Actor(uuid.UUID(int=9), Role.KINDERGARTEN, kindergarten_id=KindergartenId(garden))
        pupil = enrolled(house["demo"], garden)
        refused = _at_once(
            house,
            lambda: keep_place(house["demo"], staff, pupil, date(2027, 3, 1)),
            lambda: keep_place(house["demo"], staff, pupil, date(2027, 3, 2)),
        )

        assert [one.detail for one in refused] == ["place_kept"]


def _wish(
    own: Application,
    *,
    about: About = About.QUEUEING,
    body: Body = Body.PROVIDER,
    text: str = TEXT,
) -> ComplaintWish:
    return ComplaintWish(application_id=own.id, about=about, body=body, text=text)


def _file(house: House, own: Application, *, body: Body = Body.PROVIDER) -> uuid.UUID:
    return file_complaint(house["demo"], owner_of(own), _wish(own, body=body))


def _to(house: House, hour: int) -> None:
    """To that hour of a working day in Kazakhstan, later than now."""
    now = house.clock.now()
    moment = now.replace(hour=hour - 5, minute=0, second=0, microsecond=0)
    while moment <= now or moment.weekday() > 3:
        moment += timedelta(days=1)
    house.clock.set(moment)


def _row(house: House, complaint_id: uuid.UUID) -> ComplaintRow:
    with read_scope(house["demo"]) as session:
        return session.get_one(ComplaintRow, (house["demo"], complaint_id))


def _load(house: House, application_id: uuid.UUID) -> Application:
    with read_scope(house["demo"]) as session:
        return next(iter(load_applications(session, [application_id]).values()))


def _facts(house: House, own: Application) -> list[FactRow]:
    with read_scope(house["demo"]) as session:
        query = select(FactRow).where(FactRow.application_id == own.id).order_by(FactRow.id)
        return list(session.scalars(query))


def _notices(house: House, own: Application, code: str) -> list[NoticeRow]:
    with read_scope(house["demo"]) as session:
        query = select(NoticeRow).where(NoticeRow.application_id == own.id, NoticeRow.code == code)
        return list(session.scalars(query.order_by(NoticeRow.seq)))


def _alarms(house: House, number: str) -> int:
    with read_scope(house["demo"]) as session:
        rows = session.scalars(select(NoticeRow).where(NoticeRow.code == "N-54"))
        return sum(row.values.get("detail") == number for row in rows)


def _withdraw(house: House, own: Application) -> None:
    withdraw(house["demo"], "family", own.id)


def _at_once(house: House, *acts: Callable[[], object]) -> list[Refusal]:
    """Does these in threads, each with a connection of its own; gives who was refused."""
    refused: list[Refusal] = []
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with house.app.app_context():
            gate.wait()
            try:
                act()
            except Refusal as refusal:
                refused.append(refusal)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused


@pytest.fixture
def own(house: House, garden: uuid.UUID) -> Application:
    _to_the_morning(house)
    return queued(house["demo"], garden)


def _to_the_morning(house: House) -> datetime:
    """To ten o'clock of a working day: what is sent now is registered at once."""
    _to(house, 10)
    return house.clock.now()


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return kindergarten(house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and kindergarten."""
    with open_house(shared_scratch.new_database("kezek_complaining"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_complaining")
