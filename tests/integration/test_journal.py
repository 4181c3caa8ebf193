"""The journal on PostgreSQL: facts go in without waiting, stay as they are, and are proven."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kezek.adapters.doorbell import LocalDoorbell
from kezek.core.days import Calendar
from kezek.core.errors import Code, Refusal
from kezek.core.seals import MAX_FACTS_PER_SEAL, FaultKind, NotCanonical, fact_hash, next_seal
from kezek.db.base import db
from kezek.db.family_keys import FamilyErased, FamilyKeyRow, family_key
from kezek.db.journal import FactRow, UnsealedRow, append, append_all, open_personal, record_of
from kezek.db.locks import try_lock_sealer
from kezek.db.scope import enter_tenant, read_scope, tenant_scope
from kezek.db.seals import PositionRow, SealRow, save_seal
from kezek.settings import Settings
from kezek.usecases.journal import Report, erase_family, newest_seal, seal_tenant, verify
from kezek.wiring import create_wiring
from tests.factories.journal import (
    FAMILY,
    NOON,
    PERSONAL,
    entry,
    new_tenant,
    owner,
    tamper,
    write,
)

TABLES = ("family_keys", "journal_facts", "journal_unsealed", "journal_seals", "journal_positions")
APPEND_ONLY = ("journal_facts", "journal_seals", "journal_positions", "queue_moves")


@pytest.fixture
def tenant(settings: Settings) -> Iterator[int]:
    """A region of its own with an empty journal, in a running app."""
    app = create_wiring(settings, doorbell=LocalDoorbell())
    with app.app_context():
        yield new_tenant()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def engine(database_url: str, tenant: int) -> Iterator[Engine]:
    """Connections of the role that serves pages, each a new one."""
    made = create_engine(database_url, poolclass=NullPool)
    yield made
    made.dispose()


@pytest.fixture
def acts(engine: Engine, tenant: int) -> Iterator[list[Session]]:
    """Three transactions of one region on three connections; none may wait for another."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(engine)) for _ in range(3)]
        for session in sessions:
            session.execute(text("set lock_timeout = '1s'"))
            enter_tenant(session, tenant)
        yield sessions


# ── writing ──


def test_a_fact_is_stored_with_its_hash_and_waits_for_its_position(tenant: int) -> None:
    (fact_id,) = write(tenant, 1)

    with read_scope(tenant) as session:
        fact = session.scalars(select(FactRow)).one()
        assert (fact.id, fact.kind, len(fact.hash)) == (fact_id, "application:queued", 32)
        assert session.scalars(select(UnsealedRow.fact_id)).one() == fact_id
        assert open_personal(session, fact) == PERSONAL


def test_nothing_personal_stands_open_in_a_fact(tenant: int) -> None:
    write(tenant, 3)

    with read_scope(tenant) as session:
        for table in TABLES:
            rows = session.execute(text(f"select row_to_json(t)::text from {table} t")).scalars()
            stored = "\n".join(rows)
            hexes = [value.encode().hex() for value in PERSONAL.values()]
            assert not [value for value in (*PERSONAL.values(), *hexes) if value in stored]


def test_a_fact_that_is_rolled_back_was_never_written(tenant: int) -> None:
    with tenant_scope(tenant) as session:
        append(session, tenant, entry())
        session.rollback()

    assert seal_tenant(tenant) == 0
    assert verify(tenant).newest is None


def test_a_payload_that_cannot_be_proven_is_refused(tenant: int) -> None:
    with pytest.raises(NotCanonical), tenant_scope(tenant) as session:
        append(session, tenant, entry(payload={"share": 0.5}))


def test_personal_data_without_a_family_are_refused(tenant: int) -> None:
    with pytest.raises(ValueError, match="nobody's family"), tenant_scope(tenant) as session:
        append(session, tenant, entry(family_id=None))


def test_a_key_that_was_rolled_back_seals_nothing_later(tenant: int) -> None:
    with tenant_scope(tenant) as session:
        savepoint = session.begin_nested()
        append(session, tenant, entry(1))
        savepoint.rollback()
        append(session, tenant, entry(2))

    with read_scope(tenant) as session:
        fact = session.scalars(select(FactRow)).one()
        assert open_personal(session, fact) == PERSONAL


