"""The tables made again from the journal alone, and compared with those in use, row by row."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.ledger import Ledger
from kezek.core.queues import key_order
from kezek.db.applications import ApplicationRow, step_over_serials
from kezek.db.base import Base
from kezek.db.family_keys import read_family_keys
from kezek.db.journal import FactRow, open_personal
from kezek.db.rebuilt import (
    TABLES,
    Rebuilt,
    comparable,
    is_untouched,
    key_of,
    queue_ids,
    rows_of,
    stored_rows,
    tables_in_use,
    write_rows,
)
from kezek.db.scope import read_scope, tenant_scope
from kezek.settings import OperatorError

_SHOWN = 100


class TablesInUse(OperatorError):
    """Rows would be written beside rows that are there: nothing is written."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the tables and the journal say differently.

    Without a column the whole row is missing on one side: `stored` or `rebuilt` is then None.
    """

    table: str
    key: tuple[Any, ...]
    column: str | None
    stored: object
    rebuilt: object


@dataclass(slots=True)
class Comparison:
    """How the tables in use stand to what the journal alone makes."""

    tenant_id: int
    facts: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    """How many rows of each table the journal made."""
    differences: list[Difference] = field(default_factory=list)
    """The first hundred; `different` counts them all."""
    different: int = 0
    erased: int = 0
    """Rows of which an erased family took some columns along: these are not compared."""

    @property
    def is_equal(self) -> bool:
        """Whether the journal makes exactly the tables."""
        return not self.different

    def add(self, difference: Difference) -> None:
        """Counts a difference, and keeps it if it is among the first."""
        self.different += 1
        if len(self.differences) < _SHOWN:
            self.differences.append(difference)


def rebuild(tenant_id: int) -> Comparison:
    """Makes applications, entries, offers, referrals, terms, places, queues with their counts and
    moves from the journal alone, and compares them with the tables, all on one snapshot.

    Raises the errors of keys: without the region's key the journal cannot be read.
    """
    with read_scope(tenant_id) as session:
        comparison = Comparison(tenant_id)
        rows = _rows(session, tenant_id, comparison)

        for table in TABLES:
            for difference in _differences(session, table, rows[table]):
                comparison.add(difference)
        return comparison


def restore(tenant_id: int) -> Comparison:
    """Writes what the journal makes into empty tables; people and kindergartens must be there.

    The birth date of an erased family's child becomes 1 January. Raises TablesInUse, and the
    errors of keys.
    """
    with tenant_scope(tenant_id) as session:
        used = tables_in_use(session)
        if used:
            raise TablesInUse(
                f"These tables hold rows of region {tenant_id}: {', '.join(used)}. "
                "Nothing was written; they are filled only when empty."
            )
        comparison = Comparison(tenant_id)

        rows = _rows(session, tenant_id, comparison)

        if comparison.is_equal:
            write_rows(session, rows)
            # Else the next family would get a number that another one has.
            step_over_serials(
                session, max((row.values["serial"] for row in rows[ApplicationRow]), default=0)
            )
        return comparison


def _rows(
    session: Session, tenant_id: int, comparison: Comparison
) -> dict[type[Base], list[Rebuilt]]:
    read_family_keys(session)
    ledger = Ledger()
    facts = session.scalars(
        select(FactRow)
        .order_by(FactRow.id)
        .execution_options(yield_per=1000, populate_existing=True)
    )
    with closing(facts):
        for fact in facts:
            personal = open_personal(session, fact)
            ledger.take(fact.id, fact.kind, fact.at, fact.payload, personal)
            comparison.facts += 1
    for application_id, version in ledger.gaps():
        comparison.add(Difference("journal", (application_id, version), None, "later", None))
    for key in sorted(ledger.keys() - ledger.queues.keys(), key=key_order):
        comparison.add(Difference("journal", astuple(key), None, "named", None))
    rows = rows_of(ledger, tenant_id, queue_ids(session, ledger.keys()))
    comparison.rows = {table.__tablename__: len(made) for table, made in rows.items()}
    comparison.erased = sum(bool(row.unsaid) for made in rows.values() for row in made)
    return rows


def _differences(
    session: Session, table: type[Base], rebuilt: Sequence[Rebuilt]
) -> Iterator[Difference]:
    name = table.__tablename__
    expected = {key_of(table, row.values): row for row in rebuilt}
    for stored in stored_rows(session, table):
        key = key_of(table, stored)
        row = expected.pop(key, None)
        if row is None and not is_untouched(table, stored):
            yield Difference(name, key, None, "a row", None)
        if row is None:
            continue
        yield from _in_columns(
            name, key, comparable(table, stored), row, comparable(table, row.values)
        )
    for key in expected:
        yield Difference(name, key, None, None, "a row")


def _in_columns(
    name: str,
    key: tuple[Any, ...],
    stored: Mapping[str, Any],
    row: Rebuilt,
    values: Mapping[str, Any],
) -> Iterator[Difference]:
    for column, value in stored.items():
        if column not in row.unsaid and value != values[column]:
            yield Difference(name, key, column, value, values[column])
