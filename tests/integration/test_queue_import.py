"""An existing queue comes in: whole, once, with its moments, and every number accounted for."""

from __future__ import annotations

import csv
import io
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from kezek.adapters.identities import person_hash
from kezek.adapters.import_words import FAULT, fault_words
from kezek.adapters.queue_csv import read_queue
from kezek.adapters.registry_csv import read_registry
from kezek.adapters.scratch import Scratch
from kezek.adapters.tenants import TENANTS, read_tenant
from kezek.core.access import Role
from kezek.core.applications import State, TermKind, deadline
from kezek.core.people import Identity
from kezek.core.queues import SeatKey, label
from kezek.core.reconciliation import Because
from kezek.db.accounts import IdentityConflictRow
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.base import Base
from kezek.db.claims import claim_child
from kezek.db.journal import FactRow
from kezek.db.numbers import numbers_of
from kezek.db.people import GuardianRow
from kezek.db.queues import QueueRow
from kezek.db.registry import kindergartens_by_external_id
from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import places
from kezek.usecases.applications import withdraw
from kezek.usecases.due import bring_about_due
from kezek.usecases.import_reports import ImportReport
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.queue_import import NoAdministrator, Signature, import_queue
from kezek.usecases.rebuild import rebuild
from kezek.usecases.registry import import_registry
from kezek.usecases.unit_of_work import act
from tests.factories.families import made_up_iin
from tests.factories.regions import House, open_house
from tests.factories.staff import open_staff
from tests.factories.waiting import FAMILY, waiting

DOCS = Path(__file__).resolve().parents[2] / "docs" / "queue-import"
TERRITORY = {"linear": "demo", "indigo": "saran", "voucher": "pavlodar"}
OPERATOR = "operator"


class TestTheExamples:
    @pytest.mark.parametrize("mode", TERRITORY)
    def test_come_in_with_the_numbers_that_an_oracle_counts(self, town: Town, mode: str) -> None:
        report = town.sign(TERRITORY[mode], mode)

        assert report.is_saved
        assert not report.is_refused
        expected = _oracle(mode)
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
        for row in _rows(DOCS / f"{mode}.csv"):
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
            assert (row.phone, row.proven) == (_rows(DOCS / "linear.csv")[5]["phone"], True)

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
        early = _one(ref="X-1", submitted_at="2026-09-07T09:00:00.000+05:00", number_before="1")
        waiting(town.house["demo"], 3000, garden)
        late = _one(
            ref="X-2", submitted_at="2026-09-07T09:00:01.500+05:00", number_before="2", serial=1
        )
        town.house.clock.advance(timedelta(seconds=5))

        report = town.text("demo", _file(early, late))

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
        town.keep("demo", _file(_one(ref="E-1", submitted_at="2025-01-01T00:00:00+05:00")))

        done = town.text("demo", text, Signature("head", digest))

        assert done.is_other
        assert not done.is_saved
        assert town.count("demo") == 1