# ── walls ──


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement", ["update {} set tenant_id = 1", "delete from {}", "truncate {}"]
)
def test_the_role_that_serves_pages_changes_nothing(
    tenant: int, table: str, statement: str
) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        tenant_scope(tenant) as session,
    ):
        session.execute(text(statement.format(table)))


def test_a_key_of_a_family_is_not_removed_with_its_row(tenant: int) -> None:
    for statement in (
        "delete from family_keys",
        "truncate family_keys",
        "update family_keys set family_id = gen_random_uuid()",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            tenant_scope(tenant) as session,
        ):
            session.execute(text(statement))


@pytest.mark.parametrize("table", TABLES)
def test_a_region_neither_sees_nor_writes_the_journal_of_another(
    tenant: int, engine: Engine, table: str
) -> None:
    write(tenant, 1)
    seal_tenant(tenant)
    write(tenant, 1)
    other = new_tenant()

    with Session(engine) as session:
        enter_tenant(session, tenant)
        columns = session.execute(text(f"select * from {table} limit 1")).mappings().one()
        session.rollback()
        enter_tenant(session, other)
        assert session.execute(text(f"select count(*) from {table}")).scalar_one() == 0
        names = [str(name) for name in columns]
        values = ", ".join(f":{name}" for name in names)
        with pytest.raises(ProgrammingError, match="row-level security"):
            session.execute(
                text(f"insert into {table} ({', '.join(names)}) values ({values})"),
                _as_parameters(columns),
            )


def _as_parameters(columns: Any) -> dict[str, Any]:
    return {name: "{}" if isinstance(value, dict) else value for name, value in columns.items()}


@pytest.mark.parametrize("table", TABLES)
def test_without_a_region_the_journal_is_not_even_read(engine: Engine, table: str) -> None:
    with Session(engine) as session, pytest.raises(DBAPIError, match=r"kezek\.tenant"):
        session.execute(text(f"select * from {table}"))


# ── acts that do not wait for each other ──


def test_two_acts_commit_while_a_third_that_wrote_a_fact_stays_open(
    tenant: int, acts: list[Session]
) -> None:
    late, first, second = acts
    late_id = append(late, tenant, entry(1, family_id=uuid.uuid4()))
    first_id = append(first, tenant, entry(2, family_id=uuid.uuid4()))
    second_id = append(second, tenant, entry(3, family_id=uuid.uuid4()))
    first.commit()
    second.commit()

    assert seal_tenant(tenant) == 2
    assert _positions(tenant) == {first_id: 1, second_id: 2}

    late.commit()
    assert seal_tenant(tenant) == 1
    assert _positions(tenant)[late_id] == 3
    assert verify(tenant).is_intact


def test_acts_of_one_family_do_not_wait_once_it_has_a_key(tenant: int, acts: list[Session]) -> None:
    with tenant_scope(tenant) as session:
        family_key(session, tenant, FAMILY)
    late, first, second = acts
    for number, session in enumerate((late, first, second), start=1):
        append(session, tenant, entry(number))
    first.commit()
    second.commit()
    late.commit()

    assert seal_tenant(tenant) == 3


def test_two_first_acts_of_a_family_end_with_one_key(tenant: int, engine: Engine) -> None:
    app = create_wiring_of_running()

    def act(number: int) -> None:
        with app.app_context(), Session(engine) as session:
            enter_tenant(session, tenant)
            append(session, tenant, entry(number))
            time.sleep(0.05)
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(act, range(1, 5)))

    with read_scope(tenant) as session:
        assert len(session.scalars(select(FamilyKeyRow)).all()) == 1
        facts = session.scalars(select(FactRow)).all()
        assert [open_personal(session, fact) for fact in facts] == [PERSONAL] * 4


def create_wiring_of_running() -> Any:
    """The app of the test, for its threads."""
    from flask import current_app

    return current_app._get_current_object()  # type: ignore[attr-defined]


