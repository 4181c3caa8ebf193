"""Every column that could tell of a person is entered, with its key and its time."""

from typing import Any

import psycopg
import pytest

from kezek.core.retention import SPANS
from kezek.db.personal_columns import COLUMNS, Key, Kind
from kezek.db.plain_columns import plain_columns
from kezek.settings import Settings

ASKED = """
    select table_name || '.' || column_name, data_type from information_schema.columns
    where table_schema = 'public' and table_name not in ('alembic_version', 'child_claims')
"""
"""Not the claims of children: hashes without names that no role may read (G-40)."""
TELLING = {"text", "character varying", "jsonb", "json", "bytea", "ARRAY", "date"}


def test_no_column_is_forgotten(columns: dict[str, str]) -> None:
    telling = {name for name, kind in columns.items() if kind in TELLING}

    assert sorted(telling - COLUMNS.keys() - plain_columns()) == []


def test_no_entry_is_of_a_column_that_is_gone(columns: dict[str, str]) -> None:
    assert (COLUMNS.keys() | plain_columns()) - columns.keys() == set()
    assert COLUMNS.keys() & plain_columns() == set()


def test_what_has_a_key_is_ciphertext(columns: dict[str, str]) -> None:
    sealed = {name for name, one in COLUMNS.items() if one.key in (Key.FAMILY, Key.DEPLOYMENT)}

    assert {columns[name] for name in sealed} == {"bytea"}


def test_what_lies_open_says_why() -> None:
    assert [name for name, one in COLUMNS.items() if one.key is Key.OPEN and not one.why] == []


def test_numbers_and_telephones_of_families_lie_open_nowhere() -> None:
    before = {"guardians.phone", "guardians.email", "guardians.address", "sent_codes.phone"}
    bare = {
        name
        for name, one in COLUMNS.items()
        if one.key is Key.OPEN and one.kind in (Kind.NUMBER, Kind.CONTACT)
    }

    assert bare == before


def test_each_goes_by_a_rule() -> None:
    spans = {one.name for one in SPANS} | {"staff"}

    assert {one.kept for one in COLUMNS.values()} <= spans


@pytest.fixture(scope="module")
def columns(settings: Settings) -> dict[str, str]:
    url = settings.database_url.replace("+psycopg", "")
    with psycopg.connect(url) as connection:
        rows: list[Any] = connection.execute(ASKED).fetchall()
    return dict(rows)
