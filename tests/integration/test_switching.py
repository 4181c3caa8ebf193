"""A switch of a territory: rehearsed without a trace, signed, taken back, done as it was said."""

import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from kezek.core.applications import State
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId, TerritorySlug
from kezek.core.modes.rehearsals import Effect, Numbered, Otherwise, account_of
from kezek.core.modes.rehearsals import Reason as Why
from kezek.core.queues import CategoryKey, QueueType, SharedKey
from kezek.core.territories import Mode, get_territory
from kezek.core.turns import Standing
from kezek.db.applications import load_applications
from kezek.db.journal import FactRow
from kezek.db.numbers import numbers_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.territory_switches import TerritorySwitchRow, find_switch, lines_from_json
from kezek.settings import Settings
from kezek.usecases import answers, applications, places, standing
from kezek.usecases.deciding import NotFound
from kezek.usecases.due import bring_about_due
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.rebuild import rebuild
from kezek.usecases.rules_change import change_settings
from kezek.usecases.switch_plans import cancel_switch, plan_switch
from kezek.usecases.switching import Rehearsal, rehearse_switch, rehearsed
from tests.factories.kindergartens import kindergarten
from tests.factories.regions import House, open_house
from tests.factories.waiting import FAMILY, child_of, waiting, wish

ADMIN = "admin:test"
DAY = date(2026, 9, 10)
CITY = TerritorySlug("city")


class TestTheRehearsal:
    def test_names_every_child_with_its_number_before_and_after(self, town: "Town") -> None:
        general, privileged = town.waits(), town.waits(category=11)

        found = town.rehearse()

        assert [one.number for one in found.lines] == [general.number, privileged.number]
        first, second = found.lines
        assert (_numbers(first.before), _numbers(first.after)) == ([2], [1])
        assert (_numbers(second.before), _numbers(second.after)) == ([1], [1])
        assert first.after == (Numbered(CategoryKey(CITY, 4, "G"), 1),)
        assert (first.effect, first.reason) == (Effect.SMALLER, Why.CATEGORY)
        assert second.effect is Effect.SAME

    def test_counts_those_who_do_not_cross_at_once(self, town: "Town") -> None:
        offered = town.waits()
        places.publish(town.id, "kindergarten:1", town.vacancy())
        town.waits()

        found = town.rehearse()

        assert [one.application for one in found.lines] != [offered.id]
        assert found.stays == {State.OFFERED: 1}

    def test_writes_nothing_and_an_offer_is_taken_while_it_runs(self, town: "Town") -> None:
        offered = town.waits()
        places.publish(town.id, "kindergarten:1", town.vacancy())
        town.waits()
        before = town.count(FactRow)

        with read_scope(town.id) as session:
            found = rehearsed(session, town.id, CITY, Mode.VOUCHER, DAY)
            held = session.scalars(
                text("select distinct mode from pg_locks where pid = pg_backend_pid()")
            ).all()
            taken = town.meanwhile(lambda: answers.accept(town.id, FAMILY, offered.id))
            again = rehearsed(session, town.id, CITY, Mode.VOUCHER, DAY)

        assert taken == "done"
        assert town.state(offered.id) is State.REFERRED
        assert set(held) <= {"AccessShareLock", "ExclusiveLock"}  # the latter is its own number
        assert found == again
        assert town.count(TerritorySwitchRow) == 0
        assert town.count(FactRow, FactRow.actor == ADMIN) == 0
        assert town.count(FactRow) > before

    def test_nothing_can_be_written_in_it(self, town: "Town") -> None:
        with read_scope(town.id) as session:
            rehearsed(session, town.id, CITY, Mode.VOUCHER, DAY)
            assert session.scalar(text("show transaction_read_only")) == "on"

    def test_from_vouchers_to_queues_families_are_asked(self, town: "Town") -> None:
        town.switch(Mode.VOUCHER, DAY)
        bare = applications.submit(town.id, FAMILY, wish(child_of(town.id, next(town.serials))))

        found = rehearse_switch(town.id, CITY, Mode.LINEAR, DAY + timedelta(days=9))

        (line,) = found.lines
        assert line.application == bare.id
        assert (line.after, line.effect, line.reason) == ((), Effect.ASKED, Why.NAMES_KINDERGARTENS)

    @pytest.mark.parametrize(
        ("mode", "on", "code", "detail"),
        [
            (Mode.VOUCHER, date(2026, 9, 7), Code.TOO_LATE, "switch_day"),
            (Mode.VOUCHER, date(2026, 9, 6), Code.TOO_LATE, "switch_day"),
            (Mode.LINEAR, DAY, Code.INVALID_CHOICE, "switch_same"),
        ],
    )
    def test_is_refused(self, town: "Town", mode: Mode, on: date, code: Code, detail: str) -> None:
        with pytest.raises(Refusal) as refused:
            rehearse_switch(town.id, CITY, mode, on)

        assert (refused.value.code, refused.value.detail) == (code, detail)