class TestAFaultyFile:
    @pytest.mark.parametrize(
        ("given", "column", "code"),
        [
            ({"submitted_at": "2026-09-08T10:00:00+05:00"}, "submitted_at", "future"),
            ({"submitted_at": "2022-01-08T10:00:00+05:00"}, "submitted_at", "before_birth"),
            ({"submitted_at": "2025-02-03T10:00:00"}, "submitted_at", "no_zone"),
            ({"submitted_at": "2025-02-03T10:00:00.0001+05:00"}, "submitted_at", "finer_than_ms"),
            ({"submitted_at": "yesterday"}, "submitted_at", "moment"),
            ({"territory": "moon"}, "territory", "word"),
            ({"choices": "no-such"}, "choices", "unknown_garden"),
            ({"choices": ""}, "choices", "count"),
            ({"choices": "dem-demo-01;dem-demo-01"}, "choices", "repeated"),
            ({"queue_type": "special"}, "choices", "queue_type"),
            ({"categories": "99"}, "categories", "categories"),
            ({"categories": "10", "confirmed": "no"}, "confirmed", "unconfirmed"),
            ({"stage": "inactive", "through": "2026-09-20"}, "stage", "stage"),
            ({"stage": "suspended"}, "through", "through"),
            ({"stage": "suspended", "through": "2026-09-06"}, "through", "through"),
            ({"stage": "deferred"}, "planned_from", "planned"),
            ({"planned_from": "2026-12-01"}, "planned_from", "planned"),
            ({"born_on": "2019-01-01"}, "born_on", "too_old"),
            ({"born_on": "01.02.2022"}, "born_on", "day"),
            ({"child_iin": "220314600207"}, "child_iin", "iin_check_digit"),
            ({"child_iin": ""}, "child_iin", "no_number"),
            ({"phone": "12"}, "phone", "phone"),
            ({"number_before": "1;2"}, "number_before", "numbers_count"),
            ({"number_before": "0"}, "number_before", "numbers"),
            ({"strikes": "many"}, "strikes", "whole"),
            ({"child_name": ""}, "child_name", "empty"),
        ],
    )
    def test_names_line_column_and_what_is_wrong(
        self, empty_town: Town, given: dict[str, str], column: str, code: str
    ) -> None:
        good, bad = _one(ref="G-1", serial=1), _one(ref="B-1", serial=2) | given

        report = empty_town.text("demo", _file(good, bad))

        assert [(one.line, one.column, one.code) for one in report.faults] == [(3, column, code)]
        words = fault_words(report.faults[0])
        assert words.kk
        assert words.ru
        assert "{" not in words.kk + words.ru
        assert empty_town.count("demo") == 0

    def test_a_child_stands_once_in_it_and_so_does_a_reference(self, empty_town: Town) -> None:
        one = _one(ref="T-1", serial=1)

        same_child = empty_town.text("demo", _file(one, one | {"ref": "T-2"}))
        same_ref = empty_town.text("demo", _file(one, _one(ref="T-1", serial=2)))

        assert [(f.line, f.column, f.code) for f in same_child.faults] == [
            (3, "child_iin", "twice")
        ]
        assert [(f.line, f.column, f.code) for f in same_ref.faults] == [(3, "ref", "twice")]

    def test_a_child_that_waits_here_or_elsewhere_is_refused(self, town: Town) -> None:
        here = _one(ref="H-1", serial=1)
        town.keep("demo", _file(here))
        later = here | {"submitted_at": "2025-06-01T10:00:00.000+05:00"}
        elsewhere = here | {"territory": "saran", "choices": ""}

        own = town.text("demo", _file(later))
        other = town.text("saran", _file(elsewhere))

        assert [one.code for one in own.faults] == ["living_here"]
        assert own.faults[0].values["number"] == town.by_ref("demo")["H-1"].number
        assert [one.code for one in other.faults] == ["taken"]

    def test_a_claim_without_proof_brings_a_conflict_before_the_specialist(
        self, town: Town
    ) -> None:
        town.settle("demo")
        row = _one(ref="U-1", serial=1)
        with act(town.house["saran"], "test") as running:
            hashed = person_hash(Identity(iin=row["child_iin"]))
            claim_child(running.session, hashed, uuid.uuid4(), is_proven=False)

        report = town.keep("demo", _file(row))

        assert report.is_saved
        with read_scope(town.house["demo"]) as session:
            conflict = session.scalars(select(IdentityConflictRow)).one()
        assert conflict.application_id == town.by_ref("demo")["U-1"].id

    def test_where_a_place_waits_nobody_is_passed_over(self, town: Town) -> None:
        vacancy = places.Vacancy(
            kindergarten_id=town.garden("demo", "dem-demo-01"), birth_year=2022, language="kk"
        )
        places.publish(town.house["demo"], "kindergarten:1", vacancy)

        report = town.text("demo", _file(_one(ref="F-1")))

        assert [one.code for one in report.faults] == ["places_free"]

    def test_counts_are_looked_at_too(self, empty_town: Town) -> None:
        head = "territory,kindergarten,queue_type,birth_year,language,count\n"
        for line, code in (
            ("city,no-such,general,2022,kk,1", "unknown_garden"),
            ("city,dem-demo-01,general,2022,kk,9", "count_range"),
            ("city,dem-demo-01,special,2022,kk,1", "no_queue"),
            ("city,dem-demo-01,general,2022,,1", "empty"),
        ):
            report = empty_town.text("demo", _file(_one(ref="C-1")), counts=f"{head}{line}\n")
            assert [one.code for one in report.count_faults] == [code], line

    def test_a_queue_that_runs_keeps_its_count(self, town: Town) -> None:
        head = "territory,kindergarten,queue_type,birth_year,language,count\n"
        waiting(town.house["demo"], 3000, town.garden("demo", "dem-demo-01"))

        report = town.text(
            "demo", _file(_one(ref="C-1")), counts=f"{head}city,dem-demo-01,general,2022,kk,1\n"
        )

        assert [one.code for one in report.count_faults] == ["queue_runs"]

    def test_a_header_that_is_not_known_is_told(self, empty_town: Town) -> None:
        report = empty_town.text("demo", "ref,who\n1,2\n")

        assert {(one.column, one.code) for one in report.faults} >= {
            ("who", "unknown_column"),
            ("submitted_at", "missing_column"),
        }

    def test_every_fault_has_its_sentence_in_both_languages(self) -> None:
        assert all(words.kk and words.ru and words.kk != words.ru for words in FAULT.values())


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


