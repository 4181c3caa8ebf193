"""The end of a school year in a kindergarten: who goes to school, and which seats that leaves.

Kindergartens move children between groups in August (IX-7, X-14). A group is the children of one
birth year and language, and is called by their age: so who stays needs no act, its group is called
otherwise from the first of August (A-63). An act is needed for those who leave and for those who go
over to another group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from kezek.core.groups import GroupAge
from kezek.core.spans import DayOfYear

LAST_MONTH = 9
"""Through September the year that has begun is meant, from October on the next (13.2, A-63)."""

EARLIEST_MONTH = 5
"""Before May hardly anybody means the end of the year: then the page asks once more."""


class Deed(StrEnum):
    """What becomes of a child at the end of the year."""

    LEAVES = "leaves"
    STAYS = "stays"
    MOVES = "moves"


class Stage(StrEnum):
    """How far the end of the year has come."""

    DRAFT = "draft"
    SIGNED = "signed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class GroupAtEnd:
    """A group as the end of the year finds it."""

    birth_year: int
    language: str
    capacity: int
    in_use: int
    """Seats taken, awaited, offered and free, before anything is done."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Places of one group that are published once everybody has gone or moved."""

    birth_year: int
    language: str
    places: int
    capacity: int
    """The norm of the group; of one that is opened now, the norm that it gets."""
    is_new: bool = False


def school_year(today: date) -> int:
    """The year in which the school year begins whose eve is meant (X-14).

    On 22 November 2026 that is 2027; on 20 August and on 30 September 2027 it is 2027 too.
    """
    return today.year if today.month <= LAST_MONTH else today.year + 1


def proposed_day(year: int, today: date, switch: DayOfYear) -> date:
    """The day on which children change their groups; today where that has passed (A-63)."""
    usual = date(year, switch.month, switch.day) if switch.month > 1 else date(year, 8, 1)
    return max(usual, today)


def last_day(year: int) -> date:
    """The last day on which the end of that year can be carried out."""
    return date(year, LAST_MONTH, 30)


def goes_to_school(birth_year: int, year: int, ages: Sequence[GroupAge]) -> bool:
    """Whether no group of that school year is for children of this birth year any more (13.2)."""
    oldest = max((one.years for one in ages), default=5)
    return year - birth_year > oldest


def usual_deed(birth_year: int, year: int, ages: Sequence[GroupAge]) -> Deed:
    """What the birth year says; the kindergarten may decide otherwise on any child."""
    return Deed.LEAVES if goes_to_school(birth_year, year, ages) else Deed.STAYS


def proposed_openings(
    groups: Iterable[GroupAtEnd],
    left: Mapping[tuple[int, str], int],
    come: Mapping[tuple[int, str], int],
    year: int,
    ages: Sequence[GroupAge],
) -> tuple[Opening, ...]:
    """What each group of the new year has room for, and a youngest group in the seats of leavers.

    `left` and `come` count by group who leaves it and who moves into it.
    """
    known = list(groups)
    going = [one for one in known if goes_to_school(one.birth_year, year, ages)]
    staying = [one for one in known if one not in going]
    found = [
        Opening(one.birth_year, one.language, room, one.capacity)
        for one in staying
        if (room := _room(one, left, come)) > 0
    ]
    youngest = _youngest_year(known, year, ages)
    there = {(one.birth_year, one.language) for one in staying}
    for one in going:
        seats = left.get((one.birth_year, one.language), 0)
        if seats and (youngest, one.language) not in there:
            found.append(Opening(youngest, one.language, seats, one.capacity, is_new=True))
            there.add((youngest, one.language))
    return tuple(sorted(found, key=lambda one: (-one.birth_year, one.language)))


def _room(
    group: GroupAtEnd,
    left: Mapping[tuple[int, str], int],
    come: Mapping[tuple[int, str], int],
) -> int:
    cohort = (group.birth_year, group.language)
    return group.capacity - group.in_use + left.get(cohort, 0) - come.get(cohort, 0)


def _youngest_year(groups: Sequence[GroupAtEnd], year: int, ages: Sequence[GroupAge]) -> int:
    """The birth year that comes next: of the age that the youngest group had until now."""
    least = min((one.years for one in ages), default=1)
    usual = max((one.birth_year for one in groups), default=year - 1 - least) + 1
    return min(usual, year - least)


@dataclass(frozen=True, slots=True)
class Goes:
    """What is decided on one child."""

    deed: Deed
    to_group: UUID | None = None
    """The group into which it moves."""