class TestTheSignature:
    def test_is_kept_with_its_author_its_reason_and_what_was_rehearsed(self, town: "Town") -> None:
        town.waits()
        said = town.rehearse()

        signed = plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY, reason="Бұйрық № 5")

        row = town.row(signed)
        assert (row.signed_by, row.reason, row.from_on) == (ADMIN, "Бұйрық № 5", DAY)
        assert (row.mode_before, row.mode_after) == ("linear", "voucher")
        assert lines_from_json(row.rehearsal) == said.lines
        fact = town.fact("territory:switch-set")
        assert (fact.actor, fact.rule) == (ADMIN, "R-10")
        assert fact.payload["detail"]["children"] == 1
        assert fact.payload["detail"]["switch"] == str(signed)

    def test_a_second_switch_is_refused_while_one_is_set(self, town: "Town") -> None:
        plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY)

        with pytest.raises(Refusal) as refused:
            plan_switch(town.id, ADMIN, CITY, Mode.INDIGO, DAY + timedelta(days=3))

        assert refused.value.detail == "switch_planned"

    def test_of_two_who_sign_at_once_one_is_refused(self, town: "Town") -> None:
        outcomes = town.at_once(
            lambda: plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY),
            lambda: plan_switch(town.id, "admin:2", CITY, Mode.INDIGO, DAY),
        )

        assert sorted(outcomes) == [Code.ALREADY_DECIDED, "done"]
        assert town.count(TerritorySwitchRow) == 1

    def test_a_version_that_comes_later_keeps_the_switch(self, town: "Town") -> None:
        town.change_later({"offer_days": 3}, at=town.now() + timedelta(days=1))

        town.switch(Mode.VOUCHER, DAY)

        with read_scope(town.id) as session:
            _, region = region_at(session, town.id, town.now())
        assert get_territory(region.territories, CITY).mode_on(DAY) is Mode.VOUCHER
        assert region.rules.offer_days == 3


class TestTheDay:
    def test_does_what_was_rehearsed(self, town: "Town") -> None:
        for category in (13, 11, 13, 1, 13):
            town.waits(category=category)

        signed = town.switch(Mode.INDIGO, DAY)

        row = town.row(signed)
        assert row.happened_at is not None
        happened = lines_from_json(row.outcome)
        account = account_of(lines_from_json(row.rehearsal), happened)
        assert (account.equal, account.departures) == (5, ())
        assert {line.number: _numbers(line.after) for line in happened} == {
            line.number: town.numbers(line.application) for line in happened
        }
        assert {one.queue for line in happened for one in line.after} == {
            SharedKey(CITY, QueueType.GENERAL, 2022, "kk")
        }

    def test_says_of_whom_it_was_not_so_and_why(self, town: "Town") -> None:
        stays, leaves = town.waits(), town.waits()
        signed = plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY)
        applications.withdraw(town.id, FAMILY, leaves.id)
        comes = town.waits(category=11)
        town.reach(DAY)

        row = town.row(signed)
        account = account_of(lines_from_json(row.rehearsal), lines_from_json(row.outcome))
        assert {one.line.number: one.why for one in account.departures} == {
            stays.number: Otherwise.OTHERS_MOVED,
            leaves.number: Otherwise.LEFT_BEFORE,
            comes.number: Otherwise.CAME_LATER,
        }

    def test_keeps_the_moment_the_class_and_the_journal_whole(self, town: "Town") -> None:
        before = [town.waits(category=one) for one in (13, 11)]
        under_review = applications.submit(
            town.id, FAMILY, _unproved(child_of(town.id, next(town.serials)), town.garden)
        )

        town.switch(Mode.VOUCHER, DAY)
        standing.verify(town.id, "office:1", under_review.id)

        for one in before:
            after = town.application(one.id)
            assert (after.submitted_at, after.standing, after.choices) == (
                one.submitted_at,
                one.standing,
                one.choices,
            )
            assert after.mode is Mode.VOUCHER
        assert town.application(under_review.id).standing is Standing.P
        assert rebuild(town.id).is_equal
        seal_tenant(town.id)
        assert verify(town.id).is_intact


