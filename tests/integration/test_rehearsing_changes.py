"""What a change would do is what it does: the rehearsal holds for every child and every place."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from kezek.adapters.doorbell import LocalDoorbell
from kezek.adapters.scratch import Scratch
from kezek.core.applications import State, TermKind
from kezek.core.rehearsing.changes import Effect, Why
from kezek.core.rehearsing.found import Rehearsal, by_territory, shares, sums_of
from kezek.core.rehearsing.play import How
from kezek.db.base import db
from kezek.db.journal import FactRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.db.tenants import TenantVersionRow
from kezek.usecases import answers
from kezek.usecases.rehearsing_changes import rehearse_change, rehearsed
from kezek.wiring import create_wiring
from tests.factories.rehearsed_town import FAMILY, RehearsedTown

RATIOS = (1, 2, 5, 9)


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_ratio_does_to_every_number_what_was_rehearsed(app: Flask, seed: int) -> None:
    town = RehearsedTown(seed)
    before = town.numbers()
    ratio = RATIOS[seed % len(RATIOS)]

    found = rehearse_change(town.id, town.with_settings(ratio_g=ratio))
    assert _numbers(found, "before") == before
    town.sign(ratio_g=ratio)

    assert _numbers(found, "after") == town.numbers()


CHANGES: list[dict[str, object]] = [
    {"ratio_g": 1},
    {"ratio_g": 7, "siblings": "off"},
    {"min_offer_age_months": 24},
    {"priority_multiplier": 3, "ratio_g": 2},
    {"max_age_years": 4, "iteration_budget": 2},
    {"iterate_on_place": True, "siblings": "all"},
]


@pytest.mark.parametrize("seed", range(6))
def test_fifty_places_go_to_those_who_were_named(app: Flask, seed: int) -> None:
    town, changes = RehearsedTown(100 + seed), CHANGES[seed]

    opening = rehearse_change(town.id, town.with_settings(**changes), opening=50).opening
    assert opening is not None
    assert opening.places == 50
    town.sign(**changes)
    asked = town.open(opening)

    assert {one.application for one in opening.after} == asked
    assert asked


def test_without_a_change_the_same_fifty_go_to_those_named_before(app: Flask) -> None:
    town = RehearsedTown(202)

    opening = rehearse_change(town.id, town.with_settings(ratio_g=1), opening=50).opening
    assert opening is not None
    asked = town.open(opening)

    assert {one.application for one in opening.before} == asked


def test_every_way_of_giving_places_takes_part(town: RehearsedTown) -> None:
    found = rehearse_change(town.id, town.with_settings(ratio_g=1), opening=50)

    assert found.opening is not None
    assert {one.how for one in found.opening.after} >= {How.OFFER, How.WINDOW, How.VOUCHER}
    assert sum(one.after for one in shares(found.opening).values()) == len(found.opening.after)
    assert set(by_territory(found.children)) == {"city", "south", "north"}


def test_nothing_is_said_of_a_change_that_changes_nothing(town: RehearsedTown) -> None:
    found = rehearse_change(town.id, town.with_settings(), opening=10)

    assert (found.touched, found.differences, found.terms) == ((), (), ())
    assert found.opening is not None
    assert found.opening.before == found.opening.after


def test_a_number_changes_by_the_turn_of_the_ratio_alone(town: RehearsedTown) -> None:
    found = rehearse_change(town.id, town.with_settings(ratio_g=1))

    assert {why for one in found.touched for why in one.reasons} == {Why.RATIO_TURN}
    sums = sums_of(found.children)
    assert sums.children == len(found.children)
    assert sums.effects[Effect.GAINS] > 0
    assert sums.effects[Effect.LOSES] > 0


def test_a_least_age_bars_the_youngest_and_moves_no_number(town: RehearsedTown) -> None:
    found = rehearse_change(town.id, town.with_settings(min_offer_age_months=36))

    assert found.touched
    for one in found.touched:
        assert (one.before, one.effect, one.reasons) == (one.after, Effect.LOSES, (Why.TOO_YOUNG,))


def test_running_terms_are_counted_and_new_ones_are_longer(app: Flask) -> None:
    town = RehearsedTown(11)
    town.publish("city0", 2022, 3)

    found = rehearse_change(town.id, town.with_settings(offer_days=9))

    (term,) = found.terms
    assert term.kind is TermKind.OFFER_ANSWER
    assert term.before is not None
    assert term.after is not None
    assert (term.after - term.before).days == 7
    assert found.running_terms >= term.running
    assert found.touched == ()


class TestTheSnapshot:
    def test_writes_nothing(self, town: RehearsedTown) -> None:
        before = _written(town)

        rehearse_change(town.id, town.with_settings(ratio_g=1), opening=50)

        assert _written(town) == before

    def test_an_offer_is_taken_while_it_runs(self, app: Flask) -> None:
        town = RehearsedTown(13)
        town.publish("city0", 2022, 5)
        town.publish("city1", 2022, 5)
        offered = town.having(State.OFFERED)[0]
        changed = town.with_settings(ratio_g=1)

        with read_scope(town.id) as session:
            found = rehearsed(session, town.id, changed, opening=20)
            locks = session.scalars(
                text("select distinct mode from pg_locks where pid = pg_backend_pid()")
            ).all()
            assert session.scalar(text("show transaction_read_only")) == "on"
            taken = _meanwhile(app, lambda: answers.accept(town.id, FAMILY, offered))
            again = rehearsed(session, town.id, changed, opening=20)

        assert taken == "done"
        assert offered in town.having(State.REFERRED)
        assert set(locks) <= {"AccessShareLock", "ExclusiveLock"}  # the latter is its own number
        assert found == again

    def test_an_act_in_mid_air_does_not_hold_it_up(self, app: Flask, town: RehearsedTown) -> None:
        changed = town.with_settings(ratio_g=1)
        expected = rehearse_change(town.id, changed)
        begun, done = threading.Event(), threading.Event()

        def hold_every_cohort() -> None:
            with app.app_context(), db.engine.begin() as connection:
                connection.execute(text("select set_config('kezek.tenant', :id, true)"), _id(town))
                connection.execute(text("update queues set count = count"))
                begun.set()
                done.wait(20)
                connection.rollback()

        with ThreadPoolExecutor(1) as pool:
            holding = pool.submit(hold_every_cohort)
            assert begun.wait(20)
            found = rehearse_change(town.id, changed)
            done.set()
            holding.result(20)

        assert found.children == expected.children


def _id(town: RehearsedTown) -> dict[str, str]:
    return {"id": str(town.id)}


def _numbers(found: Rehearsal, side: str) -> dict[object, list[int]]:
    return {one.application: [each.number for each in getattr(one, side)] for one in found.children}


def _written(town: RehearsedTown) -> list[int]:
    with read_scope(town.id) as session:
        return [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (FactRow, QueueRow, TenantVersionRow)
        ]


def _meanwhile(app: Flask, hand: Callable[[], object]) -> str:
    """Somebody else does this, and is not kept waiting."""

    def run() -> str:
        with app.app_context():
            hand()
            return "done"

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=20)


@pytest.fixture(scope="module")
def app(shared_scratch: Scratch) -> Iterator[Flask]:
    settings = shared_scratch.new_database("kezek_rehearsals")
    wiring = create_wiring(settings, doorbell=LocalDoorbell())
    with wiring.app_context():
        yield wiring
        db.session.remove()
        db.engine.dispose()
    shared_scratch.drop_database("kezek_rehearsals")


@pytest.fixture(scope="module")
def town(app: Flask) -> RehearsedTown:
    """One that nobody changes: its clock stands still."""
    return RehearsedTown(7, families=60)