def _oracle(mode: str) -> dict[tuple[str, str], int | None]:
    """The numbers counted from the files alone, by walking the rule turn by turn (§8)."""
    rows = _rows(DOCS / f"{mode}.csv")
    counts = {
        _count_name(mode, row): int(row["count"]) for row in _rows(DOCS / f"{mode}-counts.csv")
    }
    found: dict[tuple[str, str], int | None] = {}
    queues: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        for name in _queue_names(mode, row):
            found[row["ref"], name] = None
            if (row["stage"] or "queued") in ("queued", "deferred"):
                queues[name].append(row)
    for name, waiting_rows in queues.items():
        ordered = sorted(waiting_rows, key=lambda row: row["submitted_at"])
        classes = {
            letter: [row for row in ordered if _letter(row) == letter] for letter in ("O", "P", "G")
        }
        order = ordered if mode == "voucher" else _walk(classes, counts[name])
        for number, row in enumerate(order, start=1):
            found[row["ref"], name] = number
    return found


def _walk(classes: dict[str, list[dict[str, str]]], count: int) -> list[dict[str, str]]:
    first, privileged, general = classes["O"], list(classes["P"]), list(classes["G"])
    served = list(first)
    while privileged or general:
        if privileged and (count >= 3 or not general):
            served.append(privileged.pop(0))
            count = 0
        else:
            served.append(general.pop(0))
            count = min(3, count + 1)
    return served


def _letter(row: dict[str, str]) -> str:
    code = int(row["categories"] or 13)
    if row["stage"] == "under_review":
        return "G"
    return "O" if code <= 4 else "P" if code <= 12 else "G"


def _queue_names(mode: str, row: dict[str, str]) -> list[str]:
    year = row["born_on"][:4]
    if mode == "linear":
        return [f"{garden}/{year}/kk" for garden in row["choices"].split(";")]
    if mode == "indigo":
        return [f"general/{year}/kk"]
    return [f"pavlodar/{2026 - int(year)}-{_letter(row)}"]


def _count_name(mode: str, row: dict[str, str]) -> str:
    if mode == "linear":
        return f"{row['kindergarten']}/{row['birth_year']}/{row['language']}"
    return f"{row['queue_type']}/{row['birth_year']}/{row['language']}"


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _one(*, serial: int = 0, **given: str) -> dict[str, str]:
    """A line that can come in: the first example, as another child."""
    row = _rows(DOCS / "linear.csv")[0]
    child = made_up_iin(date(2022, 3, 14), 7000 + serial * 20)
    return row | {"child_iin": child, "number_before": ""} | given


