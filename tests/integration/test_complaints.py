"""Complaints in the ledger: facts, notices, sealed words, and who answers which of them."""

import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.access import Actor, Role
from kezek.core.applications import Application
from kezek.core.complaints import MOST_OPEN, About, Body, ComplaintState, Outcome
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope
from kezek.reads.complaint_desk import complaints_page, find_shown_complaint
from kezek.reads.complaint_list import Sieve, complaint_list
from kezek.usecases.applications import withdraw
from kezek.usecases.complaints import answer_complaint, file_complaint
from kezek.usecases.deciding import NotFound
from kezek.usecases.journal import erase_family
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import owner_of, queued, referred
from tests.integration.complaining import (
    ANSWER,
    CHIEF,
    CITY,
    TEXT,
    facts_of,
    file,
    load,
    notices,
    row_of,
    to_hour,
    wish_of,
)
from tests.integration.rivals import at_once

VILLAGE = Actor(uuid.UUID(int=7), Role.OFFICE, territories=frozenset({TerritorySlug("village")}))


class TestSteps:
    def test_each_step_is_a_fact_without_a_word_of_the_family(
        self, house: House, own: Application
    ) -> None:
        complaint = file(house, own)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.DISMISSED, ANSWER)

        facts = [one for one in facts_of(house, own) if one.kind.startswith("complaint:")]

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
        row = row_of(house, file(house, own))

        assert TEXT.encode() not in row.text_sealed
        shown = find_shown_complaint(house["demo"], row.id, "ru")
        assert shown is not None
        assert shown.text == TEXT

    def test_with_the_family_its_words_are_erased(self, house: House, own: Application) -> None:
        complaint = file(house, own)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.UPHELD, ANSWER)
        _withdraw(house, own)

        erase_family(house["demo"], own.guardian, actor="admin:1")

        shown = find_shown_complaint(house["demo"], complaint, "ru")
        assert shown is not None
        assert (shown.text, shown.answer) == ("", "")

    def test_the_family_is_told_at_registration_and_with_the_answer(
        self, house: House, own: Application
    ) -> None:
        complaint = file(house, own)
        answer_complaint(house["demo"], CHIEF, complaint, Outcome.UPHELD, ANSWER)

        first, second = notices(house, own, "N-52")

        number = row_of(house, complaint).number
        assert number in first.subject
        assert number in second.subject
        assert ANSWER in second.body
        assert ANSWER not in first.body

    def test_a_complaint_goes_out_by_no_sms(self, house: House, own: Application) -> None:
        file(house, own)
        notice = notices(house, own, "N-52")[0]

        with read_scope(house["demo"]) as session:
            channels = session.scalars(
                select(OutboxRow.channel).where(OutboxRow.notice_id == notice.id)
            ).all()
        assert "sms" not in channels

    def test_a_request_that_is_sent_twice_has_its_effect_once(
        self, house: House, own: Application
    ) -> None:
        intent = str(uuid.uuid4())
        wish = wish_of(own)
        by = owner_of(own)

        first = file_complaint(house["demo"], by, wish, intent=intent)
        assert file_complaint(house["demo"], by, wish, intent=intent) == first
        with pytest.raises(Refusal, match="form_sent"):
            file_complaint(house["demo"], by, wish_of(own, text="Совсем другое"), intent=intent)

        for _ in range(2):
            answer_complaint(house["demo"], CHIEF, first, Outcome.UPHELD, ANSWER, intent=intent)
        assert len(notices(house, own, "N-52")) == 2

    def test_a_family_does_not_flood_the_office(self, house: House, own: Application) -> None:
        for _ in range(MOST_OPEN):
            file(house, own)

        with pytest.raises(Refusal) as refused:
            file(house, own)
        assert refused.value.code is Code.LIMIT_REACHED
        assert len(complaints_page(house["demo"], owner_of(own), "kk").complaints) == MOST_OPEN

    def test_of_another_familys_application_nobody_complains(
        self, house: House, own: Application, garden: uuid.UUID
    ) -> None:
        stranger = queued(house["demo"], garden)

        with pytest.raises(NotFound):
            file_complaint(house["demo"], owner_of(stranger), wish_of(own))

    def test_about_admission_the_kindergarten_is_named(
        self, house: House, garden: uuid.UUID
    ) -> None:
        child = load(house, referred(house["demo"], garden))

        complaint = file_complaint(
            house["demo"], owner_of(child), wish_of(child, about=About.ADMISSION)
        )

        assert row_of(house, complaint).kindergarten_id == garden

    def test_two_who_answer_at_once_leave_one_answer(self, house: House, own: Application) -> None:
        complaint = file(house, own)
        refused = at_once(
            house,
            lambda: answer_complaint(
                house["demo"], CHIEF, complaint, Outcome.UPHELD, "Первый ответ."
            ),
            lambda: answer_complaint(
                house["demo"], CITY, complaint, Outcome.DISMISSED, "Второй ответ."
            ),
        )

        assert [one.detail for one in refused] == ["complaint_answered"]
        assert len(notices(house, own, "N-52")) == 2