# ── sealing ──


def test_a_seal_covers_at_most_a_thousand_facts_and_positions_have_no_gap(tenant: int) -> None:
    with tenant_scope(tenant) as session:
        append_all(session, tenant, [entry(number) for number in range(1, 1502)])

    assert seal_tenant(tenant) == 1501

    with read_scope(tenant) as session:
        seals = session.scalars(select(SealRow).order_by(SealRow.seal)).all()
        spans = [(seal.first_position, seal.last_position) for seal in seals]
        assert spans == [(1, MAX_FACTS_PER_SEAL), (MAX_FACTS_PER_SEAL + 1, 1501)]
        positions = session.scalars(select(PositionRow.position).order_by(PositionRow.position))
        assert list(positions) == list(range(1, 1502))
        assert session.scalars(select(UnsealedRow)).all() == []


def test_a_second_sealer_leaves_at_once(tenant: int, engine: Engine) -> None:
    write(tenant, 2)
    with Session(engine) as other:
        enter_tenant(other, tenant)
        assert try_lock_sealer(other, tenant)
        assert seal_tenant(tenant) == 0

    assert seal_tenant(tenant) == 2


def test_the_sealer_of_one_region_does_not_hold_up_another(tenant: int, engine: Engine) -> None:
    other = new_tenant()
    write(other, 1)
    with Session(engine) as session:
        enter_tenant(session, tenant)
        try_lock_sealer(session, tenant)
        assert seal_tenant(other) == 1


# ── verifying ──


def _positions(tenant: int) -> dict[uuid.UUID, int]:
    with read_scope(tenant) as session:
        rows = session.execute(select(PositionRow.fact_id, PositionRow.position))
        return {row.fact_id: row.position for row in rows}


def _sealed_in_threes(tenant: int) -> list[uuid.UUID]:
    """Nine facts in three seals, one fact a day from Monday 7 September."""
    facts = []
    for number in range(1, 10):
        with tenant_scope(tenant) as session:
            facts.append(append(session, tenant, entry(number)))
        if number % 3 == 0:
            seal_tenant(tenant)
    return facts


def _day(report: Report) -> date:
    assert report.fault is not None
    assert report.fault.at is not None
    return Calendar().local_day(report.fault.at)


def test_an_honest_journal_is_intact(tenant: int) -> None:
    _sealed_in_threes(tenant)
    report = verify(tenant)
    assert (report.is_intact, report.is_late, report.facts) == (True, False, 9)
    assert report.newest == newest_seal(tenant)


@pytest.mark.parametrize(
    "flip",
    [
        "payload = jsonb_set(payload, '{detail,number}', '99')",
        "payload = payload || '{\"more\": 1.5}'",
        "sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1)",
        "hash = set_byte(hash, 0, get_byte(hash, 0) # 1)",
        "actor = 'nobody'",
        "kind = 'application:archived'",
        "rule = 'L-1'",
        "rules_version = 2",
        "at = at + interval '1 microsecond'",
        "application_id = null",
        "family_id = '00000000-0000-0000-0000-000000000001'",
    ],
)
def test_a_flipped_byte_of_a_fact_is_found_and_its_day_named(
    tenant: int, settings: Settings, flip: str
) -> None:
    facts = _sealed_in_threes(tenant)
    tamper(settings, tenant, f"update journal_facts set {flip} where id = :id", id=facts[4])

    report = verify(tenant)

    assert report.fault is not None
    assert report.fault.kind is FaultKind.FACT_ALTERED
    assert (report.fault.position, report.fault.fact_id, report.fault.seal) == (5, facts[4], 2)
    assert _day(report) == date(2026, 9, 11)
    assert report.facts == 4


def test_of_two_altered_facts_the_first_is_named(tenant: int, settings: Settings) -> None:
    facts = _sealed_in_threes(tenant)
    for fact in (facts[7], facts[2]):
        tamper(settings, tenant, "update journal_facts set actor = 'x' where id = :id", id=fact)
    report = verify(tenant)
    assert report.fault is not None
    assert report.fault.fact_id == facts[2]


