"""A region full of families at once, written past the house's doors: for plans and measurements.

Names, numbers and queues are spread as in life: a few kindergartens are wished for by many. It
needs a superuser's connection, for rows are copied without looking at their references.
"""

import random
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from kezek.adapters.keys import Keys
from kezek.core.name_words import name_words, token_text
from kezek.core.numbers import LAST_SERIAL, application_number
from kezek.core.people import iin_check_digit
from kezek.db.base import uuid7

BEGAN = datetime(2025, 9, 1, 4, 0, tzinfo=UTC)
YEARS = range(2021, 2026)
LANGUAGES = ("kk", "ru")
BATCH = 20_000
SERVED = 30
"""Children served last in each queue: the newest reason of every number behind them."""

_SURNAMES = (
    "Омаров", "Ахметов", "Сериков", "Нұрланов", "Әлімов", "Жүнісов", "Қасымов", "Ысқақов",
    "Төлегенов", "Садықов", "Ким", "Иванов", "Петренко", "Шәріпов", "Бекенов", "Мұратов",
    "Оспанов", "Сейітов", "Рахимов", "Абенов", "Темірханов", "Жұмабаев", "Ғабитов", "Есенов",
)  # fmt: skip
_GIVEN = (
    "Айша", "Дана", "Әлия", "Аружан", "Томирис", "Мадина", "Зере", "Айару", "Інжу", "Раяна",
    "Алихан", "Нұрсұлтан", "Ерасыл", "Әмір", "Санжар", "Тимур", "Артем", "Міра", "Кәусар",
    "Ясмин", "Жанель", "Дильназ", "Арслан", "Бекзат", "Олжас", "Ернар", "Самир", "Данель",
)  # fmt: skip


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


