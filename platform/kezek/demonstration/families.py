"""Invents families, the same for the same seed: names, numbers, children, wishes."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import TypeAlias

from kezek.core.people import iin_check_digit

OUT_OF_TURN = (1, 2, 3, 4)
FIRST_PRIORITY = (5, 6, 7, 10, 10, 10, 11, 11, 12)
GENERAL = 13
LONGEST = timedelta(days=300)
FRESH = timedelta(days=4)
"""How long a proof may wait for the specialist of a town where work is done."""


@dataclass(frozen=True, slots=True)
class Garden:
    """A kindergarten that can be chosen, and the cohorts for which it has groups."""

    external_id: str
    territory: str
    cohorts: frozenset[tuple[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One invented family with one child and its wish."""

    parent_name: str
    parent_iin: str
    phone: str
    child_name: str
    child_iin: str
    born_on: date
    language: str
    territory: str
    gardens: tuple[str, ...]
    category: int
    is_proved: bool
    submitted_at: datetime


Wish: TypeAlias = tuple[str, tuple[str, ...]]
"""A territory, and the kindergartens that are named in it."""

Wishing: TypeAlias = Callable[[Random, int, str], Wish]
"""What a family with a child of a birth year and a language wishes."""


class Names:
    """Given names and surnames by language, out of the shipped list."""

    def __init__(self, path: Path) -> None:
        self._lists: dict[tuple[str, str], list[Mapping[str, str]]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["style"] != "older":
                    self._lists.setdefault((row["kind"], row["language_group"]), []).append(row)

    def given(self, dice: Random, group: str, *, female: bool) -> str:
        """A given name."""
        kind = "given_female" if female else "given_male"
        return dice.choice(self._lists[(kind, group)])["name_kk"]

    def surname(self, dice: Random, group: str) -> tuple[str, str]:
        """A surname, for a man and for a woman."""
        row = dice.choice(self._lists[("surname", group)])
        return row["name_kk"], row["female_form_kk"] or row["name_kk"]


def invent(
    names: Names,
    wishing: Wishing,
    *,
    count: int,
    seed: int,
    until: datetime,
    today: date,
    serials: int,
    since: datetime | None = None,
) -> list[Family]:
    """So many families that applied from `since`, or in the ten months before `until`; by age.

    `serials` keeps the numbers of one region apart from those of another.
    """
    dice = Random(seed)  # noqa: S311 - invented people need no secrecy
    span = min(until - since, LONGEST) if since else LONGEST
    moments = sorted(until - span * dice.random() for _ in range(count))
    return [
        _family(names, wishing, dice, today, moment, serials + at, until - moment < FRESH)
        for at, moment in enumerate(moments)
    ]


def _family(
    names: Names,
    wishing: Wishing,
    dice: Random,
    today: date,
    submitted_at: datetime,
    serial: int,
    is_fresh: bool,
) -> Family:
    language = "kk" if dice.random() < 0.72 else "ru"
    group = language if dice.random() < 0.9 else "kk"
    born_on = today - timedelta(days=dice.randint(400, 1900))
    born_on = min(born_on, submitted_at.date() - timedelta(days=20))
    girl = dice.random() < 0.49
    him, her = names.surname(dice, group)
    mother = dice.random() < 0.8
    parent_born = born_on - timedelta(days=dice.randint(21, 40) * 365)
    category, is_proved = _category(dice, is_fresh=is_fresh)
    territory, chosen = wishing(dice, born_on.year, language)
    return Family(
        parent_name=f"{her if mother else him} {names.given(dice, group, female=mother)}",
        parent_iin=iin(parent_born, serial, female=mother),
        phone=f"+7701{serial:07d}",
        child_name=f"{her if girl else him} {names.given(dice, group, female=girl)}",
        child_iin=iin(born_on, serial, female=girl),
        born_on=born_on,
        language=language,
        territory=territory,
        gardens=chosen,
        category=category,
        is_proved=is_proved,
        submitted_at=submitted_at.replace(microsecond=submitted_at.microsecond // 1000 * 1000),
    )


def _category(dice: Random, *, is_fresh: bool) -> tuple[int, bool]:
    """2 % out of turn, 15 % first priority; fresh proofs still wait for the specialist."""
    roll = dice.random()
    if roll < 0.02:
        return dice.choice(OUT_OF_TURN), not is_fresh
    if roll < 0.17:
        return dice.choice(FIRST_PRIORITY), not is_fresh or dice.random() < 0.2
    return GENERAL, True


def among(gardens: Sequence[Garden]) -> Wishing:
    """One to four kindergartens of a territory that have a group for the child (V-17)."""
    popularity = [1 / (at + 1.5) for at in range(len(gardens))]

    def wish(dice: Random, birth_year: int, language: str) -> Wish:
        fitting = [
            (garden, weight)
            for garden, weight in zip(gardens, popularity, strict=True)
            if (birth_year, language) in garden.cohorts
        ]
        first = dice.choices([one for one, _ in fitting], [weight for _, weight in fitting])[0]
        chosen = [first.external_id]
        near = [(one, weight) for one, weight in fitting if one.territory == first.territory]
        for _ in range(dice.choice((0, 1, 2, 3))):
            one = dice.choices([one for one, _ in near], [weight for _, weight in near])[0]
            if one.external_id not in chosen:
                chosen.append(one.external_id)
        return first.territory, tuple(chosen)

    return wish


def anywhere_in(territory: str) -> Wishing:
    """A territory whose queues are not of single kindergartens (V-17, rulebook 5.2(1))."""
    return lambda _, __, ___: (territory, ())


def iin(born_on: date, serial: int, *, female: bool) -> str:
    """A valid invented number; serials without a check digit are stepped over (D-2)."""
    century = 3 if born_on.year < 2000 else 5
    return next(_numbers(f"{born_on:%y%m%d}{century + female}", serial))


def _numbers(head: str, serial: int) -> Iterator[str]:
    while True:
        body = f"{head}{serial % 10000:04d}"
        digit = iin_check_digit(body)
        if digit is not None:
            yield f"{body}{digit}"
        serial += 5000 if serial < 5000 else 1