@pytest.mark.parametrize(
    ("flip", "kind", "seal"),
    [
        ("root = set_byte(root, 3, get_byte(root, 3) # 1)", FaultKind.SEAL_ALTERED, 2),
        ("hash = set_byte(hash, 3, get_byte(hash, 3) # 1)", FaultKind.SEAL_ALTERED, 2),
        ("previous = set_byte(previous, 3, get_byte(previous, 3) # 1)", FaultKind.SEAL_ALTERED, 2),
        ("sealed_at = sealed_at + interval '1 day'", FaultKind.SEAL_ALTERED, 2),
        ("last_position = 5", FaultKind.SEAL_ALTERED, 2),
        ("last_position = 7", FaultKind.POSITION_MISSING, 2),
        ("first_position = 40, last_position = 60", FaultKind.SEAL_MISSING, 2),
    ],
)
def test_a_flipped_byte_of_a_seal_is_found(
    tenant: int, settings: Settings, flip: str, kind: FaultKind, seal: int
) -> None:
    _sealed_in_threes(tenant)
    tamper(settings, tenant, f"update journal_seals set {flip} where seal = 2")
    report = verify(tenant)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.seal) == (kind, seal)
    assert report.facts <= 6


def test_a_changed_position_is_found(tenant: int, settings: Settings) -> None:
    facts = _sealed_in_threes(tenant)
    swap = "update journal_positions set fact_id = :other where position = 4"
    tamper(
        settings, tenant, "delete from journal_positions where position = 9", swap, other=facts[8]
    )
    report = verify(tenant)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.position) == (FaultKind.FACT_ALTERED, 4)


def test_a_removed_position_is_found(tenant: int, settings: Settings) -> None:
    _sealed_in_threes(tenant)
    tamper(settings, tenant, "delete from journal_positions where position = 5")
    report = verify(tenant)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.position) == (FaultKind.POSITION_MISSING, 5)


def test_a_removed_fact_is_found(tenant: int, settings: Settings) -> None:
    facts = _sealed_in_threes(tenant)
    without_reference = "alter table journal_positions drop constraint fk_journal_positions_facts"
    remove = "delete from journal_facts where id = :id"
    reference_again = (
        "alter table journal_positions add constraint fk_journal_positions_facts"
        " foreign key (tenant_id, fact_id) references journal_facts (tenant_id, id) not valid"
    )
    tamper(settings, tenant, without_reference, remove, reference_again, id=facts[5])
    report = verify(tenant)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.fact_id) == (FaultKind.FACT_MISSING, facts[5])


def test_a_fact_outside_the_seals_is_found(tenant: int) -> None:
    _sealed_in_threes(tenant)
    (lost,) = write(tenant, 1)
    with tenant_scope(tenant) as session:
        session.execute(text("delete from journal_unsealed"))
    report = verify(tenant)
    assert report.fault is not None
    assert (report.fault.kind, report.fault.fact_id) == (FaultKind.OUTSIDE_SEALS, lost)
    assert _day(report) == NOON.date()


def test_facts_unsealed_for_ten_seconds_raise_the_alarm(tenant: int, settings: Settings) -> None:
    write(tenant, 3)
    assert not verify(tenant).is_late
    older = "update journal_unsealed set recorded_at = clock_timestamp() - interval '11 s'"
    tamper(
        settings, tenant, f"{older} where fact_id in (select fact_id from journal_unsealed limit 2)"
    )
    report = verify(tenant)
    assert (report.is_intact, report.is_late, report.waiting.count) == (True, True, 2)


def test_a_journal_rewritten_whole_is_told_by_a_seal_noted_outside(
    tenant: int, settings: Settings
) -> None:
    _sealed_in_threes(tenant)
    noted = newest_seal(tenant)
    assert noted is not None
    _rewrite(tenant, settings)

    assert verify(tenant).is_intact
    report = verify(tenant, expected=(noted.number, noted.hash))
    assert report.fault is not None
    assert (report.fault.kind, report.fault.seal) == (FaultKind.NOT_AS_EXPECTED, 3)