@dataclass(slots=True)
class ManyFamilies:
    """Fills one region."""

    tenant_id: int
    prefix: str
    keys: Keys
    gardens: Sequence[uuid.UUID]
    seed: int = 7
    _serials: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _queues: dict[tuple[uuid.UUID, int, str], uuid.UUID] = field(default_factory=dict)

    def fill(self, connection: psycopg.Connection[Any], count: int, keep: int) -> list[Known]:
        """Writes so many families and gives some of them, taken evenly from all."""
        dice = random.Random(self.seed)
        known: list[Known] = []
        connection.execute("set session_replication_role = replica")
        self._open_queues(connection)
        weights = [1 / (place + 3) for place in range(len(self.gardens))]
        for first in range(0, count, BATCH):
            rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
            for place in range(first, min(first + BATCH, count)):
                one = self._family(dice, place, weights, rows)
                if place % max(1, count // keep) == 0:
                    known.append(one)
            for table, lines in rows.items():
                _copy(connection, table, lines)
            connection.commit()
        for statement in (_MOVES, _SERVED, _VERSIONS):
            connection.execute(statement, {"tenant": self.tenant_id, "served": SERVED})
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
        return known[:keep]

    def _open_queues(self, connection: psycopg.Connection[Any]) -> None:
        for garden in self.gardens:
            for year in YEARS:
                for language in LANGUAGES:
                    self._queues[garden, year, language] = uuid7()
        _copy(
            connection,
            "queues",
            [
                (self.tenant_id, queue, garden, year, language, "general", 3, 3, 1, 0)
                for (garden, year, language), queue in self._queues.items()
            ],
        )

    def _family(
        self,
        dice: random.Random,
        place: int,
        weights: list[float],
        rows: dict[str, list[tuple[Any, ...]]],
    ) -> Known:
        tenant, guardian, child, application = self.tenant_id, uuid7(), uuid7(), uuid7()
        surname = dice.choice(_SURNAMES)
        names = f"{surname}а {dice.choice(_GIVEN)}", f"{surname} {dice.choice(_GIVEN)}"
        born_on = date(dice.choice(YEARS), 1, 1) + timedelta(days=dice.randrange(365))
        iins = self._iin(born_on, 5), self._iin(_grown_up(dice), 4)
        phone = f"+7{7_000_000_000 + place * 7:010}"
        submitted = BEGAN + timedelta(seconds=place * 20)
        number = application_number(self.prefix, 2025 + place // LAST_SERIAL, _serial(place))
        language = dice.choice(LANGUAGES)
        gardens = list(
            dict.fromkeys(dice.choices(self.gardens, weights, k=dice.choice((1, 2, 3, 4))))
        )
        standing = dice.choices("OPG", (2, 16, 82))[0]
        rows["guardians"].append(
            (tenant, guardian, self.keys.iin_hash(iins[1]), names[1], phone, language, True, BEGAN)
        )
        rows["children"].append(
            (tenant, child, guardian, self.keys.iin_hash(iins[0]), names[0], born_on, True, BEGAN)
        )
        rows["name_tokens"].extend(
            (tenant, self.keys.name_token(tenant, token_text(word, born_on)), child)
            for word in name_words(names[0])
        )
        rows["applications"].append(
            (tenant, application, number, place + 1, child, guardian, "city", "linear", "general",
             born_on, born_on.year, language, gardens, [13], standing, standing, submitted,
             "QUEUED", False, 0, 0, 0, [], True, submitted, 1)
        )  # fmt: skip
        rows["queue_entries"].extend(
            (tenant, self._queues[garden, born_on.year, language], application, wish, standing,
             submitted, place + 1, True, True)
            for wish, garden in enumerate(gardens, 1)
        )  # fmt: skip
        rows["journal_facts"].append(
            (tenant, uuid7(), "application:submitted", "L-5.2", 1, "family:x", submitted,
             application, '{"detail": {}}', b"\0" * 32)
        )  # fmt: skip
        rows["notices"].append(
            (tenant, uuid7(), "N-05", "family", application, guardian, "{}", language,
             "Балаңыз кезекке қойылды", "Құрметті ата-ана! Балаңыз кезекке қойылды.", submitted)
        )  # fmt: skip
        return Known(
            application=application,
            number=number,
            child_iin=iins[0],
            parent_iin=iins[1],
            phone=phone,
            child=names[0],
            born_on=born_on,
        )

    def _iin(self, born_on: date, century: int) -> str:
        """A number that nobody else has."""
        while True:
            day = f"{born_on:%y%m%d}{century}"
            self._serials[day] += 1
            eleven = f"{day}{self._serials[day]:04}"
            digit = iin_check_digit(eleven)
            if digit is not None:
                return f"{eleven}{digit}"


def _serial(place: int) -> int:
    return place % LAST_SERIAL + 1


def _grown_up(dice: random.Random) -> date:
    return date(1970, 1, 1) + timedelta(days=dice.randrange(11_000))


def _copy(connection: psycopg.Connection[Any], table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {table} ({_COLUMNS[table]}) from stdin") as copy,  # type: ignore[arg-type]
    ):
        for row in rows:
            copy.write_row(row)


_COLUMNS = {
    "queues": "tenant_id, id, kindergarten_id, birth_year, language, queue_type, count, ratio,"
    " version, moves",
    "guardians": "tenant_id, id, iin_hash, full_name, phone, language, proven, created_at",
    "children": "tenant_id, id, guardian_id, iin_hash, full_name, born_on, parentage_proven,"
    " created_at",
    "name_tokens": "tenant_id, token, child_id",
    "applications": "tenant_id, id, number, serial, child_id, guardian_id, territory, mode,"
    " queue_type, born_on, birth_year, language, choices, categories, standing, claimed,"
    " submitted_at, state, has_pmpk, cancels, yearly_asked, yearly_year, asked_places, reviewed,"
    " state_since, version",
    "queue_entries": "tenant_id, queue_id, application_id, preference, standing, submitted_at,"
    " serial, is_shown, is_candidate",
    "journal_facts": "tenant_id, id, kind, rule, rules_version, actor, at, application_id,"
    " payload, hash",
    "notices": 'tenant_id, id, code, audience, application_id, guardian_id, "values", language,'
    " subject, body, recorded_at",
}

_MOVES = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing, submitted_at, serial, count_after, ratio_after)
    select tenant_id, queue_id, row_number() over (partition by queue_id order by serial),
           gen_random_uuid(), submitted_at, 'enter', 'entered_ahead', application_id, standing,
           submitted_at, serial, 3, 3
    from queue_entries where tenant_id = %(tenant)s
"""

_SERVED = """
    insert into queue_moves (tenant_id, queue_id, version, fact_id, at, op, cause, application_id,
                             standing_before, submitted_before, serial,
                             count_after, ratio_after)
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


def sample(known: Sequence[Known], count: int) -> Iterator[Known]:
    """So many of them, over and over."""
    for place in range(count):
        yield known[place % len(known)]
