"""What falls due in a kindergarten, as entries of its calendar: day, kind, and what it is about."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from kezek.core.typed import read_whole


class Due(StrEnum):
    """The kinds of things that fall due (L-17, L-22, L-25, R-51)."""

    CHECK = "check"
    EXTENSION = "extension"
    PAPERS = "papers"
    CONTRACT = "contract"
    TEMPORARY = "temporary"
    AWAY = "away"
    SIX = "six"
    YEAR_END = "year_end"


@dataclass(frozen=True, slots=True)
class DueDate:
    """One entry: the last good day, and whether it is over already."""

    on: date
    kind: Due
    about: str
    """The child, or the group."""
    number: str = ""
    application_id: UUID | None = None
    is_late: bool = False


def month_of(text: str, today: date) -> date:
    """The first day of the month that was asked for as `2026-09`; this month for anything else."""
    first, _, second = text.partition("-")
    year, month = read_whole(first, 2000, 2100), read_whole(second, 1, 12)
    return today.replace(day=1) if year is None or month is None else date(year, month, 1)


def month_after(first: date, months: int) -> date:
    """The first day of a month before or after."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def last_of(first: date) -> date:
    """The last day of the month."""
    return first.replace(day=monthrange(first.year, first.month)[1])


def weeks_of(first: date) -> tuple[tuple[date, ...], ...]:
    """The weeks of a month from Monday to Sunday, with the days beside it that fill them."""
    begins = first - timedelta(days=first.weekday())
    weeks = []
    while begins <= last_of(first):
        weeks.append(tuple(begins + timedelta(days=count) for count in range(7)))
        begins += timedelta(days=7)
    return tuple(weeks)


def by_day(entries: Iterable[DueDate]) -> Mapping[date, tuple[DueDate, ...]]:
    """The entries of each day, the late first."""
    found: dict[date, list[DueDate]] = {}
    for one in sorted(entries, key=lambda one: (one.on, not one.is_late, one.kind, one.about)):
        found.setdefault(one.on, []).append(one)
    return {day: tuple(entries) for day, entries in found.items()}