def _file(*rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


class Town:
    """Regions of the three modes with their kindergartens, and an administrator in each."""

    def __init__(self, house: House, folder: Path, settings: Settings) -> None:
        self.house = house
        self.owner_url = settings.owner_url().replace("+psycopg", "")
        self.served_url = settings.database_url.replace("+psycopg", "")
        self.folder = folder
        self.settled: set[str] = set()

    def settle(self, slug: str) -> None:
        """The region's kindergartens, and its administrator."""
        if slug in self.settled:
            return
        self.settled.add(slug)
        region, tenant_id = read_tenant(slug), self.house[slug]
        for name in ("demo_kindergartens.csv", "demo_groups.csv"):
            file = read_registry(TENANTS / slug / name, region)
            import_registry(tenant_id, OPERATOR, file)
        open_staff(tenant_id, Role.ADMIN, "head")

    def bring(self, slug: str, mode: str, *, signature: Signature | None = None) -> ImportReport:
        self.settle(slug)
        path, counts = DOCS / f"{mode}.csv", DOCS / f"{mode}-counts.csv"
        file = read_queue(path, read_tenant(slug), counts)
        return import_queue(self.house[slug], OPERATOR, file, signature=signature)

    def sign(self, slug: str, mode: str) -> ImportReport:
        digest = self.bring(slug, mode).digest
        return self.bring(slug, mode, signature=Signature("head", digest))

    def sign_elsewhere(self, digest: str) -> ImportReport:
        """The same in a context of its own, as another process would do it."""
        with self.house.app.app_context():
            return self.bring("demo", "linear", signature=Signature("head", digest))

    def text(
        self, slug: str, text: str, signature: Signature | None = None, *, counts: str = ""
    ) -> ImportReport:
        self.settle(slug)
        path, other = self.folder / "queue.csv", self.folder / "counts.csv"
        path.write_text(text, encoding="utf-8")
        other.write_text(counts, encoding="utf-8")
        file = read_queue(path, read_tenant(slug), other if counts else None)
        return import_queue(self.house[slug], OPERATOR, file, signature=signature)

    def keep(self, slug: str, text: str) -> ImportReport:
        return self.text(slug, text, Signature("head", self.text(slug, text).digest))

    def garden(self, slug: str, name: str) -> Any:
        self.settle(slug)
        with read_scope(self.house[slug]) as session:
            return kindergartens_by_external_id(session)[name].id

    def count(self, slug: str) -> int:
        with read_scope(self.house[slug]) as session:
            return session.scalar(select(func.count()).select_from(ApplicationRow)) or 0

    def by_ref(self, slug: str) -> dict[str, Any]:
        with read_scope(self.house[slug]) as session:
            facts = session.scalars(select(FactRow).where(FactRow.kind == "application:imported"))
            refs = {fact.application_id: fact.payload["detail"]["ref"] for fact in facts}
            found = load_applications(session, [one for one in refs if one is not None])
            return {refs[one.id]: one for one in found.values()}

    def numbers(self, slug: str) -> dict[tuple[str, str], int]:

        found = {}
        by_ref = self.by_ref(slug)
        with read_scope(self.house[slug]) as session:
            names = {row.id: name for name, row in kindergartens_by_external_id(session).items()}
            for ref, one in by_ref.items():
                for shown in numbers_of(session, one.id):
                    key = shown.key
                    name = names[key.kindergarten] if isinstance(key, SeatKey) else ""
                    found[ref, label(key, name)] = shown.number
        return found

    def dump(self, slug: str) -> dict[str, int]:
        """How many rows stand in each table of the region."""
        with read_scope(self.house[slug]) as session:
            return {
                name: session.scalar(select(func.count()).select_from(table)) or 0
                for name, table in Base.metadata.tables.items()
                if "tenant_id" in table.columns and name != "child_claims"
            }


@pytest.fixture
def town(new_database: Callable[[], Settings], tmp_path: Path) -> Iterator[Town]:
    settings = new_database()
    with open_house(settings, *TERRITORY.values()) as house:
        yield Town(house, tmp_path, settings)


@pytest.fixture(scope="module")
def empty_town(shared_scratch: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """One for all files that are refused: nobody ever comes in."""
    settings = shared_scratch.new_database("kezek_refused")
    with open_house(settings, "demo") as house:
        yield Town(house, tmp_path_factory.mktemp("refused"), settings)
    shared_scratch.drop_database("kezek_refused")
