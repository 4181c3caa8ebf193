"""One region can neither see nor touch another's rows: asked of every table that there is."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege, InvalidTextRepresentation, UndefinedObject
from psycopg.types.json import Jsonb

from kezek.adapters.embedded import Postgres
from kezek.db.global_tables import GLOBAL_TABLES
from kezek.settings import Settings

OURS, THEIRS = 1, 2

BY_TYPE: dict[str, Any] = {
    "smallint": 1,
    "integer": 1,
    "bigint": 1,
    "numeric": 4,
    "double precision": 1.0,
    "boolean": False,
    "text": "x",
    "bytea": b"x",
    "date": datetime(2026, 9, 7, tzinfo=UTC).date(),
    "timestamp with time zone": datetime(2026, 9, 7, tzinfo=UTC),
    "jsonb": Jsonb({}),
    "ARRAY": [],
}


def test_every_table_is_walled_or_named_as_global(catalogue: "Catalogue") -> None:
    walled = {table for table in catalogue.tables if catalogue.is_walled(table)}

    assert set(catalogue.tables) - walled == set(GLOBAL_TABLES)
    assert all(reason.endswith(".") for reason in GLOBAL_TABLES.values())


def test_a_region_sees_its_own_rows_and_no_others(catalogue: "Catalogue") -> None:
    for table in catalogue.walled_tables():
        with catalogue.app(OURS) as app:
            found = app.execute(
                sql.SQL("select distinct tenant_id from {}").format(sql.Identifier(table))
            ).fetchall()
        assert found == [(OURS,)], table


def test_a_region_cannot_write_a_row_for_another(catalogue: "Catalogue") -> None:
    for table in catalogue.walled_tables():
        row = catalogue.row(table, THEIRS)
        with catalogue.app(OURS) as app, pytest.raises(InsufficientPrivilege):
            catalogue.insert(app, table, row)


def test_a_region_cannot_change_or_remove_a_row_of_another(catalogue: "Catalogue") -> None:
    for table in catalogue.walled_tables():
        for act in ("update {} set tenant_id = tenant_id", "delete from {}"):
            statement = sql.SQL(act + " where tenant_id = %s").format(sql.Identifier(table))
            with catalogue.app(OURS) as app:
                try:
                    touched = app.execute(statement, (THEIRS,)).rowcount
                except InsufficientPrivilege:
                    touched = 0
            assert touched == 0, (table, act)
    assert all(catalogue.count(table, THEIRS) == 1 for table in catalogue.walled_tables())


def test_a_row_cannot_be_given_away_to_another_region(catalogue: "Catalogue") -> None:
    for table in catalogue.walled_tables():
        statement = sql.SQL("update {} set tenant_id = %s").format(sql.Identifier(table))
        with catalogue.app(OURS) as app, pytest.raises(InsufficientPrivilege):
            app.execute(statement, (THEIRS,))


def test_without_a_region_every_table_raises(catalogue: "Catalogue") -> None:
    for table in catalogue.walled_tables():
        statement = sql.SQL("select 1 from {}").format(sql.Identifier(table))
        for tenant in (None, ""):
            with (
                catalogue.app(tenant) as app,
                pytest.raises((UndefinedObject, InvalidTextRepresentation)),
            ):
                app.execute(statement)


def test_the_claims_of_children_cannot_be_read(catalogue: "Catalogue") -> None:
    for act in ("select 1 from child_claims", "delete from child_claims"):
        with catalogue.app(OURS) as app, pytest.raises(InsufficientPrivilege):
            app.execute(act)


class Catalogue:
    """A database in which every table holds one row of each of two regions."""

    def __init__(self, master: psycopg.Connection[Any], settings: Settings) -> None:
        self._master = master
        self._url = settings.database_url.replace("+psycopg", "")
        self.tables = [
            name
            for (name,) in master.execute(
                "select relname from pg_class join pg_namespace on pg_namespace.oid = relnamespace"
                " where nspname = 'public' and relkind in ('r', 'p') order by relname"
            )
        ]

    def fill(self) -> None:
        """Puts one made-up row of each region everywhere; only the walls matter here."""
        self._master.execute("set session_replication_role = replica")
        for table in self.walled_tables():
            self._drop_checks(table)
            for tenant in (OURS, THEIRS):
                self.insert(self._master, table, self.row(table, tenant))

    def is_walled(self, table: str) -> bool:
        """Whether it has forced row security and a policy that covers all acts by the tenant."""
        found = self._master.execute(
            "select relrowsecurity and relforcerowsecurity from pg_class where relname = %s",
            (table,),
        ).fetchone()
        policies = self._master.execute(
            "select cmd, qual, with_check from pg_policies where tablename = %s", (table,)
        ).fetchall()
        return found == (True,) and [
            (cmd, "tenant_id" in qual, "tenant_id" in check) for cmd, qual, check in policies
        ] == [("ALL", True, True)]

    def walled_tables(self) -> list[str]:
        """Every table but the global ones."""
        return [table for table in self.tables if table not in GLOBAL_TABLES]

    def row(self, table: str, tenant: int) -> dict[str, Any]:
        """A made-up row: something of the right type in every column that must have a value."""
        columns = self._master.execute(
            "select column_name, data_type from information_schema.columns"
            " where table_name = %s and table_schema = 'public' and is_nullable = 'NO'"
            " and is_identity = 'NO'",
            (table,),
        ).fetchall()
        made = {name: uuid.uuid4() if kind == "uuid" else BY_TYPE[kind] for name, kind in columns}
        return made | {"tenant_id": tenant}

    def insert(self, connection: psycopg.Connection[Any], table: str, row: dict[str, Any]) -> None:
        """Inserts a row."""
        statement = sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(sql.Placeholder() * len(row)),
        )
        connection.execute(statement, list(row.values()))

    def count(self, table: str, tenant: int) -> int:
        """How many rows of a region there are, seen from above the walls."""
        statement = sql.SQL("select count(*) from {} where tenant_id = %s")
        found = self._master.execute(statement.format(sql.Identifier(table)), (tenant,)).fetchone()
        assert found is not None
        return int(found[0])

    def app(self, tenant: int | str | None) -> psycopg.Connection[Any]:
        """A connection as the role that serves pages, inside one region; rolled back on errors."""
        connection = psycopg.connect(self._url)
        if tenant is not None:
            connection.execute("select set_config('kezek.tenant', %s, true)", (str(tenant),))
        return connection

    def _drop_checks(self, table: str) -> None:
        checks = self._master.execute(
            "select conname from pg_constraint where conrelid = %s::regclass and contype = 'c'",
            (table,),
        ).fetchall()
        for (name,) in checks:
            statement = sql.SQL("alter table {} drop constraint {}")
            self._master.execute(statement.format(sql.Identifier(table), sql.Identifier(name)))


@pytest.fixture(scope="module")
def catalogue(shared_scratch: Any, postgres: Postgres) -> Iterator[Catalogue]:
    settings = shared_scratch.new_database("kezek_walls")
    with psycopg.connect(postgres.superuser_url("kezek_walls"), autocommit=True) as master:
        made = Catalogue(master, settings)
        made.fill()
        yield made
    shared_scratch.drop_database("kezek_walls")
