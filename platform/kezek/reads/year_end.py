"""The end of a school year, step by step: who goes, who moves, what becomes free (X-14)."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.kazakh_order import name_key
from kezek.core.people import birthday
from kezek.core.regions import Tenant
from kezek.core.year_ends import (
    EARLIEST_MONTH,
    Deed,
    Goes,
    GroupAtEnd,
    Opening,
    goes_to_school,
    last_day,
    proposed_openings,
    usual_deed,
)
from kezek.db.group_changes import groups_of_kindergarten
from kezek.db.kindergartens import GroupRow, KindergartenRow, find_kindergarten
from kezek.db.pupils import Pupil, pupils_of
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.seats import NOTHING, seat_counts
from kezek.db.year_ends import YearEndChildRow, YearEndRow, children_of_year_end, find_year_end

Cohort = tuple[int, str]


@dataclass(frozen=True, slots=True)
class EndGroup:
    """A group of the old year, with its name in the new one."""

    id: uuid.UUID | None
    birth_year: int
    language: str
    age: str
    """What it is called in the new year; empty for a group that goes to school."""
    goes: bool
    pupils: int
    leaves: int
    moves: int
    comes: int
    room: int


@dataclass(frozen=True, slots=True)
class EndChild:
    """One child and what is to become of it."""

    application_id: uuid.UUID
    number: str
    name: str
    born_on: date
    turns_six_on: date
    cohort: Cohort
    deed: Deed
    is_usual: bool
    """Whether it is what the birth year says."""
    to_group: uuid.UUID | None
    may_go: bool
    why_not: str
    """`temporary`, `away` or `transfer`: it ends, or goes on, by itself."""
    outcome: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class YearEndPage:
    """Everything that the steps show."""

    id: uuid.UUID
    garden_id: uuid.UUID
    garden: str
    is_private: bool
    now: datetime
    today: date
    year: int
    on_day: date
    last_day: date
    is_early: bool
    """Whether the day lies before May: rarely meant so."""
    stage: str
    version: int
    publishes: bool
    signed_at: datetime | None
    finished_at: datetime | None
    groups: tuple[EndGroup, ...]
    children: tuple[EndChild, ...]
    openings: tuple[Opening, ...]
    """As planned; where nothing was planned yet, as proposed."""
    is_planned: bool

    @property
    def leaving(self) -> tuple[EndChild, ...]:
        """Those who go to school."""
        return tuple(one for one in self.children if one.may_go and one.deed is Deed.LEAVES)

    @property
    def moving(self) -> tuple[EndChild, ...]:
        """Those who go over to another group."""
        return tuple(one for one in self.children if one.may_go and one.deed is Deed.MOVES)

    @property
    def places(self) -> int:
        """Places to be published on the day."""
        return sum(one.places for one in self.openings) if self.publishes else 0

    @property
    def stuck(self) -> tuple[EndChild, ...]:
        """Those with whom it could not be done."""
        return tuple(one for one in self.children if one.outcome and not one.is_done)

    @property
    def has_begun(self) -> bool:
        """Whether anything of it is done: then it is taken back no more."""
        return any(one.is_done for one in self.children)

    @property
    def done(self) -> int:
        """With how many children it is done."""
        return sum(one.is_done for one in self.children)

    def group_of(self, group_id: uuid.UUID | None) -> EndGroup | None:
        """A group by its id."""
        return next((one for one in self.groups if one.id == group_id), None)


def year_end_page(
    tenant_id: int, kindergarten_id: uuid.UUID, year_end_id: uuid.UUID, reader: str
) -> YearEndPage | None:
    """The end of a year of this kindergarten; nothing for another's."""
    with read_scope(tenant_id) as session:
        row = find_year_end(session, year_end_id)
        garden = find_kindergarten(session, kindergarten_id)
        if row is None or garden is None or row.kindergarten_id != kindergarten_id:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return _page(session, row, garden, region, now, reader)


def _page(
    session: Session,
    row: YearEndRow,
    garden: KindergartenRow,
    region: Tenant,
    now: datetime,
    reader: str,
) -> YearEndPage:
    rows = children_of_year_end(session, row.id)
    children = _children(session, row, region, rows)
    groups = _groups(session, row, region, children)
    return YearEndPage(
        id=row.id,
        garden_id=garden.id,
        garden=garden.name(reader),
        is_private=garden.ownership == "private",
        now=now,
        today=region.calendar.local_day(now),
        year=row.school_year,
        on_day=row.on_day,
        last_day=last_day(row.school_year),
        is_early=row.on_day < date(row.school_year, EARLIEST_MONTH, 1),
        stage=row.stage,
        version=row.version,
        publishes=row.publishes,
        signed_at=row.signed_at,
        finished_at=row.finished_at,
        groups=groups,
        children=children,
        openings=_openings(session, row, region, children),
        is_planned=bool(row.openings),
    )


