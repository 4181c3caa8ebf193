"""Dumps of the database: one of the schema, one of what is common, one for each region.

No role may read across regions, not even to make a copy: the owner is held by row security too.
So each region's rows are dumped as that region, all of them on one snapshot. A region's file can
then be kept, or handed over, by itself.
"""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from kezek.adapters.embedded.binaries import find_clients
from kezek.settings import OperatorError

SCHEMA = "schema.dump"
COMMON = "common.dump"

# How libpq's own variables are called; a password on a command line could be read by everybody.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}

Counts = dict[str, dict[str, int]]
"""Region, or "" for what is common → table → number of rows."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region as the database knows it."""

    id: int
    slug: str

    @property
    def file(self) -> str:
        """The name of its dump."""
        return f"region-{self.slug}.dump"


@dataclass(frozen=True, slots=True)
class Whole:
    """What was dumped, to be compared after a restore."""

    regions: tuple[Region, ...]
    counts: Counts


def dump(owner_url: str, folder: Path) -> Whole:
    """Writes all dumps into the folder; OperatorError with the program's words if one fails."""
    with _at_one_moment(owner_url) as (connection, snapshot):
        walled, common = _tables(connection)
        regions = _regions(connection)
        words = ["--format=custom", "--no-owner", f"--snapshot={snapshot}"]
        _pg(owner_url, "pg_dump", [*words, "--schema-only", f"--file={folder / SCHEMA}"])
        left_out = [f"--exclude-table-data={name}" for name in walled]
        target = f"--file={folder / COMMON}"
        _pg(owner_url, "pg_dump", [*words, "--data-only", *left_out, target])
        taken = [f"--table={name}" for name in walled]
        for region in regions if walled else ():
            own = [*words, "--data-only", "--enable-row-security", *taken]
            _pg(
                owner_url,
                "pg_dump",
                [*own, f"--file={folder / region.file}"],
                options=f"-c kezek.tenant={region.id}",
            )
        return Whole(regions, _count(connection, regions, walled, common))


def restore(owner_url: str, folder: Path, regions: tuple[Region, ...]) -> None:
    """Reads all dumps into an empty database; OperatorError if it is not, or if one fails."""
    with psycopg.connect(owner_url) as connection:
        walled, common = _tables(connection)
    if walled or common:
        raise OperatorError(
            "The database is not empty. Name an empty one in MIGRATION_DATABASE_URL, or say "
            "--replace to throw away what is in this one."
        )
    # Walls are put up with the keys and the rules, after the rows: till then a row is a row.
    _pg_restore(owner_url, folder / SCHEMA, "--section=pre-data")
    for name in (COMMON, *(region.file for region in regions)):
        if (folder / name).exists():
            _pg_restore(owner_url, folder / name, "--data-only")
    _pg_restore(owner_url, folder / SCHEMA, "--section=post-data")


def empty(owner_url: str) -> None:
    """Throws away everything in the database."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")


def count(owner_url: str, regions: tuple[Region, ...]) -> Counts:
    """How many rows each region has in each table, and the common tables."""
    with psycopg.connect(owner_url) as connection:
        return _count(connection, regions, *_tables(connection))


def others(owner_url: str) -> int:
    """How many sessions besides this one are in the database."""
    with psycopg.connect(owner_url) as connection:
        row = connection.execute(
            """
            select count(*)
            from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
            """
        ).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _at_one_moment(owner_url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """A transaction whose view of the data the dumps share, and the name of that view."""
    with psycopg.connect(owner_url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("select pg_export_snapshot()").fetchone()
        yield connection, row[0] if row else ""


def _tables(connection: psycopg.Connection) -> tuple[list[str], list[str]]:
    """(tables behind a region's wall, tables without one)."""
    rows = connection.execute(
        """
        select relation.relname, relation.relrowsecurity
        from pg_class as relation
        join pg_namespace as space on space.oid = relation.relnamespace
        where space.nspname = 'public' and relation.relkind in ('r', 'p')
        order by relation.relname
        """
    ).fetchall()
    return [name for name, wall in rows if wall], [name for name, wall in rows if not wall]


def _regions(connection: psycopg.Connection) -> tuple[Region, ...]:
    rows = connection.execute("select id, slug from tenants order by id").fetchall()
    return tuple(Region(number, slug) for number, slug in rows)


def _count(
    connection: psycopg.Connection,
    regions: tuple[Region, ...],
    walled: list[str],
    common: list[str],
) -> Counts:
    counts: Counts = {"": {name: _rows(connection, name) for name in common}}
    for region in regions:
        connection.execute("select set_config('kezek.tenant', %s, true)", [str(region.id)])
        counts[region.slug] = {name: _rows(connection, name) for name in walled}
    return counts


def _rows(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(
        sql.SQL("select count(*) from {}").format(sql.Identifier(table))
    ).fetchone()
    return int(row[0]) if row else 0


def _pg_restore(owner_url: str, file: Path, which: str) -> None:
    words = ["--no-owner", "--exit-on-error", "--single-transaction", which]
    database = conninfo_to_dict(owner_url)["dbname"]
    _pg(owner_url, "pg_restore", [*words, f"--dbname={database}", str(file)])


def _pg(owner_url: str, name: str, words: list[str], *, options: str = "") -> None:
    environ: Mapping[str, str] = {
        **os.environ,
        **{
            _VARIABLES[key]: str(value)
            for key, value in conninfo_to_dict(owner_url).items()
            if key in _VARIABLES and value is not None
        },
        "PGOPTIONS": options,
    }
    answer = subprocess.run(  # noqa: S603 - our own words
        [find_clients().program(name), *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        raise OperatorError(f"{name} failed: {answer.stderr.strip()}")
