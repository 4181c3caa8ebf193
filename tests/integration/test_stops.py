"""A region stands still: its work rests, its terms do not run, and two operators close it."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.applications import State, TermKind
from kezek.core.errors import Refusal
from kezek.core.stops import Level
from kezek.db.applications import ApplicationRow, TermRow
from kezek.db.deployment_acts import DeploymentActRow, DeploymentProposalRow
from kezek.db.scope import deployment_scope, read_scope
from kezek.db.stops import TenantStopRow
from kezek.usecases.deciding import NotFound
from kezek.usecases.due import bring_about_due
from kezek.usecases.looking_round import regions
from kezek.usecases.rebuild import rebuild
from kezek.usecases.stops import (
    StopWish,
    answer_closing,
    propose_closing,
    resume_region,
    stop_region,
    withdraw_closing,
)
from kezek.usecases.switchboard import switchboard
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.staff import referred

FIRST, SECOND = (f"operator:{uuid.UUID(int=one)}" for one in (7, 8))
DAY = timedelta(days=1)
WORDS = {
    "reason": "the data centre moves",
    "words_kk": "Портал уақытша жұмыс істемейді.",
    "words_ru": "Портал временно не работает.",
}


class TestAStop:
    def test_is_known_at_once_and_its_work_rests(self, house: House) -> None:
        _stop(house)

        stop = switchboard().stop_of(house["demo"])
        assert stop is not None
        assert stop.words("kk") == WORDS["words_kk"]
        assert regions() == [house["saran"]]
        assert switchboard().stop_of(house["saran"]) is None

    def test_a_form_that_comes_twice_stops_once(self, house: House) -> None:
        form = uuid.uuid4()
        for _ in range(2):
            _stop(house, form=form)

        with deployment_scope() as session:
            assert len(session.scalars(select(TenantStopRow)).all()) == 1
        assert len(_acts("tenant:stopped")) == 1

    def test_a_second_one_is_refused(self, house: House) -> None:
        _stop(house)

        with pytest.raises(Refusal, match="tenant_stopped"):
            _stop(house, Level.READS_ONLY)

    @pytest.mark.parametrize("box", ["words_kk", "words_ru", "reason"])
    def test_needs_words_in_both_languages_and_a_reason(self, house: House, box: str) -> None:
        wish = StopWish(level=Level.SUSPENDED, **{**WORDS, box: " "})

        with pytest.raises(Refusal):
            stop_region(FIRST, house["demo"], wish, uuid.uuid4())

        assert switchboard().stop_of(house["demo"]) is None

    def test_is_never_a_closing(self, house: House) -> None:
        with pytest.raises(Refusal, match="closing_alone"):
            _stop(house, Level.CLOSED)


class TestGoingOn:
    def test_gives_a_term_all_the_time_for_which_it_stood(
        self, house: House, child: uuid.UUID
    ) -> None:
        """Of five days one has gone; after a stop of ten days four are left, as before."""
        house.clock.advance(DAY)
        _stop(house)
        before = _end(house, child)
        house.clock.advance(10 * DAY)

        resume_region(FIRST, house["demo"], "moved at last")

        assert _end(house, child) == before + 10 * DAY
        assert _end(house, child) > house.clock.now()

    def test_lets_nothing_lapse_that_would_have_ended_meanwhile(
        self, house: House, child: uuid.UUID
    ) -> None:
        _stop(house)
        house.clock.advance(30 * DAY)
        resume_region(FIRST, house["demo"], "moved at last")

        bring_about_due(house["demo"])

        assert _state(house, child) == State.REFERRED
        assert rebuild(house["demo"]).is_equal

    def test_a_second_press_moves_nothing(self, house: House, child: uuid.UUID) -> None:
        _stop(house)
        house.clock.advance(3 * DAY)
        resume_region(FIRST, house["demo"], "moved at last")
        once = _end(house, child)

        resume_region(SECOND, house["demo"], "moved at last")

        assert _end(house, child) == once
        assert len(_acts("tenant:resumed")) == 1

    def test_a_hand_that_was_quicker_does_not_bring_the_work_back(self, house: House) -> None:
        _stop(house, Level.READS_ONLY)
        house.clock.advance(DAY)
        resume_region(FIRST, house["demo"], "moved at last")

        assert sorted(regions()) == sorted([house["demo"], house["saran"]])
        assert switchboard().stop_of(house["demo"]) is None


class TestClosing:
    def test_takes_two(self, house: House) -> None:
        proposal = _propose(house)
        with pytest.raises(Refusal, match="closing_own"):
            answer_closing(FIRST, proposal, agrees=True)

        answer_closing(SECOND, proposal, agrees=True)

        stop = switchboard().stop_of(house["demo"])
        assert stop is not None
        assert (stop.level, stop.kept_through_on) == (Level.CLOSED, date(2030, 1, 1))
        assert regions() == [house["saran"]]

    def test_is_refused_while_one_waits(self, house: House) -> None:
        _propose(house)

        with pytest.raises(Refusal, match="closing_waits"):
            _propose(house)

    def test_is_over_after_fourteen_days_and_can_be_proposed_anew(self, house: House) -> None:
        proposal = _propose(house)
        house.clock.advance(14 * DAY)
        with pytest.raises(Refusal, match="closing"):
            answer_closing(SECOND, proposal, agrees=True)

        _propose(house)

        with deployment_scope() as session:
            before = session.get(DeploymentProposalRow, proposal)
            assert before is not None
            assert before.decision == "lapsed"

    def test_declined_changes_nothing(self, house: House) -> None:
        proposal = _propose(house)

        answer_closing(SECOND, proposal, agrees=False, answer="the season is not over")

        assert switchboard().stop_of(house["demo"]) is None
        with pytest.raises(Refusal, match="closing"):
            answer_closing(SECOND, proposal, agrees=True)

    def test_is_taken_back_by_the_proposer_alone(self, house: House) -> None:
        proposal = _propose(house)
        with pytest.raises(NotFound):
            withdraw_closing(SECOND, proposal)

        withdraw_closing(FIRST, proposal)

        with pytest.raises(Refusal):
            answer_closing(SECOND, proposal, agrees=True)

    def test_of_a_region_that_rests_goes_on_from_there(
        self, house: House, child: uuid.UUID
    ) -> None:
        before = _end(house, child)
        _stop(house)
        house.clock.advance(2 * DAY)
        answer_closing(SECOND, _propose(house), agrees=True)
        house.clock.advance(3 * DAY)

        resume_region(FIRST, house["demo"], "the decision was annulled")

        assert _end(house, child) == before + 5 * DAY
        assert len(_acts("tenant:reopened")) == 1

    def test_keeps_data_for_a_day_to_come(self, house: House) -> None:
        with pytest.raises(Refusal, match="kept_through"):
            _propose(house, kept=date(2026, 9, 7))


def _stop(house: House, level: Level = Level.SUSPENDED, form: uuid.UUID | None = None) -> None:
    stop_region(FIRST, house["demo"], StopWish(level=level, **WORDS), form or uuid.uuid4())


def _propose(house: House, kept: date = date(2030, 1, 1)) -> uuid.UUID:
    wish = StopWish(level=Level.CLOSED, **WORDS)
    return propose_closing(FIRST, house["demo"], wish, kept, uuid.uuid4())


def _end(house: House, application: uuid.UUID) -> datetime:
    with read_scope(house["demo"]) as session:
        due_at: datetime = session.execute(
            select(TermRow.due_at).where(
                TermRow.application_id == application, TermRow.kind == TermKind.REFERRAL_END
            )
        ).scalar_one()
        return due_at


def _state(house: House, application: uuid.UUID) -> str:
    with read_scope(house["demo"]) as session:
        query = select(ApplicationRow.state).where(ApplicationRow.id == application)
        return session.execute(query).scalar_one()


def _acts(kind: str) -> list[DeploymentActRow]:
    with deployment_scope() as session:
        return list(session.scalars(select(DeploymentActRow).where(DeploymentActRow.kind == kind)))


@pytest.fixture
def child(house: House) -> uuid.UUID:
    return referred(house["demo"], kindergarten(house["demo"], "Айгөлек"))


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_stops"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_stops")
