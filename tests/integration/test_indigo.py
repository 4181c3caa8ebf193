"""Two families, one place, real connections: the first gets it, and nobody holds two."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.db.applications import ApplicationRow
from kezek.db.base import db
from kezek.db.bulletin_lines import BulletinLineRow
from kezek.db.places import PlaceRow
from kezek.db.scope import read_scope
from kezek.scenarios.soundness import unexplained
from kezek.settings import Settings
from kezek.usecases import applications, places
from kezek.usecases.due import bring_about_due
from kezek.usecases.rebuild import rebuild
from kezek.usecases.taking import claim_place, take_place
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.waiting import FAMILY, child_of

BULLETIN = datetime(2026, 9, 8, 4, tzinfo=UTC)
EVENING = datetime(2026, 9, 8, 15, tzinfo=UTC)
HANDS = 6


def test_two_children_at_one_open_place(saran: "Saran") -> None:
    first, second = saran.waiting(1), saran.waiting(2)
    saran.publish(1)
    saran.go_to(BULLETIN)
    saran.go_to(EVENING)

    outcomes = saran.at_once(saran.taking(first), saran.taking(second))

    assert sorted(outcomes) == ["done", Code.NO_PLACE]
    assert saran.held() == 1
    assert rebuild(saran.id).is_equal


def test_one_child_pressing_many_times_gets_one_place(saran: "Saran") -> None:
    one = saran.waiting(1)
    saran.publish(3)
    saran.go_to(BULLETIN)
    saran.go_to(EVENING)

    outcomes = saran.at_once(*(saran.taking(one) for _ in range(HANDS)))

    assert sorted(outcomes) == ["done", *[Code.WRONG_STATE] * (HANDS - 1)]
    assert saran.held() == 1


def test_a_window_gives_each_member_one_place(saran: "Saran") -> None:
    children = [saran.waiting(serial) for serial in range(1, HANDS + 1)]
    saran.publish(HANDS - 1)
    saran.go_to(BULLETIN)

    outcomes = saran.at_once(*(saran.taking(one) for one in children))

    assert outcomes.count("done") == HANDS - 1
    assert outcomes.count(Code.NO_PLACE) + outcomes.count(Code.NOT_YOURS) == 1
    assert saran.held() == HANDS - 1
    assert list(unexplained(saran.id)) == []


def test_a_claim_at_the_end_of_the_window_finds_it_closed(saran: "Saran") -> None:
    member, other = saran.waiting(1), saran.waiting(2)
    saran.publish(1)
    saran.go_to(BULLETIN)
    saran.house.clock.set(EVENING)

    outcomes = saran.at_once(saran.taking(other), lambda: bring_about_due(saran.id))

    assert outcomes == ["done", "done"]
    assert saran.state(member) is State.QUEUED
    assert saran.state(other) is State.REFERRED


def test_a_bulletin_is_brought_about_before_a_claim_that_comes_first(saran: "Saran") -> None:
    member = saran.waiting(1)
    saran.publish(1)
    saran.house.clock.set(BULLETIN)

    take_place(saran.id, FAMILY, member.id, saran.garden)

    assert saran.state(member) is State.REFERRED


def test_a_family_that_asks_all_the_time_is_heard_once_a_second(saran: "Saran") -> None:
    one, other = saran.waiting(1), saran.waiting(2)
    saran.publish(3)
    saran.go_to(BULLETIN)
    saran.go_to(EVENING)

    outcomes = saran.at_once(
        *(lambda: claim_place(saran.id, FAMILY, one.id, saran.garden) for _ in range(HANDS)),
        lambda: claim_place(saran.id, FAMILY, other.id, saran.garden),
    )

    assert outcomes.pop() == "done"
    assert sorted(outcomes) == ["done", *[Code.LIMIT_REACHED] * (HANDS - 1)]
    saran.house.clock.advance(timedelta(seconds=1))
    with pytest.raises(Refusal) as refused:
        claim_place(saran.id, FAMILY, one.id, saran.garden)
    assert refused.value.code is Code.WRONG_STATE
    assert saran.held() == 2


def test_lines_of_a_bulletin_stay_as_they_were(saran: "Saran") -> None:
    one = saran.waiting(1)
    published = saran.publish(2)
    saran.go_to(BULLETIN)
    take_place(saran.id, FAMILY, one.id, saran.garden)
    with read_scope(saran.id) as session:
        left = session.scalars(select(PlaceRow.id).where(PlaceRow.state == "PRIORITY")).one()
    places.recall(saran.id, "kindergarten", left, reason="repair")

    with read_scope(saran.id) as session:
        lines = session.execute(
            select(BulletinLineRow.place_id, BulletinLineRow.kind, BulletinLineRow.reason)
        ).all()
    assert sorted((str(line.place_id), line.kind, line.reason) for line in lines) == sorted(
        [*((str(place), "listed", "") for place in published), (str(left), "recalled", "repair")]
    )


class Saran:
    """An indigo territory with one kindergarten, and hands that act at the same moment."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.id = house["saran"]
        self.garden = kindergarten(self.id, "Еркетай", territory="saran")

    def waiting(self, serial: int) -> Application:
        wish = applications.Wish(
            child_id=child_of(self.id, 20 * serial),
            territory="saran",
            language="kk",
            choices=(),
            consent=True,
            proof_accepted=True,
        )
        return applications.submit(self.id, FAMILY, wish)

    def publish(self, count: int) -> list[Any]:
        vacancy = places.Vacancy(
            kindergarten_id=self.garden, birth_year=2022, language="kk", places=count
        )
        return list(places.publish(self.id, "kindergarten", vacancy))

    def go_to(self, moment: datetime) -> None:
        self.house.clock.set(moment)
        bring_about_due(self.id)

    def taking(self, one: Application) -> Callable[[], object]:
        return lambda: take_place(self.id, FAMILY, one.id, self.garden)

    def state(self, one: Application) -> State:
        with read_scope(self.id) as session:
            return State(
                session.scalars(
                    select(ApplicationRow.state).where(ApplicationRow.id == one.id)
                ).one()
            )

    def held(self) -> int:
        with read_scope(self.id) as session:
            return len(session.scalars(select(PlaceRow.id).where(PlaceRow.state == "HELD")).all())

    def at_once(self, *hands: Callable[[], object]) -> list[Any]:
        barrier = threading.Barrier(len(hands))

        def run(hand: Callable[[], object]) -> object:
            with self.house.app.app_context():
                barrier.wait(20)
                try:
                    hand()
                except Refusal as refusal:
                    return refusal.code
                finally:
                    db.session.remove()
                return "done"

        with ThreadPoolExecutor(len(hands)) as pool:
            return list(pool.map(run, hands))


@pytest.fixture
def saran(new_database: Callable[[], Settings]) -> Iterator[Saran]:
    with open_house(new_database(), "saran") as house:
        yield Saran(house)
