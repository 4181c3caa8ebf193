"""Two at once: whoever comes second finds the door closed, and nobody is ever counted twice."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from kezek.clock import CanExecute, SteppedClock
from kezek.core.applications import State
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.db.applications import ApplicationRow, OfferRow, load_applications
from kezek.db.base import db
from kezek.db.idempotency import Once, Repeated
from kezek.db.journal import FactRow, JournalEntry, append
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueMoveRow
from kezek.db.scope import read_scope
from kezek.scenarios.soundness import unexplained
from kezek.settings import Settings
from kezek.usecases import answers, applications, places, standing
from kezek.usecases.due import bring_about_due
from kezek.usecases.rebuild import rebuild
from kezek.usecases.unit_of_work import act
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import MORNING, House, open_house
from tests.factories.waiting import FAMILY, child_of, waiting, wish

GROUPS = ((2022, "kk"), (2023, "kk"))


def test_two_presses_of_accept_give_one_referral(town: "Town") -> None:
    one = town.offered()

    outcomes = town.at_once(
        lambda: answers.accept(town.id, FAMILY, one), lambda: answers.accept(town.id, FAMILY, one)
    )

    assert sorted(outcomes) == ["done", Code.NO_LIVE_OFFER]
    assert town.state(one) is State.REFERRED


def test_accept_and_decline_at_once_leave_one_outcome(town: "Town") -> None:
    one = town.offered()

    outcomes = town.at_once(
        lambda: answers.accept(town.id, FAMILY, one), lambda: answers.decline(town.id, FAMILY, one)
    )

    assert sorted(outcomes) == ["done", Code.NO_LIVE_OFFER]
    assert town.state(one) in (State.REFERRED, State.ARCHIVED)


def test_an_answer_against_the_end_of_the_term_has_one_outcome(town: "Town") -> None:
    one = town.offered()
    due_at = town.application(one).offer.due_at
    town.house.clock.set(due_at)

    outcomes = town.at_once(
        lambda: answers.accept(town.id, FAMILY, one), lambda: bring_about_due(town.id)
    )

    assert sorted(outcomes) == ["done", Code.NO_LIVE_OFFER]
    assert town.state(one) is State.SUSPENDED


def test_a_late_answer_is_refused_before_the_ticker_has_come(town: "Town") -> None:
    one = town.offered()
    due_at = town.application(one).offer.due_at
    town.house.clock.set(due_at)

    with pytest.raises(Refusal) as refused:
        answers.accept(town.id, FAMILY, one)

    assert refused.value.code is Code.NO_LIVE_OFFER


def test_two_tickers_bring_about_each_end_once(town: "Town") -> None:
    one = town.offered()
    town.house.clock.set(town.application(one).offer.due_at)

    outcomes = town.at_once(lambda: bring_about_due(town.id), lambda: bring_about_due(town.id))

    assert outcomes == ["done", "done"]
    assert town.count(FactRow, FactRow.kind == "offer:lapsed") == 1


def test_one_place_is_offered_to_one_of_two_who_apply_at_once(town: "Town") -> None:
    places.publish(town.id, "kindergarten", town.vacancy())
    first, second = child_of(town.id, 10), child_of(town.id, 20)

    outcomes = town.at_once(
        lambda: applications.submit(town.id, FAMILY, wish(first, town.garden)),
        lambda: applications.submit(town.id, FAMILY, wish(second, town.garden)),
    )

    assert outcomes == ["done", "done"]
    assert town.count(OfferRow) == 1
    assert town.count(ApplicationRow, ApplicationRow.state == "QUEUED") == 1


def test_two_kindergarten_hands_publish_places_with_different_names(town: "Town") -> None:
    outcomes = town.at_once(
        lambda: places.publish(town.id, "kindergarten", town.vacancy(2)),
        lambda: places.publish(town.id, "kindergarten", town.vacancy(2)),
    )

    assert outcomes == ["done", "done"]
    with read_scope(town.id) as session:
        serials = session.scalars(select(PlaceRow.serial).order_by(PlaceRow.serial)).all()
    assert serials == [1, 2, 3, 4]


def test_a_recall_against_a_refusal_leaves_the_place_recalled(town: "Town") -> None:
    one = town.offered()
    place = town.application(one).offer.place

    outcomes = town.at_once(
        lambda: places.recall(town.id, "kindergarten", place, reason="mistake"),
        lambda: answers.decline(town.id, FAMILY, one),
    )

    assert outcomes[0] == "done"
    assert town.place(place) == "RECALLED"


def test_two_specialists_decide_once(town: "Town") -> None:
    child = child_of(town.id, 30)
    asked = wish(child, town.garden, category=1)
    one = applications.submit(town.id, FAMILY, replace(asked, proof_accepted=False)).id

    outcomes = town.at_once(
        lambda: standing.verify(town.id, "office", one),
        lambda: standing.verify(town.id, "office", one),
    )

    assert sorted(outcomes) == [Code.ALREADY_DECIDED, "done"]


def test_one_key_in_two_tabs_has_one_effect(town: "Town") -> None:
    child = child_of(town.id, 40)
    once = Once("a-key", "apply")

    outcomes = town.at_once(
        lambda: applications.submit(town.id, FAMILY, wish(child, town.garden), once=once),
        lambda: applications.submit(town.id, FAMILY, wish(child, town.garden), once=once),
    )

    assert "done" in outcomes
    assert set(outcomes) <= {"done", "repeated"}
    assert town.count(ApplicationRow) == 1


def test_a_press_that_waited_is_answered_as_the_first_was(town: "Town") -> None:
    once = Once(str(uuid.uuid4()), "the same")

    def first() -> None:
        with act(town.id, FAMILY, once) as running:
            running.response["number"] = "DEM-26-000001-T"

    def second(mine: Once) -> None:
        with act(town.id, FAMILY, mine):
            town.at_once(first)
            raise Refusal(Code.ALREADY_QUEUED)

    with pytest.raises(Repeated) as repeated:
        second(once)
    with pytest.raises(Refusal):
        second(Once(str(uuid.uuid4()), "another"))

    assert repeated.value.response == {"number": "DEM-26-000001-T"}


def test_two_regions_claim_one_child_and_one_gets_it(town: "Town") -> None:
    other = town.house["karaganda"]
    iin = "220314600206"
    here = child_of(town.id, 1, iin=iin)
    there = child_of(other, 1, iin=iin)
    away = kindergarten(other, "Балдырған", territory="karaganda", groups=GROUPS)

    outcomes = town.at_once(
        lambda: applications.submit(town.id, FAMILY, wish(here, town.garden)),
        lambda: applications.submit(
            other, FAMILY, replace(wish(there, away), territory="karaganda")
        ),
    )

    assert outcomes.count("done") == 1
    assert Code.ALREADY_QUEUED in outcomes


def test_the_order_of_moments_is_the_order_of_the_queue_versions(town: "Town") -> None:
    children = [child_of(town.id, 100 + 2 * at) for at in range(12)]

    town.at_once(*(town.submission(child) for child in children))

    with read_scope(town.id) as session:
        moves = session.execute(
            select(QueueMoveRow.submitted_at, QueueMoveRow.serial)
            .where(QueueMoveRow.op == "enter")
            .order_by(QueueMoveRow.version)
        ).all()
    ranks = [(row.submitted_at, row.serial) for row in moves]
    assert len(ranks) == 12
    assert [moment for moment, _ in ranks] == sorted(moment for moment, _ in ranks)


def test_acts_commit_while_another_that_has_written_a_fact_stays_open(town: "Town") -> None:
    open_now, may_end = threading.Event(), threading.Event()
    older = child_of(town.id, 200, date(2023, 5, 2))
    younger = [child_of(town.id, 300), child_of(town.id, 302)]

    def hold() -> None:
        with town.app.app_context(), act(town.id, "slow") as running:
            _write_a_fact(running)
            open_now.set()
            assert may_end.wait(20)

    slow = threading.Thread(target=hold)
    slow.start()
    assert open_now.wait(20)
    for child in younger:
        applications.submit(town.id, FAMILY, wish(child, town.garden))
    assert town.count(ApplicationRow) == 2
    may_end.set()
    slow.join(20)
    applications.submit(town.id, FAMILY, wish(older, town.garden))
    assert town.count(ApplicationRow) == 3


def _write_a_fact(running: Any) -> None:
    append(
        running.session,
        running.tenant_id,
        JournalEntry(
            kind="test:held",
            rule="R-1",
            rules_version=1,
            actor="test",
            at=running.now(),
            payload={},
        ),
    )


def test_a_crowd_of_hands_breaks_no_promise(town: "Town") -> None:
    second = kindergarten(town.id, "Балдырған", groups=GROUPS)
    for at in range(12):
        waiting(town.id, 1000 + 2 * at, town.garden, second, category=(13, 13, 10)[at % 3])

    town.at_once(*(town.hands(seed, [town.garden, second]) for seed in range(5)))

    assert list(unexplained(town.id)) == []
    assert rebuild(town.id).is_equal
    with read_scope(town.id) as session:
        doubled = session.execute(
            select(OfferRow.place_id)
            .where(OfferRow.ended_at.is_(None))
            .group_by(OfferRow.place_id)
            .having(func.count() > 1)
        ).all()
        shown = session.scalar(
            select(func.count()).select_from(QueueEntryRow).where(QueueEntryRow.is_shown)
        )
    assert doubled == []
    assert shown is not None


class RunningClock(SteppedClock):
    """Goes on by a millisecond whenever it is read: as in service, no two acts share a moment."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self._hand = threading.Lock()

    def now(self, connection: CanExecute | None = None) -> datetime:
        with self._hand:
            self.advance(timedelta(milliseconds=1))
            return super().now(connection)


