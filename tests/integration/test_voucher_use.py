"""Vouchers in use, with real connections: the last place, lists that are left, a long absence."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from kezek.core.access import Actor, Role
from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.ids import KindergartenId
from kezek.core.triggers import Leaving
from kezek.db.applications import load_applications
from kezek.db.base import db
from kezek.db.scope import read_scope
from kezek.db.waiting_lists import WaitingListRow
from kezek.scenarios.soundness import examine
from kezek.settings import Settings
from kezek.usecases import admission, admission_desk, answers, applications, places, vouchers
from kezek.usecases.due import bring_about_due
from kezek.usecases.rules_change import change_settings
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.waiting import FAMILY, child_of

CITY = "pavlodar"
STAFF = "kindergarten:test"


def test_two_vouchers_at_the_last_place(city: "City") -> None:
    first, second = city.active(), city.active()
    last = city.garden("Соңғы", places=1)

    outcomes = city.at_once(
        *(lambda one=one: vouchers.choose(city.id, FAMILY, one, last) for one in (first, second))
    )

    assert sorted(outcomes) == ["done", Code.NO_PLACE]
    assert examine(city.id).problems == ()


def test_a_list_that_is_left_is_gone_and_the_journal_knows_why(city: "City") -> None:
    one, full = city.active(), city.garden("Толы")
    vouchers.join_waiting_list(city.id, FAMILY, one, full)
    assert city.listed() == 1

    vouchers.leave_waiting_list(city.id, FAMILY, one, full)

    assert city.listed() == 0
    assert city.state(one) is State.VOUCHER_ACTIVE
    assert examine(city.id).problems == ()


def test_a_kept_place_that_is_given_back_goes_on(city: "City") -> None:
    first, second, full = city.active(), city.active(), city.garden("Толы")
    for one in (first, second):
        vouchers.join_waiting_list(city.id, FAMILY, one, full)
        city.pass_time(seconds=1)
    city.publish(full, 1)

    vouchers.leave_waiting_list(city.id, FAMILY, first, full)

    assert city.hold(first) is None
    assert city.hold(second) == full
    assert examine(city.id).problems == ()


def test_leaving_and_a_place_that_appears_do_not_cross(city: "City") -> None:
    """Whatever comes first: nobody keeps a place of a list on which nobody is."""
    one, full = city.active(), city.garden("Толы")
    vouchers.join_waiting_list(city.id, FAMILY, one, full)

    city.at_once(
        lambda: vouchers.leave_waiting_list(city.id, FAMILY, one, full),
        lambda: city.publish(full, 1),
    )

    assert city.hold(one) is None
    assert city.listed() == 0
    assert examine(city.id).problems == ()


def test_another_choice_at_the_very_same_moment_is_the_one_that_counts(city: "City") -> None:
    one = city.active()
    first, second = city.garden("Бірінші", places=1), city.garden("Екінші", places=1)
    vouchers.choose(city.id, FAMILY, one, first)

    chosen = vouchers.choose(city.id, FAMILY, one, second)

    assert chosen.referral is not None
    assert chosen.referral.kindergarten == second
    assert examine(city.id).problems == ()


def test_a_rehearsed_iteration_leaves_no_trace(city: "City") -> None:
    city.garden("Бос", places=3)
    one = city.waiting()
    before = examine(city.id).said

    offered = vouchers.rehearse(city.id, CITY)

    assert offered.total() == 1
    assert city.state(one) is State.QUEUED
    assert examine(city.id).said == before


def test_a_long_absence_cancels_the_voucher(city: "City") -> None:
    """VX-18, 9.3 row 18: the place is free, and the ledger follows from the journal."""
    change_settings(city.id, "admin:test", {"voucher_absence_days": 30})
    one, garden = city.enrolled()
    began = city.house.clock.now().date()
    city.pass_time(days=30)

    admission_desk.end_contract(
        city.id,
        Actor(garden, Role.KINDERGARTEN, kindergarten_id=KindergartenId(garden)),
        one,
        because=Leaving.ABSENT,
        absent_since=began,
        intent="once",
    )

    assert city.state(one) is State.ARCHIVED
    assert examine(city.id).problems == ()


def test_the_kindergarten_of_another_child_ends_nothing(city: "City") -> None:
    one, _ = city.enrolled()
    stranger = city.garden("Бөтен")

    with pytest.raises(LookupError):
        admission_desk.end_contract(
            city.id,
            Actor(stranger, Role.KINDERGARTEN, kindergarten_id=KindergartenId(stranger)),
            one,
            intent="once",
        )

    assert city.state(one) is State.ENROLLED


class City:
    """The city of Pavlodar with children who wait for vouchers, and time that passes."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.id = house["pavlodar"]

    def waiting(self) -> Any:
        """A child that stands in the queue of its category."""
        child = child_of(self.id, next(self.house.serials))
        wish = applications.Wish(
            child_id=child, territory=CITY, language="kk", choices=(), consent=True,
            proof_accepted=True,
        )  # fmt: skip
        return applications.submit(self.id, FAMILY, wish).id

    def garden(self, name: str, *, places: int = 0) -> Any:
        """A kindergarten of the city with so many free places."""
        found = kindergarten(self.id, name, territory=CITY)
        if places:
            self.publish(found, places)
        return found

    def publish(self, garden: Any, count: int) -> None:
        vacancy = places.Vacancy(
            kindergarten_id=garden, birth_year=2022, language="kk", places=count
        )
        places.publish(self.id, STAFF, vacancy)

    def active(self) -> Any:
        """A child with an active voucher."""
        one = self.waiting()
        self.garden("Бос", places=2)
        vouchers.iterate(self.id, "office:test", CITY)
        answers.accept(self.id, FAMILY, one)
        self.pass_time(seconds=1)
        return one

    def enrolled(self) -> tuple[Any, Any]:
        """A pupil, and its kindergarten."""
        one, garden = self.active(), self.garden("Балдырған", places=1)
        vouchers.choose(self.id, FAMILY, one, garden)
        admission.submit_documents(self.id, FAMILY, one, complete=True, vaccinated=True)
        admission.admit(self.id, STAFF, one)
        admission.sign(self.id, FAMILY, one)
        return one, garden

    def pass_time(self, **span: float) -> None:
        self.house.clock.set(self.house.clock.now() + timedelta(**span))
        bring_about_due(self.id)

    def child(self, one: Any) -> Application:
        with read_scope(self.id) as session:
            return load_applications(session, [one])[one]

    def state(self, one: Any) -> State:
        return self.child(one).state

    def hold(self, one: Any) -> Any:
        voucher = self.child(one).voucher
        assert voucher is not None
        return voucher.hold.kindergarten if voucher.hold else None

    def listed(self) -> int:
        with read_scope(self.id) as session:
            return session.scalar(select(func.count()).select_from(WaitingListRow)) or 0

    def at_once(self, *acts: Callable[[], object]) -> list[Any]:
        """What becomes of acts that begin at the same moment, each on a connection of its own."""
        start = threading.Barrier(len(acts))

        def attempt(one: Callable[[], object]) -> object:
            with self.house.app.app_context():
                start.wait()
                try:
                    one()
                except Refusal as refusal:
                    return refusal.code
                finally:
                    db.session.remove()
                return "done"

        with ThreadPoolExecutor(len(acts)) as hands:
            return list(hands.map(attempt, acts))


@pytest.fixture
def city(new_database: Callable[[], Settings]) -> Iterator[City]:
    with open_house(new_database(), "pavlodar") as house:
        yield City(house)
