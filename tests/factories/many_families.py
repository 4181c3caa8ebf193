"""A region full of families at once, written past the house's doors: for plans and measurements.

A million rows are made by the server itself; a few families among them are real ones, whose numbers
and names can be looked up. Queues are as uneven as in life: a few kindergartens are wished for by
many. It needs a superuser's connection, for rows are written without looking at their references.
"""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString

import psycopg

from kezek.adapters.keys import Keys
from kezek.core.name_words import name_words, token_text
from kezek.core.numbers import application_number
from kezek.core.people import iin_check_digit
from tests.factories.crowd_queries import (
    FAMILIES,
    MOVES,
    QUEUES,
    SERVED_LAST,
    TABLES,
    VERSIONS,
)

BATCH = 100_000
SERVED = 30
"""Children served last in each queue, one of first priority and three general ones in turn: the
newest reason of every number behind them."""

_SURNAMES = ("Омарова", "Ахметова", "Жүнісова", "Қасымова", "Төлегенова", "Ғабитова", "Петренко")
_GIVEN = ("Айша", "Дана", "Әлия", "Інжу", "Зере", "Мадина", "Раяна", "Кәусар", "Томирис", "Әмір")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One family of the crowd, with all that it could tell on the telephone."""

    application: uuid.UUID
    number: str
    child_iin: str
    parent_iin: str
    phone: str
    child: str
    born_on: date


@dataclass(frozen=True, slots=True)
class ManyFamilies:
    """Fills one region."""

    tenant_id: int
    prefix: str
    keys: Keys
    gardens: Sequence[uuid.UUID]

    def fill(self, connection: psycopg.Connection[Any], count: int, keep: int) -> list[Known]:
        """Writes so many families and makes some of them known, taken evenly from all."""
        values = {"tenant": self.tenant_id, "gardens": list(self.gardens), "served": SERVED}
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        connection.execute(QUEUES, values)
        for first in range(1, count + 1, BATCH):
            part = {"first": first, "last": min(first + BATCH - 1, count)}
            for statement in FAMILIES:
                connection.execute(statement, values | part)
            connection.commit()
        for statement in (MOVES, SERVED_LAST, VERSIONS):
            connection.execute(statement, values)
        places = range(1, count + 1, max(1, count // keep))
        known = [
            self._make_known(connection, place, rank) for rank, place in enumerate(places[:keep])
        ]
        connection.commit()
        connection.autocommit = True
        for table in TABLES:
            connection.execute(f"vacuum analyze {table}")
        return known

    def _make_known(self, connection: psycopg.Connection[Any], place: int, rank: int) -> Known:
        """Gives a family of the crowd numbers and a name that are true to its hashes."""
        row = connection.execute(
            "select id, child_id, guardian_id, born_on, extract(year from submitted_at)::int"
            " from applications where tenant_id = %s and serial = %s",
            (self.tenant_id, place),
        ).fetchone()
        assert row is not None
        application, child, guardian, born_on, year = row
        name = f"{_SURNAMES[place % len(_SURNAMES)]} {_GIVEN[place % len(_GIVEN)]}"
        known = Known(
            application=application,
            number=application_number(self.prefix, year, place % 999_999 + 1),
            child_iin=_iin(born_on, 5, rank * 20),
            parent_iin=_iin(date(1970, 1, 1) + timedelta(days=rank), 4, rank * 20),
            phone=f"+7701{place:07}",
            child=name,
            born_on=born_on,
        )
        self._write(connection, known, child, guardian)
        return known

    def _write(
        self, connection: psycopg.Connection[Any], known: Known, child: uuid.UUID, guardian: object
    ) -> None:
        tenant = self.tenant_id
        updates: tuple[tuple[LiteralString, tuple[object, ...]], ...] = (
            (
                "update applications set number = %s where tenant_id = %s and id = %s",
                (known.number, tenant, known.application),
            ),
            (
                "update guardians set iin_hash = %s, phone_hash = %s, phone = %s"
                " where tenant_id = %s and id = %s",
                (
                    self.keys.iin_hash(known.parent_iin),
                    self.keys.phone_hash(tenant, known.phone),
                    known.phone,
                    tenant,
                    guardian,
                ),
            ),
            (
                "update children set iin_hash = %s, full_name = %s"
                " where tenant_id = %s and id = %s",
                (self.keys.iin_hash(known.child_iin), known.child, tenant, child),
            ),
            ("delete from name_tokens where tenant_id = %s and child_id = %s", (tenant, child)),
        )
        for statement, values in updates:
            connection.execute(statement, values)
        for word in name_words(known.child):
            token = self.keys.name_token(tenant, token_text(word, known.born_on))
            connection.execute(
                "insert into name_tokens values (%s, %s, %s)", (tenant, token, child)
            )


def sample(known: Sequence[Known], count: int) -> Iterator[Known]:
    """So many of them, over and over."""
    for place in range(count):
        yield known[place % len(known)]


def _iin(born_on: date, century: int, serial: int) -> str:
    """A number that nobody else has: its owners lie far apart."""
    while True:
        eleven = f"{born_on:%y%m%d}{century}{serial % 10_000:04}"
        digit = iin_check_digit(eleven)
        if digit is not None:
            return f"{eleven}{digit}"
        serial += 1