class TestWhoAnswers:
    def test_the_territory_answers_for_the_provider_and_the_region_for_the_body_above(
        self, house: House, own: Application
    ) -> None:
        provider = file(house, own)
        authority = file(house, own, body=Body.AUTHORITY)

        with pytest.raises(NotFound):
            answer_complaint(house["demo"], VILLAGE, provider, Outcome.UPHELD, ANSWER)
        with pytest.raises(NotFound):
            answer_complaint(house["demo"], CITY, authority, Outcome.UPHELD, ANSWER)
        answer_complaint(house["demo"], CITY, provider, Outcome.UPHELD, ANSWER)
        answer_complaint(house["demo"], CHIEF, authority, Outcome.UPHELD, ANSWER)

        assert row_of(house, authority).state == ComplaintState.ANSWERED

    def test_each_desk_lists_its_own(self, house: House, own: Application) -> None:
        provider = file(house, own)
        authority = file(house, own, body=Body.AUTHORITY)

        def listed(actor: Actor) -> set[uuid.UUID]:
            return {one.id for one in complaint_list(house["demo"], actor, Sieve(), 1, "ru").items}

        assert {provider, authority} <= listed(CHIEF)
        assert provider in listed(CITY)
        assert authority not in listed(CITY)
        assert provider not in listed(VILLAGE)

    def test_is_sifted_in_the_database(self, house: House, own: Application) -> None:
        provider = file(house, own)
        authority = file(house, own, body=Body.AUTHORITY)
        answer_complaint(house["demo"], CHIEF, provider, Outcome.UPHELD, ANSWER)

        def listed(**asked: str) -> list[uuid.UUID]:
            page = complaint_list(house["demo"], CHIEF, Sieve(**asked), 1, "ru")
            return [one.id for one in page.items if one.id in (provider, authority)]

        assert listed() == [authority, provider], "what waits stands on top"
        assert listed(part="open") == listed(body="authority") == [authority]
        assert listed(part="answered") == [provider]
        assert listed(territory="nowhere") == []


def _withdraw(house: House, own: Application) -> None:
    withdraw(house["demo"], "family", own.id)


@pytest.fixture
def own(house: House, garden: uuid.UUID) -> Application:
    """What is sent at ten o'clock of a working day is registered at once."""
    to_hour(house, 10)
    return queued(house["demo"], garden)


@pytest.fixture
def garden(house: House) -> uuid.UUID:
    return kindergarten(house["demo"], "Ясли-сад «Балдәурен»")


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    """One region for all: each test has its own family and kindergarten."""
    with open_house(shared_scratch.new_database("kezek_complaining"), "demo") as opened:
        yield opened
    shared_scratch.drop_database("kezek_complaining")