class TestTakingItBack:
    def test_leaves_the_mode_as_it_is(self, town: "Town") -> None:
        one = town.waits()
        signed = plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY)

        cancel_switch(town.id, "admin:2", signed, "Шешім өзгерді")
        town.reach(DAY)

        row = town.row(signed)
        assert (row.cancelled_by, row.cancelled_why) == ("admin:2", "Шешім өзгерді")
        assert town.application(one.id).mode is Mode.LINEAR
        assert town.fact("territory:switch-cancelled").payload["detail"]["switch"] == str(signed)

    def test_leaves_room_for_another(self, town: "Town") -> None:
        cancel_switch(town.id, ADMIN, plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY), "")
        one = town.waits()

        town.switch(Mode.INDIGO, DAY)

        assert town.application(one.id).mode is Mode.INDIGO

    def test_is_too_late_once_the_day_has_begun(self, town: "Town") -> None:
        signed = plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY)
        town.house.clock.set(datetime.fromisoformat("2026-09-10T00:00:00+05:00"))

        with pytest.raises(Refusal) as refused:
            cancel_switch(town.id, ADMIN, signed, "")
        assert refused.value.detail == "switch_begun"
        bring_about_due(town.id)
        with pytest.raises(Refusal) as refused:
            cancel_switch(town.id, ADMIN, signed, "")
        assert refused.value.code is Code.ALREADY_DECIDED

    def test_is_done_once(self, town: "Town") -> None:
        signed = plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY)
        cancel_switch(town.id, ADMIN, signed, "")

        with pytest.raises(Refusal):
            cancel_switch(town.id, ADMIN, signed, "")

    def test_another_region_knows_nothing_of_it(self, town: "Town") -> None:
        signed = plan_switch(town.id, ADMIN, CITY, Mode.VOUCHER, DAY)

        with pytest.raises(NotFound):
            cancel_switch(town.house["saran"], ADMIN, signed, "")

        assert town.row(signed).is_planned


def _numbers(numbered: tuple[Numbered, ...]) -> list[int]:
    return [one.number for one in numbered]


def _unproved(child: uuid.UUID, garden: uuid.UUID) -> applications.Wish:
    return applications.Wish(
        child_id=child,
        territory="city",
        language="kk",
        choices=(garden,),
        categories=(11,),
        consent=True,
    )


class Town:
    """One territory with one kindergarten, and an administrator who changes its mode."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.id = house["demo"]
        self.garden = kindergarten(self.id, "Айгөлек")
        self.serials = house.serials

    def now(self) -> datetime:
        return self.house.clock.now()

    def waits(self, category: int = 13) -> Any:
        self.house.clock.advance(timedelta(seconds=1))
        return waiting(self.id, next(self.serials), self.garden, category=category)

    def vacancy(self) -> places.Vacancy:
        return places.Vacancy(kindergarten_id=self.garden, birth_year=2022, language="kk")

    def rehearse(self) -> Rehearsal:
        return rehearse_switch(self.id, CITY, Mode.VOUCHER, DAY)

    def switch(self, mode: Mode, on: date) -> uuid.UUID:
        signed = plan_switch(self.id, ADMIN, CITY, mode, on)
        self.reach(on)
        return signed

    def reach(self, day: date) -> None:
        self.house.clock.set(datetime.fromisoformat(f"{day}T00:00:00+05:00"))
        bring_about_due(self.id)

    def change_later(self, changes: dict[str, object], *, at: datetime) -> None:
        change_settings(self.id, ADMIN, changes, at)

    def row(self, switch_id: uuid.UUID) -> TerritorySwitchRow:
        with read_scope(self.id) as session:
            found = find_switch(session, switch_id)
            assert found is not None
            return found

    def fact(self, kind: str) -> FactRow:
        with read_scope(self.id) as session:
            return session.scalars(select(FactRow).where(FactRow.kind == kind)).one()

    def application(self, one: uuid.UUID) -> Any:
        with read_scope(self.id) as session:
            return load_applications(session, [one])[ApplicationId(one)]

    def state(self, one: uuid.UUID) -> State:
        state: State = self.application(one).state
        return state

    def numbers(self, one: uuid.UUID) -> list[int]:
        with read_scope(self.id) as session:
            return [found.number for found in numbers_of(session, one)]

    def count(self, table: type[Any], *conditions: Any) -> int:
        with read_scope(self.id) as session:
            return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

    def meanwhile(self, hand: Callable[[], object]) -> object:
        """Somebody else does this, and is not kept waiting."""
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self._run, hand, threading.Barrier(1)).result(timeout=20)

    def at_once(self, *hands: Callable[[], object]) -> list[Any]:
        barrier = threading.Barrier(len(hands))
        with ThreadPoolExecutor(len(hands)) as pool:
            return [
                one.result(timeout=30)
                for one in [pool.submit(self._run, hand, barrier) for hand in hands]
            ]

    def _run(self, hand: Callable[[], object], barrier: threading.Barrier) -> object:
        with self.house.app.app_context():
            barrier.wait(20)
            try:
                hand()
            except Refusal as refusal:
                return refusal.code
            return "done"


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    with open_house(new_database(), "demo", "saran") as house:
        yield Town(house)
