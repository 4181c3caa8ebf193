"""A register that is silent: a specialist looks, it is asked again, and who decided has decided."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.registers import BENEFITS, PARENTAGE, PHONES
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.registers import Answer, QuestionKind
from kezek.core.switches import Switch
from kezek.core.turns import Standing
from kezek.db.people import find_child, find_guardian
from kezek.db.register_questions import RegisterQuestionRow
from kezek.db.scope import read_scope
from kezek.demonstration.counterparts.moods import Mood
from kezek.demonstration.counterparts.service import State as Systems
from kezek.settings import Settings
from kezek.usecases import reviews
from kezek.usecases.register_questions import ask_again, ask_for, next_ask_at
from kezek.usecases.switches import turn_off
from tests.factories.families import KNOWN_CHILD, MOTHER, PROVEN_PHONE, child, family
from tests.factories.regions import House, open_house
from tests.integration.applying import Family, application_of, mother_of, two_kindergartens

SPECIALIST = Actor(uuid.UUID(int=7), Role.OFFICE)


class TestBenefits:
    def test_while_it_is_silent_a_specialist_looks_and_then_it_confirms(
        self, house: House, region: int, systems: Systems
    ) -> None:
        """Register down: staff verify. Register up again: confirmed, and nobody need look."""
        mother, application_id = _sent_in_silence(region, systems)
        assert application_of(mother, application_id).state is State.UNDER_REVIEW
        (asked,) = _questions(region, QuestionKind.BENEFIT)
        assert (asked.answer, asked.tries) == (Answer.SILENT, 1)
        assert ask_again(region) == 0, "it is not due yet"

        systems.moods.clear()
        house.clock.advance(timedelta(minutes=3))
        assert ask_again(region) == 1

        application = application_of(mother, application_id)
        assert (application.state, application.standing) == (State.QUEUED, Standing.P)
        (told,) = _questions(region, QuestionKind.BENEFIT)
        assert (told.answer, told.came_late, told.due_at) == (Answer.CONFIRMED, False, None)
        assert ask_again(region) == 0, "repeated, it changes nothing"

    def test_an_answer_after_the_decision_stands_beside_it(
        self, house: House, region: int, systems: Systems
    ) -> None:
        mother, application_id = _sent_in_silence(region, systems)
        reviews.refuse_benefit(region, SPECIALIST, application_id, State.UNDER_REVIEW, intent="no")
        decided = application_of(mother, application_id)

        systems.moods.clear()
        house.clock.advance(timedelta(minutes=3))
        ask_again(region)

        assert application_of(mother, application_id) == decided
        (told,) = _questions(region, QuestionKind.BENEFIT)
        assert (told.answer, told.came_late) == (Answer.CONFIRMED, True)

    def test_it_is_asked_ever_more_seldom_and_after_two_weeks_no_more(
        self, house: House, region: int, systems: Systems
    ) -> None:
        _sent_in_silence(region, systems)
        pauses = []
        while (due_at := next_ask_at(region)) is not None:
            pauses.append(due_at - house.clock.now())
            house.clock.set(due_at)
            ask_again(region)

        assert pauses[:4] == [timedelta(minutes=one) for one in (2, 4, 8, 16)]
        assert max(pauses) == timedelta(hours=6)
        assert sum(pauses, timedelta()) > timedelta(days=14)

    def test_a_register_that_is_turned_off_is_silent_and_not_asked(
        self, house: House, region: int, systems: Systems
    ) -> None:
        turn_off("operator:1", Switch.REGISTER_BENEFITS, region, "they work on it tonight")
        mother = mother_of(region, is_known=True)
        mother.fill(two_kindergartens(region)[0], categories=(10,))
        before = len(systems.calls_of(BENEFITS))

        application = application_of(mother, mother.send())

        assert application.state is State.UNDER_REVIEW
        assert len(systems.calls_of(BENEFITS)) == before

    def test_a_specialist_has_it_asked_now_and_decides_alone(
        self, region: int, systems: Systems
    ) -> None:
        mother, application_id = _sent_in_silence(region, systems)
        assert ask_for(region, SPECIALIST, application_id, intent="first") is False

        systems.moods.clear()
        assert ask_for(region, SPECIALIST, application_id, intent="second") is True

        (told,) = _questions(region, QuestionKind.BENEFIT)
        assert told.answer == Answer.CONFIRMED
        assert application_of(mother, application_id).state is State.UNDER_REVIEW

    def test_a_register_that_knows_nothing_leaves_it_to_the_specialist(self, region: int) -> None:
        mother = mother_of(region)
        mother.fill(two_kindergartens(region)[0], categories=(10,))

        application = application_of(mother, mother.send())

        assert application.state is State.UNDER_REVIEW
        (told,) = _questions(region, QuestionKind.BENEFIT)
        assert (told.answer, told.due_at) == (Answer.UNKNOWN, None)


class TestPeople:
    def test_a_child_is_proven_when_the_civil_register_is_back(
        self, house: House, region: int, systems: Systems
    ) -> None:
        actor = family(region, MOTHER, PROVEN_PHONE)
        systems.moods.set(PARENTAGE, Mood.SILENT)
        child_id = child(region, actor, KNOWN_CHILD)
        assert not _is_proven(region, child_id)

        systems.moods.clear()
        house.clock.advance(timedelta(minutes=3))
        ask_again(region)

        assert _is_proven(region, child_id)

    def test_a_parent_is_proven_when_the_base_of_telephones_is_back(
        self, house: House, region: int, systems: Systems
    ) -> None:
        systems.moods.set(PHONES, Mood.SILENT)
        actor = family(region, MOTHER, PROVEN_PHONE)
        child_id = child(region, actor, KNOWN_CHILD)
        assert actor.guardian_id is not None
        with read_scope(region) as session:
            guardian = find_guardian(session, actor.guardian_id)
            assert guardian is not None
            assert not guardian.proven, "silence proves nothing"

        systems.moods.clear()
        house.clock.advance(timedelta(minutes=3))
        ask_again(region)

        assert _is_proven(region, child_id), "with the parent the child is known"


def test_every_call_says_what_for_and_by_which_record(region: int, systems: Systems) -> None:
    del systems.calls[:]
    mother = mother_of(region, is_known=True)
    mother.fill(two_kindergartens(region)[0], categories=(10,))
    mother.send()

    told = {(one.path, one.body["reason"]) for one in systems.calls}
    assert {(PHONES, "sign-in"), (BENEFITS, "benefit")} <= told
    (benefit,) = systems.calls_of(BENEFITS)
    assert benefit.body["reference"] == str(mother.actor.guardian_id)


def _sent_in_silence(region: int, systems: Systems) -> tuple[Family, uuid.UUID]:
    mother = mother_of(region, is_known=True)
    mother.fill(two_kindergartens(region)[0], categories=(10,))
    systems.moods.set(BENEFITS, Mood.FAILS)
    return mother, mother.send()


def _questions(region: int, kind: QuestionKind) -> list[RegisterQuestionRow]:
    with read_scope(region) as session:
        return list(
            session.scalars(
                select(RegisterQuestionRow)
                .where(RegisterQuestionRow.kind == str(kind))
                .execution_options(populate_existing=True)
            )
        )


def _is_proven(region: int, child_id: uuid.UUID) -> bool:
    with read_scope(region) as session:
        found = find_child(session, child_id)
        assert found is not None
        session.refresh(found)
        return found.parentage_proven


@pytest.fixture
def systems(state_systems: Systems) -> Iterator[Systems]:
    """The made-up systems behind the wire, well again afterwards."""
    yield state_systems
    state_systems.moods.clear()


@pytest.fixture
def region(house: House) -> int:
    return house["demo"]


@pytest.fixture
def house(new_database: Callable[[], Settings]) -> Iterator[House]:
    with open_house(new_database(), "demo") as opened:
        yield opened
