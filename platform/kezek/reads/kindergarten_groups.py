"""The groups of a kindergarten: the norm against what is taken, held, offered and free (L-17.1)."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.admission_stages import Stage
from kezek.core.groups import reference_year
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages, page_of
from kezek.core.regions import Tenant
from kezek.db.accounts import names_of
from kezek.db.group_changes import changes_of_group, find_group, groups_of_kindergarten
from kezek.db.kindergartens import GroupRow, KindergartenRow, find_kindergarten
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.seats import NOTHING, SeatCounts, seat_counts, waiting_counts
from kezek.reads.child_lines import ChildLine, child_lines

PAGE = 50

SORTS = ("age", "free", "filled")
"""By what the list can be sorted."""


@dataclass(frozen=True, slots=True)
class GroupLine:
    """One group with its seats, counted."""

    id: uuid.UUID | None
    """Nothing where places were given without a group in the registry."""
    birth_year: int
    language: str
    age: str
    """The age group as in the settings (13.2); empty where none fits any more."""
    hours: Decimal | None
    capacity: int | None
    seats: SeatCounts
    waiting: int
    """Applications in the queue to it; nothing of it where queues are shared."""
    is_demo: bool

    @property
    def room(self) -> int:
        """Seats of the norm that are neither taken nor published."""
        return max(0, (self.capacity or 0) - self.seats.in_use)

    @property
    def over(self) -> int:
        """Seats in use beyond the norm."""
        return max(0, self.seats.in_use - self.capacity) if self.capacity is not None else 0


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """All groups, or those that were asked for."""

    id: uuid.UUID
    name: str
    is_demo: bool
    lines: tuple[GroupLine, ...]
    languages: tuple[str, ...]
    norm: int
    in_use: int
    pupils: int


@dataclass(frozen=True, slots=True)
class GroupChange:
    """One change of a group, by whom and why."""

    at: datetime
    by: str
    reason: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group with the children in it and on their way to it."""

    garden_id: uuid.UUID
    garden: str
    now: datetime
    line: GroupLine
    children: tuple[ChildLine, ...]
    pages: Pages
    changes: tuple[GroupChange, ...]
    languages: tuple[str, ...]
    """Languages that the group may be led in; only its own while anybody is in it."""


def groups_page(
    tenant_id: int, kindergarten_id: uuid.UUID, reader: str, *, language: str = "", sort: str = ""
) -> GroupsPage | None:
    """The groups, the youngest first, or those with the most free or taken seats first."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        _, region = region_at(session, tenant_id, services().clock.now(session))
        today = region.calendar.local_day(services().clock.now(session))
        lines = group_lines(session, garden, region, today)
        spoken = tuple(dict.fromkeys(one.language for one in lines))
        wanted = [one for one in lines if language in ("", one.language)]
        return GroupsPage(
            garden.id,
            garden.name(reader),
            garden.is_demo,
            tuple(sorted(wanted, key=_order(sort))),
            spoken,
            sum(one.capacity or 0 for one in wanted),
            sum(one.seats.in_use for one in wanted),
            sum(one.seats.pupils for one in wanted),
        )


def group_page(
    tenant_id: int, kindergarten_id: uuid.UUID, group_id: uuid.UUID, reader: str, wished: int
) -> GroupPage | None:
    """One group of this kindergarten; nothing for another's."""
    with read_scope(tenant_id) as session:
        group = find_group(session, group_id)
        garden = find_kindergarten(session, kindergarten_id)
        if group is None or garden is None or group.kindergarten_id != kindergarten_id:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        lines = group_lines(session, garden, region, today)
        line = next(one for one in lines if one.id == group_id)
        cohort = (group.birth_year, group.language)
        own = [one for one in child_lines(session, kindergarten_id, now) if one.group == cohort]
        own.sort(key=lambda one: (one.stage is not Stage.PUPIL, name_key(one.name), one.number))
        part, pages = page_of(own, wished, PAGE)
        is_bound = line.seats.in_use or line.seats.lent or line.waiting
        return GroupPage(
            garden.id,
            garden.name(reader),
            now,
            line,
            tuple(part),
            pages,
            _changes(session, group_id),
            (group.language,) if is_bound else region.instruction_languages,
        )


def group_lines(
    session: Session, garden: KindergartenRow, region: Tenant, today: date
) -> tuple[GroupLine, ...]:
    """Every group of the registry, and every one in which there are places."""
    groups = groups_of_kindergarten(session, garden.id)
    known = {(one.birth_year, one.language): one for one in groups}
    seats = seat_counts(session, garden.id)
    waiting = waiting_counts(session, garden.id)
    ages = _ages(region, today, [year for year, _ in (*known, *seats)])
    return tuple(
        _line(cohort, known.get(cohort), garden, seats, waiting, ages)
        for cohort in sorted(known.keys() | seats.keys(), key=lambda one: (-one[0], one[1]))
    )


def _line(
    cohort: tuple[int, str],
    group: GroupRow | None,
    garden: KindergartenRow,
    seats: Mapping[tuple[int, str], SeatCounts],
    waiting: Mapping[tuple[int, str], int],
    ages: Mapping[int, str],
) -> GroupLine:
    return GroupLine(
        id=group.id if group else None,
        birth_year=cohort[0],
        language=cohort[1],
        age=ages[cohort[0]],
        hours=(group.hours if group else None) or garden.hours,
        capacity=group.capacity if group else None,
        seats=seats.get(cohort, NOTHING),
        waiting=waiting.get(cohort, 0),
        is_demo=bool(group and group.is_demo),
    )


def _ages(region: Tenant, today: date, years: Sequence[int]) -> dict[int, str]:
    now = reference_year(today, region.rules.group_year_switch)
    names = {one.years: one.group for one in region.rules.group_ages}
    return {year: names.get(now - year, "") for year in years}


def _order(sort: str) -> Any:
    if sort == "free":
        return lambda one: (-one.seats.free, -one.birth_year, one.language)
    if sort == "filled":
        return lambda one: (-one.seats.pupils, -one.birth_year, one.language)
    return lambda one: (-one.birth_year, one.language)


def _changes(session: Session, group_id: uuid.UUID) -> tuple[GroupChange, ...]:
    rows = changes_of_group(session, group_id)
    names = names_of(session, {row.changed_by for row in rows})
    return tuple(
        GroupChange(
            row.changed_at,
            names[row.changed_by],
            row.reason,
            row.before,
            row.after,
        )
        for row in rows
    )