class Town:
    """A region with one kindergarten, and hands that act at the same moment."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app: Flask = house.app
        self.id = house["demo"]
        self.garden = kindergarten(self.id, "Айгөлек", groups=GROUPS)

    def vacancy(self, count: int = 1) -> places.Vacancy:
        return places.Vacancy(
            kindergarten_id=self.garden, birth_year=2022, language="kk", places=count
        )

    def offered(self) -> ApplicationId:
        one = waiting(self.id, 2, self.garden).id
        places.publish(self.id, "kindergarten", self.vacancy())
        self.house.clock.advance(timedelta(seconds=1))
        return one

    def at_once(self, *hands: Callable[[], object]) -> list[Any]:
        """What each hand got, all having begun together, each on its own connection."""
        barrier = threading.Barrier(len(hands))

        def run(hand: Callable[[], object]) -> object:
            with self.app.app_context():
                barrier.wait(20)
                try:
                    hand()
                except Refusal as refusal:
                    return refusal.code
                except Repeated:
                    return "repeated"
                finally:
                    db.session.remove()
                return "done"

        with ThreadPoolExecutor(len(hands)) as pool:
            return list(pool.map(run, hands))

    def submission(self, child: uuid.UUID) -> Callable[[], object]:
        return lambda: applications.submit(self.id, FAMILY, wish(child, self.garden))

    def hands(self, seed: int, gardens: list[uuid.UUID]) -> Callable[[], object]:
        """A dozen acts by chance; a refusal is an answer, too."""
        dice = Random(seed)

        def some(*states: str) -> uuid.UUID:
            with read_scope(self.id) as session:
                found = session.scalars(
                    select(ApplicationRow.id).where(ApplicationRow.state.in_(states))
                ).all()
            return dice.choice(found) if found else uuid.UUID(int=0)

        acts: list[Callable[[], object]] = [
            lambda: places.publish(
                self.id,
                "kindergarten",
                places.Vacancy(
                    kindergarten_id=dice.choice(gardens), birth_year=2022, language="kk"
                ),
            ),
            lambda: answers.accept(self.id, FAMILY, some("OFFERED")),
            lambda: answers.decline(self.id, FAMILY, some("OFFERED")),
            lambda: applications.withdraw(self.id, FAMILY, some("QUEUED", "OFFERED")),
            lambda: applications.change_choices(
                self.id, FAMILY, some("QUEUED"), (dice.choice(gardens),)
            ),
        ]

        def run() -> None:
            for _ in range(12):
                try:
                    dice.choice(acts)()
                except (Refusal, LookupError):
                    continue

        return run

    def application(self, one: uuid.UUID) -> Any:
        with read_scope(self.id) as session:
            return load_applications(session, [one])[ApplicationId(one)]

    def state(self, one: uuid.UUID) -> State:
        state: State = self.application(one).state
        return state

    def place(self, place: uuid.UUID) -> str:
        with read_scope(self.id) as session:
            return session.scalars(select(PlaceRow.state).where(PlaceRow.id == place)).one()

    def count(self, table: type[Any], *conditions: Any) -> int:
        with read_scope(self.id) as session:
            query = select(func.count()).select_from(table).where(*conditions)
            return session.scalars(query).one()


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    with open_house(new_database(), "demo", "karaganda", clock=RunningClock(MORNING)) as house:
        yield Town(house)
