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

BATCH = 100_000
SERVED = 30
"""Children served last in each queue: the newest reason of every number behind them."""

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
        connection.execute(_QUEUES, values)
        for first in range(1, count + 1, BATCH):
            part = {"first": first, "last": min(first + BATCH - 1, count)}
            for statement in _FAMILIES:
                connection.execute(statement, values | part)
            connection.commit()
        for statement in (_MOVES, _SERVED, _VERSIONS):
            connection.execute(statement, values)
        places = range(1, count + 1, max(1, count // keep))
        known = [
            self._make_known(connection, place, rank) for rank, place in enumerate(places[:keep])
        ]
        connection.commit()
        connection.autocommit = True
        for table in _TABLES:
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
                "update guardians set iin_hash = %s, phone = %s where tenant_id = %s and id = %s",
                (self.keys.iin_hash(known.parent_iin), known.phone, tenant, guardian),
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


_TABLES = (
    "queues", "queue_entries", "queue_moves", "guardians", "children", "name_tokens",
    "applications", "journal_facts", "notices",
)  # fmt: skip

_QUEUES = """
    insert into queues (tenant_id, id, kindergarten_id, birth_year, language, queue_type, count,
                        ratio, version, moves)
    select %(tenant)s, ('d1' || lpad(to_hex(place * 10 + year * 2 + language), 30, '0'))::uuid,
           garden, 2021 + year, (array['kk', 'ru'])[language + 1], 'general', 3, 3, 1, 0
    from unnest(%(gardens)s::uuid[]) with ordinality as gardens (garden, place),
         generate_series(0, 4) as year, generate_series(0, 1) as language
"""

_EACH = """
    select place, ('a1' || lpad(to_hex(place), 30, '0'))::uuid as application,
           ('b1' || lpad(to_hex(place), 30, '0'))::uuid as guardian,
           ('c1' || lpad(to_hex(place), 30, '0'))::uuid as child,
           place %% 5 as year, (place / 5) %% 2 as language,
           make_date(2021 + place %% 5, 1, 1) + (place * 31) %% 365 as born_on,
           case when place %% 50 = 7 then 'O' when place %% 6 = 3 then 'P' else 'G' end as standing,
           timestamptz '2025-09-01' + place * interval '20 seconds' as submitted_at
    from generate_series(%(first)s::int, %(last)s::int) as place
"""

_WISHES = """
    select distinct floor(
        cardinality(%(gardens)s::uuid[])
        * power(((each.place::bigint * 7919 + wish * 104729) %% 100003) / 100003.0, 2.2)
    )::int + 1 as garden
    from generate_series(1, 1 + each.place %% 4) as wish
"""

_FAMILIES = (
    f"""
    insert into guardians (tenant_id, id, iin_hash, full_name, phone, language, proven, created_at)
    select %(tenant)s, guardian, sha256(('g' || place)::bytea), 'Омаров Тимур',
           '+7747' || lpad(place::text, 7, '0'), (array['kk', 'ru'])[language + 1], true,
           submitted_at
    from ({_EACH}) as each
    """,
    f"""
    insert into children (tenant_id, id, guardian_id, iin_hash, full_name, born_on,
                          parentage_proven, created_at)
    select %(tenant)s, child, guardian, sha256(('c' || place)::bytea), 'Омарова Айару', born_on,
           true, submitted_at
    from ({_EACH}) as each
    """,
    f"""
    insert into name_tokens (tenant_id, token, child_id)
    select %(tenant)s, substr(sha256((word || ':' || place %% 300000)::bytea), 1, 16), child
    from ({_EACH}) as each, generate_series(1, 2) as word
    """,
    f"""
    insert into applications (
        tenant_id, id, number, serial, child_id, guardian_id, territory, mode, queue_type, born_on,
        birth_year, language, choices, categories, standing, claimed, submitted_at, state, has_pmpk,
        cancels, yearly_asked, yearly_year, asked_places, reviewed, state_since, version)
    select %(tenant)s, application, 'CRW-26-' || place || '-A', place, child, guardian, 'city',
           'linear', 'general', born_on, 2021 + year, (array['kk', 'ru'])[language + 1],
           array(select (%(gardens)s::uuid[])[garden] from ({_WISHES}) as wished), array[13],
           standing, standing, submitted_at, 'QUEUED', false, 0, 0, 0, '{{}}', true, submitted_at, 1
    from ({_EACH}) as each
    """,
    f"""
    insert into queue_entries (tenant_id, queue_id, application_id, preference, standing,
                               submitted_at, serial, is_shown, is_candidate)
    select %(tenant)s,
           ('d1' || lpad(to_hex(garden * 10 + year * 2 + language), 30, '0'))::uuid,
           application, row_number() over (partition by place), standing, submitted_at, place,
           true, true
    from ({_EACH}) as each, lateral ({_WISHES}) as wished
    """,
    f"""
    insert into journal_facts (tenant_id, id, kind, rule, rules_version, actor, at, application_id,
                               payload, hash)
    select %(tenant)s, ('e1' || lpad(to_hex(place), 30, '0'))::uuid, 'application:submitted',
           'L-5.2', 1, 'family:x', submitted_at, application, '{{"detail": {{}}}}',
           sha256(('f' || place)::bytea)
    from ({_EACH}) as each
    """,
    f"""
    insert into notices (tenant_id, id, code, audience, application_id, guardian_id, "values",
                         language, subject, body, recorded_at)
    select %(tenant)s, ('f1' || lpad(to_hex(place), 30, '0'))::uuid, 'N-05', 'family',
           application, guardian, '{{}}', 'kk', 'Балаңыз кезекке қойылды',
           'Құрметті ата-ана! Балаңыз кезекке қойылды.', submitted_at
    from ({_EACH}) as each
    """,
)

_MOVES = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing, submitted_at, serial, count_after, ratio_after)
    select tenant_id, queue_id, row_number() over (partition by queue_id order by serial),
           application_id, submitted_at, 'enter', 'entered_ahead', application_id, standing,
           submitted_at, serial, 3, 3
    from queue_entries where tenant_id = %(tenant)s
"""

_SERVED = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing_before, submitted_before, serial, count_after, ratio_after)
    select tenant_id, queue_id, newest + served, gen_random_uuid(),
           last_at + served * interval '1 minute', 'leave', 'served_ahead', gen_random_uuid(), 'G',
           timestamptz '2025-08-01', -served, 3, 3
    from (
        select tenant_id, queue_id, max(version) as newest, max(at) as last_at
        from queue_moves where tenant_id = %(tenant)s group by tenant_id, queue_id
    ) as queue, generate_series(1, %(served)s) as served
"""

_VERSIONS = """
    update queues set moves = newest, version = newest
    from (
        select queue_id, max(version) as newest
        from queue_moves where tenant_id = %(tenant)s group by queue_id
    ) as moved
    where moved.queue_id = queues.id and queues.tenant_id = %(tenant)s
"""
