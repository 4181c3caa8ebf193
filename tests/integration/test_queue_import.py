"""An existing queue comes in: whole, once, with its moments, and every number accounted for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from kezek.core.access import Role
from kezek.core.applications import State, TermKind, deadline
from kezek.core.reconciliation import Because
from kezek.db.journal import FactRow
from kezek.db.people import GuardianRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import places
from kezek.usecases.applications import withdraw
from kezek.usecases.arriving.queue import NoAdministrator, Signature
from kezek.usecases.due import bring_about_due
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.rebuild import rebuild
from tests.factories.regions import open_house
from tests.factories.staff import open_staff
from tests.factories.waiting import FAMILY, waiting
from tests.integration.old_queues import DOCS, TERRITORY, Town, as_file, one_line, rows_of
from tests.integration.queue_oracle import oracle


class TestTheExamples:
    @pytest.mark.parametrize("mode", TERRITORY)
    def test_come_in_with_the_numbers_that_an_oracle_counts(self, town: Town, mode: str) -> None:
        report = town.sign(TERRITORY[mode], mode)

        assert report.is_saved
        assert not report.is_refused
        expected = oracle(mode)
        assert {(one.ref, one.queue): one.reconciled.after for one in report.numbers} == expected
        assert town.numbers(TERRITORY[mode]) == {
            key: number for key, number in expected.items() if number is not None
        }

    @pytest.mark.parametrize("mode", TERRITORY)
    def test_keep_moment_class_strikes_and_the_journal_rebuilds_them(
        self, town: Town, mode: str
    ) -> None:
        slug = TERRITORY[mode]
        town.sign(slug, mode)

        by_ref = town.by_ref(slug)
        for row in rows_of(DOCS / f"{mode}.csv"):
            one = by_ref[row["ref"]]
            assert one.submitted_at == datetime.fromisoformat(row["submitted_at"])
            assert one.strikes == int(row["strikes"] or 0)
            assert str(one.state).lower() == (row["stage"] or "queued")
        assert rebuild(town.house[slug]).is_equal
        seal_tenant(town.house[slug])
        assert verify(town.house[slug]).is_intact

    @pytest.mark.parametrize("mode", TERRITORY)
    def test_a_second_time_nothing_changes(self, town: Town, mode: str) -> None:
        slug = TERRITORY[mode]
        town.sign(slug, mode)
        before = town.dump(slug)

        again = town.bring(slug, mode, signature=Signature("head", "whatever"))

        assert again.new == 0
        assert town.dump(slug) == before

    def test_whoever_came_in_and_left_is_not_brought_back(self, town: Town) -> None:
        town.sign("demo", "linear")
        one = town.by_ref("demo")["A-1"]
        withdraw(town.house["demo"], FAMILY, one.id)

        again = town.bring("demo", "linear")

        assert (again.new, again.lines[2]) == (0, one.number)

    def test_the_count_goes_on_where_it_stood(self, town: Town) -> None:
        town.sign("demo", "linear")
        garden = town.garden("demo", "dem-demo-01")
        places.publish(
            town.house["demo"],
            "kindergarten:1",
            places.Vacancy(kindergarten_id=garden, birth_year=2022, language="kk", places=3),
        )

        states = {ref: one.state for ref, one in town.by_ref("demo").items()}

        # Out of turn, then the third general turn since the last first-priority one, then it.
        assert {ref for ref, state in states.items() if state is State.OFFERED} == {
            "A-4",
            "A-1",
            "A-3",
        }

    def test_blocks_end_on_their_day_and_families_come_in_by_their_phone(self, town: Town) -> None:
        town.sign("demo", "linear")
        suspended = town.by_ref("demo")["A-6"]
        assert deadline(suspended) == datetime.fromisoformat("2026-09-19T00:00:00+05:00")

        town.house.clock.set(datetime.fromisoformat("2026-09-19T00:00:00+05:00"))
        bring_about_due(town.house["demo"])

        assert town.by_ref("demo")["A-6"].state is State.INTEREST_CHECK
        with read_scope(town.house["demo"]) as session:
            row = session.get_one(GuardianRow, (town.house["demo"], suspended.guardian))
            assert (town.house.within(lambda: row.phone), row.proven) == (
                rows_of(DOCS / "linear.csv")[5]["phone"],
                True,
            )

    def test_an_inactive_one_is_told_before_its_time_is_over(self, town: Town) -> None:
        town.sign("pavlodar", "voucher")

        terms = town.by_ref("pavlodar")["P-3"].terms

        assert {one.kind for one in terms} >= {TermKind.RESTORE_END, TermKind.RESTORE_REMINDER}

    def test_the_yearly_question_comes_on_the_next_anniversary(self, town: Town) -> None:
        town.sign("demo", "linear")

        term = town.by_ref("demo")["A-1"].term(TermKind.YEARLY_QUESTION)

        assert term is not None
        assert term.due_at == datetime.fromisoformat("2027-01-03T09:15:02.345+05:00")


class TestTheReport:
    def test_closes_for_every_number(self, town: Town) -> None:
        for serial in (3000, 3020):
            waiting(town.house["demo"], serial, town.garden("demo", "dem-demo-01"))

        report = town.text("demo", (DOCS / "linear.csv").read_text("utf-8"))

        assert report.numbers
        for one in report.numbers:
            before, after = one.reconciled.before, one.reconciled.after
            if before is not None and after is not None:
                steps = sum(step.amount for step in one.reconciled.differences)
                assert after - before == steps, one
        assert report.reasons[Because.AWAY] > 0

    def test_says_who_stood_here_before(self, town: Town) -> None:
        garden = town.garden("demo", "dem-demo-01")
        town.house.clock.set(town.house.clock.now() + timedelta(seconds=1))
        early = one_line(ref="X-1", submitted_at="2026-09-07T09:00:00.000+05:00", number_before="1")
        waiting(town.house["demo"], 3000, garden)
        late = one_line(
            ref="X-2", submitted_at="2026-09-07T09:00:01.500+05:00", number_before="2", serial=1
        )
        town.house.clock.advance(timedelta(seconds=5))

        report = town.text("demo", as_file(early, late))

        found = {one.ref: one.reconciled for one in report.numbers}
        assert [(one.because, one.amount) for one in found["X-2"].differences] == [
            (Because.OTHERS_HERE, 1)
        ]
        assert found["X-1"].differences == ()


class TestTheSignature:
    def test_is_an_administrators_and_is_kept(self, town: Town) -> None:
        report = town.sign("demo", "linear")

        with read_scope(town.house["demo"]) as session:
            fact = session.scalars(
                select(FactRow).where(FactRow.kind == "queue:import-signed")
            ).one()
            own = session.scalars(
                select(FactRow).where(FactRow.kind == "application:imported")
            ).all()
        assert fact.actor.startswith("admin:")
        assert fact.payload["detail"]["report"] == report.digest
        assert len(own) == 8
        assert {one.rule for one in own} == {"G-13"}
        assert {one.actor for one in own} == {fact.actor}

    def test_of_nobody_or_of_others_is_refused(self, town: Town) -> None:
        town.settle("demo")
        open_staff(town.house["demo"], Role.OFFICE, "clerk")
        digest = town.bring("demo", "linear").digest

        for login in ("nobody", "clerk"):
            with pytest.raises(NoAdministrator):
                town.bring("demo", "linear", signature=Signature(login, digest))
        assert town.count("demo") == 0

    def test_under_another_report_brings_nothing_in(self, town: Town) -> None:
        text = (DOCS / "linear.csv").read_text("utf-8")
        digest = town.text("demo", text).digest
        town.keep("demo", as_file(one_line(ref="E-1", submitted_at="2025-01-01T00:00:00+05:00")))

        done = town.text("demo", text, Signature("head", digest))

        assert done.is_other
        assert not done.is_saved
        assert town.count("demo") == 1


class TestWhatBreaksHalfWay:
    def test_leaves_nothing(self, town: Town) -> None:
        digest = town.bring("demo", "linear").digest
        before = town.dump("demo")

        with psycopg.connect(town.owner_url) as owner, ThreadPoolExecutor(1) as pool:
            # Families and claims are written by now; the first fact has to wait.
            owner.execute("lock table journal_facts in share mode")
            importing = pool.submit(town.sign_elsewhere, digest)
            _kill(town.served_url, _waiting_for_a_lock(owner))
            with pytest.raises(OperationalError):
                importing.result(timeout=20)
            owner.rollback()

        assert town.dump("demo") == before
        assert town.sign("demo", "linear").new == 8

    def test_a_rehearsal_leaves_nothing(self, town: Town) -> None:
        town.settle("demo")
        before = town.dump("demo")

        report = town.bring("demo", "linear")

        assert report.new == 8
        assert town.dump("demo") == before


def test_the_counts_come_from_the_second_file(town: Town) -> None:
    town.sign("demo", "linear")

    with read_scope(town.house["demo"]) as session:
        counts = session.scalars(select(QueueRow.count).order_by(QueueRow.count)).all()

    assert sorted(counts) == [0, 2]


def _waiting_for_a_lock(owner: psycopg.Connection[Any]) -> int:
    """The server process that waits for the lock that we hold."""
    query = """
        select pid from pg_locks
        where not granted and relation = 'journal_facts'::regclass
    """
    for _ in range(200):
        found = owner.execute(query).fetchone()
        if found is not None:
            return int(found[0])
        owner.execute("select pg_sleep(0.05)")
    raise AssertionError("the import does not wait")


def _kill(url: str, pid: int) -> None:
    with psycopg.connect(url) as another:
        another.execute("select pg_terminate_backend(%s)", [pid])


@pytest.fixture
def town(new_database: Callable[[], Settings], tmp_path: Path) -> Iterator[Town]:
    settings = new_database()
    with open_house(settings, *TERRITORY.values()) as house:
        yield Town(house, tmp_path, settings)