def _rewrite(tenant: int, settings: Settings) -> None:
    """One fact altered, and everything from it to the end made anew, hashes and all."""
    with owner(settings) as engine, Session(engine) as session:
        enter_tenant(session, tenant)
        facts = session.scalars(select(FactRow).order_by(FactRow.at)).all()
        facts[0].actor = "nobody"
        facts[0].hash = fact_hash(record_of(facts[0]))
        session.execute(text("delete from journal_positions"))
        session.execute(text("delete from journal_seals"))
        before = None
        for start in (0, 3, 6):
            own = [(fact.id, fact.hash) for fact in facts[start : start + 3]]
            before = next_seal(before, tenant, [digest for _, digest in own], sealed_at=NOON)
            save_seal(session, tenant, before, own)
        session.commit()


def test_an_end_that_was_cut_off_is_told_by_a_seal_noted_outside(
    tenant: int, settings: Settings
) -> None:
    facts = _sealed_in_threes(tenant)
    noted = newest_seal(tenant)
    assert noted is not None
    tamper(
        settings,
        tenant,
        "delete from journal_positions where seal = 3",
        "delete from journal_seals where seal = 3",
        "delete from journal_facts where id = any(:ids)",
        ids=facts[6:],
    )

    assert verify(tenant).is_intact
    report = verify(tenant, expected=(noted.number, noted.hash))
    assert report.fault is not None
    assert (report.fault.kind, report.fault.seal) == (FaultKind.SEAL_MISSING, 3)


# ── erasing ──


def test_erasing_a_family_takes_what_is_personal_and_leaves_the_proof(tenant: int) -> None:
    other = uuid.uuid4()
    write(tenant, 2)
    with tenant_scope(tenant) as session:
        append(session, tenant, entry(3, family_id=other))
    seal_tenant(tenant)

    erase_family(tenant, FAMILY, actor="operator")
    seal_tenant(tenant)

    assert verify(tenant).is_intact
    with read_scope(tenant) as session:
        facts = session.scalars(select(FactRow).order_by(FactRow.at)).all()
        opened = {fact.at: open_personal(session, fact) for fact in facts}
        assert [opened[entry(number).at] for number in (1, 2, 3)] == [None, None, PERSONAL]
        assert [fact.kind for fact in facts].count("family:erased") == 1
        key = session.scalars(select(FamilyKeyRow).where(FamilyKeyRow.family_id == FAMILY)).one()
        assert key.wrapped_key is None
        assert key.destroyed_at is not None


def test_nothing_personal_is_written_for_a_family_that_was_erased(tenant: int) -> None:
    write(tenant, 1)
    erase_family(tenant, FAMILY, actor="operator")
    with pytest.raises(FamilyErased):
        write(tenant, 1)


def test_a_family_is_erased_once(tenant: int) -> None:
    write(tenant, 1)
    erase_family(tenant, FAMILY, actor="operator")
    with pytest.raises(Refusal) as refused:
        erase_family(tenant, FAMILY, actor="operator")
    assert refused.value.code is Code.ALREADY_DECIDED


# ── the size of it ──


def test_ten_thousand_facts_are_sealed_and_verified(
    tenant: int, capsys: pytest.CaptureFixture[str]
) -> None:
    entries = [entry(number, at=NOON + timedelta(seconds=number)) for number in range(10_000)]
    times = [time.perf_counter()]
    with tenant_scope(tenant) as session:
        append_all(session, tenant, entries)
    times.append(time.perf_counter())
    assert seal_tenant(tenant) == 10_000
    times.append(time.perf_counter())
    report = verify(tenant)
    times.append(time.perf_counter())
    assert (report.is_intact, report.facts) == (True, 10_000)
    written, sealed, verified = (after - before for before, after in pairwise(times))
    with capsys.disabled():
        print(
            f"\n10,000 facts: written in {written:.2f} s, sealed in {sealed:.2f} s, "
            f"verified in {verified:.2f} s"
        )
    # A sealer that takes a thousand facts in a second keeps up with any region.
    assert sealed < 10
