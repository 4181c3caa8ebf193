"""Seals on PostgreSQL: positions without a gap, and the first break named with its day."""

import time
import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kezek.core.days import Calendar
from kezek.core.seals import MAX_FACTS_PER_SEAL, FaultKind, fact_hash, next_seal
from kezek.db.journal import FactRow, UnsealedRow, append, append_all, record_of
from kezek.db.locks import try_lock_sealer
from kezek.db.scope import enter_tenant, read_scope, tenant_scope
from kezek.db.seals import PositionRow, SealRow, save_seal
from kezek.settings import Settings
from kezek.usecases.journal import Report, newest_seal, seal_tenant, verify
from tests.factories.journal import (
    NOON,
    entry,
    new_tenant,
    owner,
    region_with_journal,
    tamper,
    write,
)


@pytest.fixture
def tenant(settings: Settings) -> Iterator[int]:
    """A region of its own with an empty journal, in a running app."""
    with region_with_journal(settings) as made:
        yield made


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """Connections of the role that serves pages, each a new one."""
    made = create_engine(database_url, poolclass=NullPool)
    yield made
    made.dispose()


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
