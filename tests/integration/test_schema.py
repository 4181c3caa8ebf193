"""The schema keeps the house's conventions, asked of the catalogue itself."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from kezek.db.global_tables import GLOBAL_TABLES
from kezek.settings import Settings

INDEX_COLUMNS = """
    select indexed.relname, described.relname,
           array_agg(attname order by ordinality)
    from pg_index
    join pg_class as indexed on indexed.oid = indexrelid
    join pg_class as described on described.oid = indrelid
    join pg_namespace on pg_namespace.oid = described.relnamespace and nspname = 'public'
    cross join lateral unnest(indkey::int2[]) with ordinality as key (attnum, ordinality)
    join pg_attribute on attrelid = indrelid and pg_attribute.attnum = key.attnum
    group by indexed.relname, described.relname
"""

FOREIGN_KEYS = """
    select conname, described.relname, referenced.relname,
           (select array_agg(attname order by ordinality)
              from unnest(conkey) with ordinality as key (attnum, ordinality)
              join pg_attribute on attrelid = conrelid and pg_attribute.attnum = key.attnum)
    from pg_constraint
    join pg_class as described on described.oid = conrelid
    join pg_class as referenced on referenced.oid = confrelid
    where contype = 'f' and connamespace = 'public'::regnamespace
"""


def test_every_index_is_led_by_the_tenant(catalogue: psycopg.Connection[Any]) -> None:
    others = [
        name
        for name, table, columns in catalogue.execute(INDEX_COLUMNS)
        if table not in GLOBAL_TABLES and columns[0] != "tenant_id"
    ]

    assert others == []


def test_every_reference_stays_inside_its_tenant(catalogue: psycopg.Connection[Any]) -> None:
    leaving = [
        name
        for name, table, other, columns in catalogue.execute(FOREIGN_KEYS)
        if table not in GLOBAL_TABLES
        if columns[0] != "tenant_id" or (other not in GLOBAL_TABLES and len(columns) < 2)
    ]

    assert leaving == []


def test_every_moment_has_its_zone(catalogue: psycopg.Connection[Any]) -> None:
    naive = catalogue.execute(
        "select table_name, column_name from information_schema.columns"
        " where table_schema = 'public' and data_type = 'timestamp without time zone'"
    ).fetchall()

    assert naive == []


def test_every_reference_has_an_index_to_check_it_by(catalogue: psycopg.Connection[Any]) -> None:
    led: dict[str, list[list[str]]] = {}
    for _, table, columns in catalogue.execute(INDEX_COLUMNS):
        led.setdefault(table, []).append(columns)
    bare = [
        name
        for name, table, other, columns in catalogue.execute(FOREIGN_KEYS)
        if other not in GLOBAL_TABLES
        and not any(set(columns) <= set(index[: len(columns)]) for index in led[table])
    ]

    assert sorted(bare) == sorted(WITHOUT_INDEX)


APPEND_ONLY = [
    *("journal_facts", "journal_positions", "journal_seals", "queue_moves", "bulletin_lines"),
    *("lookups", "calls", "disclosures", "resends", "signatures"),
]


WITHOUT_INDEX = [
    # What they point to can only be added, never removed: nothing searches from that side.
    "fk_journal_positions_seals",
    "fk_queue_moves_facts",
]


def test_the_role_that_serves_owns_nothing_and_passes_no_wall(
    catalogue: psycopg.Connection[Any],
) -> None:
    role = catalogue.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles"
        " where rolname = current_user"
    ).fetchone()
    owned = catalogue.execute(
        "select relname from pg_class where relowner = current_user::regrole"
    ).fetchall()

    assert role == (False, False, False, False)
    assert owned == []


def test_facts_positions_and_seals_can_only_be_added(catalogue: psycopg.Connection[Any]) -> None:
    granted = catalogue.execute(
        "select table_name, privilege_type from information_schema.role_table_grants"
        " where grantee = current_user and table_name = any(%s)",
        (APPEND_ONLY,),
    ).fetchall()

    assert {privilege for _, privilege in granted} == {"SELECT", "INSERT"}


@pytest.fixture(scope="module")
def catalogue(settings: Settings) -> Iterator[psycopg.Connection[Any]]:
    url = settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        yield connection
