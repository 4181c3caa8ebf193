"""The journal on PostgreSQL: facts go in without waiting for others, and stay as they are."""

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from kezek.core.errors import Code, Refusal
from kezek.core.seals import NotCanonical
from kezek.db.family_keys import FamilyErased, FamilyKeyRow, family_key
from kezek.db.journal import FactRow, UnsealedRow, append, append_all, open_personal
from kezek.db.scope import enter_tenant, read_scope, tenant_scope
from kezek.db.seals import PositionRow
from kezek.settings import Settings
from kezek.usecases.journal import erase_family, seal_tenant, verify
from tests.factories.journal import (
    FAMILY,
    PERSONAL,
    entry,
    new_tenant,
    owner,
    region_with_journal,
    write,
)

TABLES = ("family_keys", "journal_facts", "journal_unsealed", "journal_seals", "journal_positions")
APPEND_ONLY = ("journal_facts", "journal_seals", "journal_positions", "queue_moves")


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


@pytest.fixture
def acts(engine: Engine, tenant: int) -> Iterator[list[Session]]:
    """Three transactions of one region on three connections; none may wait for another."""
    with ExitStack() as stack:
        sessions = [stack.enter_context(Session(engine)) for _ in range(3)]
        for session in sessions:
            session.execute(text("set lock_timeout = '1s'"))
            enter_tenant(session, tenant)
        yield sessions


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


def test_many_families_are_written_at_once_each_with_a_key_of_its_own(tenant: int) -> None:
    families = [uuid.uuid4() for _ in range(40)]
    with tenant_scope(tenant) as session:
        family_key(session, tenant, families[0])
    with tenant_scope(tenant) as session:
        append_all(
            session, tenant, [entry(n, family_id=family) for n, family in enumerate(families * 2)]
        )

    with read_scope(tenant) as session:
        keys = session.execute(select(FamilyKeyRow.family_id, FamilyKeyRow.wrapped_key)).all()
        assert {row.family_id for row in keys} == set(families)
        assert len({row.wrapped_key for row in keys}) == 40
        facts = session.scalars(select(FactRow)).all()
        assert [open_personal(session, fact) for fact in facts] == [PERSONAL] * 80


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


def _positions(tenant: int) -> dict[uuid.UUID, int]:
    with read_scope(tenant) as session:
        rows = session.execute(select(PositionRow.fact_id, PositionRow.position))
        return {row.fact_id: row.position for row in rows}


def test_an_act_that_wrote_a_fact_holds_no_row_that_others_need(
    tenant: int, acts: list[Session], settings: Settings
) -> None:
    append(acts[0], tenant, entry())

    # With a reference to its region, every act would lock that one row.
    with owner(settings) as engine, engine.begin() as connection:
        free = text("select slug from tenants where id = :id for update nowait")
        assert connection.execute(free, {"id": tenant}).one()


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
    def act(number: int) -> None:
        with Session(engine) as session:
            enter_tenant(session, tenant)
            append(session, tenant, entry(number))
            time.sleep(0.05)
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(copy_context().run, act, number) for number in range(1, 5)]
        for one in running:
            one.result()

    with read_scope(tenant) as session:
        assert len(session.scalars(select(FamilyKeyRow)).all()) == 1
        facts = session.scalars(select(FactRow)).all()
        assert [open_personal(session, fact) for fact in facts] == [PERSONAL] * 4


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