def _children(
    session: Session, row: YearEndRow, region: Tenant, rows: Sequence[YearEndChildRow]
) -> tuple[EndChild, ...]:
    lines = {one.application_id: one for one in rows}
    found = [_child(pupil, row, region, lines) for pupil in pupils_of(session, row.kindergarten_id)]
    found.sort(key=lambda one: (one.cohort, name_key(one.name), one.number))
    return tuple(found)


def _child(
    pupil: Pupil,
    row: YearEndRow,
    region: Tenant,
    lines: Mapping[uuid.UUID, YearEndChildRow],
) -> EndChild:
    usual = usual_deed(pupil.birth_year, row.school_year, region.rules.group_ages)
    line = lines.get(pupil.application_id)
    goes = line.goes if line else Goes(usual)
    return EndChild(
        application_id=pupil.application_id,
        number=pupil.number,
        name=pupil.name,
        born_on=pupil.born_on,
        turns_six_on=birthday(pupil.born_on, 6),
        cohort=pupil.cohort,
        deed=goes.deed,
        is_usual=goes.deed is usual,
        to_group=goes.to_group,
        may_go=pupil.may_go,
        why_not=_why_not(pupil),
        outcome=(line.outcome or "") if line else "",
        is_done=bool(line and line.done_at),
    )


def _why_not(pupil: Pupil) -> str:
    if pupil.may_go:
        return ""
    if pupil.temporary_until is not None:
        return "temporary"
    return "transfer" if pupil.state == "TRANSFER" else "away"


def _groups(
    session: Session, row: YearEndRow, region: Tenant, children: Sequence[EndChild]
) -> tuple[EndGroup, ...]:
    registered = groups_of_kindergarten(session, row.kindergarten_id)
    known = {(one.birth_year, one.language): one for one in registered}
    seats = seat_counts(session, row.kindergarten_id)
    ages = region.rules.group_ages
    names = {one.years: one.group for one in ages}
    left, moved, come = _counts(children, {one.id: one for one in known.values()})
    in_group = Counter(one.cohort for one in children)
    found = []
    for cohort in sorted(known.keys() | in_group.keys(), key=lambda one: (-one[0], one[1])):
        group = known.get(cohort)
        used = seats.get(cohort, NOTHING).in_use - left[cohort] - moved[cohort] + come[cohort]
        found.append(
            EndGroup(
                id=group.id if group else None,
                birth_year=cohort[0],
                language=cohort[1],
                age=names.get(row.school_year - cohort[0], ""),
                goes=goes_to_school(cohort[0], row.school_year, ages),
                pupils=in_group[cohort],
                leaves=left[cohort],
                moves=moved[cohort],
                comes=come[cohort],
                room=max(0, (group.capacity if group else 0) - used),
            )
        )
    return tuple(found)


def _counts(
    children: Sequence[EndChild], groups: Mapping[uuid.UUID, GroupRow]
) -> tuple[Counter[Cohort], Counter[Cohort], Counter[Cohort]]:
    """Who leaves each group, who moves out of it, who comes into it."""
    left, moved, come = Counter[Cohort](), Counter[Cohort](), Counter[Cohort]()
    for one in children:
        if not one.may_go or one.deed is Deed.STAYS or one.is_done:
            continue
        if one.deed is Deed.LEAVES:
            left[one.cohort] += 1
            continue
        moved[one.cohort] += 1
        target = groups.get(one.to_group) if one.to_group else None
        if target is not None:
            come[(target.birth_year, target.language)] += 1
    return left, moved, come


def _openings(
    session: Session, row: YearEndRow, region: Tenant, children: Sequence[EndChild]
) -> tuple[Opening, ...]:
    if row.openings:
        return tuple(Opening(**one) for one in row.openings)
    groups = groups_of_kindergarten(session, row.kindergarten_id)
    seats = seat_counts(session, row.kindergarten_id)
    left, moved, come = _counts(children, {one.id: one for one in groups})
    at_end = [
        GroupAtEnd(
            one.birth_year,
            one.language,
            one.capacity,
            seats.get((one.birth_year, one.language), NOTHING).in_use,
        )
        for one in groups
    ]
    return proposed_openings(at_end, left + moved, come, row.school_year, region.rules.group_ages)
