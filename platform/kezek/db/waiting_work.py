"""What waits for specialists: counted, put in order and paged by the database (L-6.1, L-16.1)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    DateTime,
    Select,
    SmallInteger,
    and_,
    case,
    cast,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
    values,
)
from sqlalchemy.orm import Session

from kezek.core.access import Actor
from kezek.core.days import CalendarMissing
from kezek.core.queues import QueueType
from kezek.core.regions import Tenant
from kezek.core.terms import expires_at
from kezek.core.work import Lane, Mark, MatterKey, Order, Wanted, Whose, Work, lane_of
from kezek.db.assignments import AssignmentRow, LateWorkRow
from kezek.db.waiting_parts import Asked, parts_of

_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_BESIDE = [str(QueueType.SPECIAL), str(QueueType.SANATORIUM)]


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits, as far as lists and permissions look at it."""

    key: MatterKey
    territory: str
    since: datetime
    due_at: datetime | None
    is_late: bool
    lane: Lane | None
    account_id: uuid.UUID | None
    """Who has taken it."""

    @property
    def mark(self) -> str:
        """Where in the order of urgency it stands."""
        return str(Mark(self.due_at, self.since, self.key))


@dataclass(frozen=True, slots=True)
class Heap:
    """So many matters that are alike in all that can be asked for."""

    work: Work
    territory: str
    lane: Lane | None
    account_id: uuid.UUID | None
    is_late: bool
    count: int


class Worklist:
    """What waits for one member of staff at one moment, of one snapshot."""

    def __init__(self, session: Session, region: Tenant, actor: Actor, now: datetime) -> None:
        self._session = session
        self._region = region
        self._actor = actor
        self._now = now
        self._ends: dict[tuple[date, int], datetime | None] = {}

    def heaps(self) -> list[Heap]:
        """All of it, counted by everything that a list can be sifted by."""
        work = self._work(None)
        kinds = (work.c.work, work.c.territory, work.c.lane, work.c.account_id)
        terms = (work.c.day, work.c.days, work.c.fixed)
        rows = self._session.execute(
            select(*kinds, *terms, func.count().label("amount")).group_by(*kinds, *terms)
        )
        return [
            Heap(
                Work(row.work),
                row.territory,
                Lane(row.lane) if row.lane else None,
                row.account_id,
                self._is_late(row.fixed or self._end(row.day, row.days)),
                row.amount,
            )
            for row in rows
        ]

    def page(self, wanted: Wanted, skipped: int, most: int) -> list[Matter]:
        """So many of the wanted, in their order, after so many others."""
        work = self._dated(wanted.work)
        query = select(work).where(*self._wishes(work, wanted)).order_by(*_order(work, wanted))
        return self._matters(query.offset(skipped).limit(most))

    def after(self, wanted: Wanted, mark: Mark | None) -> Matter | None:
        """What comes after a mark in the order of urgency; after the last the first again."""
        work = self._dated(wanted.work)
        query = select(work).where(*self._wishes(work, wanted)).order_by(*_urgency(work)).limit(1)
        later: list[Matter] = []
        if mark is not None:
            spot = tuple_(
                literal(mark.due_at or _FAR, DateTime(timezone=True)),
                literal(mark.since, DateTime(timezone=True)),
                literal(mark.key.id),
                literal(str(mark.key.work)),
            )
            later = self._matters(query.where(tuple_(*_urgency(work)) > spot))
        found = later or self._matters(query)
        return found[0] if found else None

    def find(self, keys: Iterable[MatterKey]) -> dict[MatterKey, Matter]:
        """Those of these matters that wait, and that this member of staff may attend to."""
        wanted = set(keys)
        found: dict[MatterKey, Matter] = {}
        for kind in {one.work for one in wanted}:
            work = self._work(kind)
            ids = [one.id for one in wanted if one.work is kind]
            rows = self._session.execute(select(work).where(work.c.id.in_(ids)))
            found |= {one.key: one for one in map(self._matter_of, rows)}
        return found

    def about(self, subject: uuid.UUID) -> list[Matter]:
        """All that waits about one application, family, complaint or task."""
        work = self._work(None)
        rows = self._session.execute(select(work).where(work.c.id == subject))
        return sorted(map(self._matter_of, rows), key=lambda one: one.key.work)

    def long_late(
        self, wanted: Wanted, skipped: int, most: int, *, untold: bool = False
    ) -> list[Matter]:
        """Those late by more than the term that they had, the oldest first (9.1 row 6).

        With `untold` only those of which the head does not know yet.
        """
        work = self._dated(wanted.work)
        query = (
            select(work)
            .where(*self._wishes(work, wanted), _is_long_late(work, self._now))
            .order_by(*_urgency(work))
        )
        if untold:
            told = exists().where(
                LateWorkRow.work == work.c.work,
                LateWorkRow.subject_id == work.c.id,
                LateWorkRow.since == work.c.since,
            )
            query = query.where(~told)
        return self._matters(query.offset(skipped).limit(most))

    def count_long_late(self) -> dict[tuple[str, Work], int]:
        """How many are late by more than their term, by territory and kind."""
        work = self._dated(None)
        rows = self._session.execute(
            select(work.c.territory, work.c.work, func.count().label("amount"))
            .where(_is_long_late(work, self._now))
            .group_by(work.c.territory, work.c.work)
        )
        return {(row.territory, Work(row.work)): row.amount for row in rows}

    def _work(self, kind: Work | None) -> Any:
        """The parts as one table, with the local day from which their terms count."""
        asked = Asked(self._session, self._region.rules, self._now)
        parts = parts_of(asked, kind)
        one = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery("part")
        day = cast(func.timezone(self._region.calendar.zone_name, one.c.since), Date)
        lane = case((one.c.queue_type.in_(_BESIDE), one.c.queue_type), else_=one.c.standing)
        taken = and_(
            AssignmentRow.work == one.c.work,
            AssignmentRow.subject_id == one.c.id,
            AssignmentRow.since == one.c.since,
        )
        query = (
            select(one, day.label("day"), lane.label("lane"), AssignmentRow.account_id)
            .select_from(one)
            .outerjoin(AssignmentRow, taken)
            .where(*self._theirs(one))
        )
        return query.subquery("work")

    def _theirs(self, one: Any) -> list[ColumnElement[bool]]:
        """A family belongs to no territory before it applies: any specialist attends to it."""
        if not self._actor.territories:
            return []
        of_nobody = and_(one.c.work == str(Work.IDENTITY), one.c.territory == "")
        return [or_(one.c.territory.in_(sorted(self._actor.territories)), of_nobody)]

    def _dated(self, kind: Work | None) -> Any:
        """The same with the end of each term."""
        work = self._work(kind)
        ends = self._known_ends(work)
        if not ends:
            return select(work, work.c.fixed.label("due_at")).subquery("dated")
        terms = values(
            column("day", Date),
            column("days", SmallInteger),
            column("ends_at", DateTime(timezone=True)),
            name="terms",
        ).data(ends)
        same = and_(terms.c.day == work.c.day, terms.c.days == work.c.days)
        due_at = func.coalesce(work.c.fixed, terms.c.ends_at)
        query = select(work, due_at.label("due_at")).select_from(work).outerjoin(terms, same)
        return query.subquery("dated")

    def _known_ends(self, work: Any) -> list[tuple[date, int, datetime]]:
        if not self._ends:
            days = select(work.c.day, work.c.days).where(work.c.days.is_not(None)).distinct()
            for row in self._session.execute(days):
                self._end(row.day, row.days)
        return [(day, days, at) for (day, days), at in self._ends.items() if at is not None]

    def _end(self, day: date, days: int | None) -> datetime | None:
        """The end of a staff term; nothing where it leads past the known calendar (R-90)."""
        if days is None:
            return None
        if (day, days) not in self._ends:
            calendar = self._region.calendar
            try:
                last = calendar.add_working_days(day, days)
            except CalendarMissing:
                self._ends[day, days] = None
            else:
                self._ends[day, days] = expires_at(last, calendar)
        return self._ends[day, days]

    def _is_late(self, due_at: datetime | None) -> bool:
        return due_at is not None and due_at <= self._now

    def _wishes(self, work: Any, wanted: Wanted) -> list[ColumnElement[bool]]:
        wishes: list[ColumnElement[bool]] = []
        if wanted.territory:
            wishes.append(work.c.territory == wanted.territory)
        if wanted.lane is not None:
            wishes.append(work.c.lane == str(wanted.lane))
        if wanted.late:
            wishes.append(work.c.due_at <= self._now)
        if wanted.whose is not None:
            wishes.append(_hands(work, wanted.whose, self._actor.account_id))
        return wishes

    def _matters(self, query: Select[Any]) -> list[Matter]:
        return [self._matter(row, row.due_at) for row in self._session.execute(query)]

    def _matter_of(self, row: Any) -> Matter:
        return self._matter(row, row.fixed or self._end(row.day, row.days))

    def _matter(self, row: Any, due_at: datetime | None) -> Matter:
        return Matter(
            key=MatterKey(Work(row.work), row.id),
            territory=row.territory,
            since=row.since,
            due_at=due_at,
            is_late=self._is_late(due_at),
            lane=lane_of(row.standing, row.queue_type),
            account_id=row.account_id,
        )


def _hands(work: Any, whose: Whose, own: uuid.UUID) -> ColumnElement[bool]:
    taken: ColumnElement[Any] = work.c.account_id
    if whose is Whose.FREE:
        return taken.is_(None)
    return taken == own if whose is Whose.MINE else taken != own


def _is_long_late(work: Any, now: datetime) -> ColumnElement[bool]:
    late: ColumnElement[bool] = work.c.due_at + (work.c.due_at - work.c.since) <= now
    return late


def _urgency(work: Any) -> tuple[ColumnElement[Any], ...]:
    """The most urgent first; of two as urgent the one that waits longer."""
    due_at = func.coalesce(work.c.due_at, literal(_FAR, DateTime(timezone=True)))
    return (due_at, work.c.since, work.c.id, work.c.work)


def _order(work: Any, wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    first = {
        Order.DUE: (),
        Order.SINCE: (work.c.since,),
        Order.NUMBER: (work.c.serial,),
        Order.TERRITORY: (work.c.territory,),
    }
    return (*first[wanted.order], *_urgency(work))


def wanted_of(heaps: Iterable[Heap], wanted: Wanted, own: uuid.UUID) -> list[Heap]:
    """The heaps of which a wish speaks."""
    return [one for one in heaps if _is_wanted(one, wanted, own)]


def _is_wanted(heap: Heap, wanted: Wanted, own: uuid.UUID) -> bool:
    return (
        wanted.work in (None, heap.work)
        and wanted.territory in ("", heap.territory)
        and wanted.lane in (None, heap.lane)
        and (not wanted.late or heap.is_late)
        and wanted.whose in (None, whose_is(heap.account_id, own))
    )


def whose_is(account_id: uuid.UUID | None, own: uuid.UUID) -> Whose:
    """In whose hands a matter is, seen by somebody."""
    if account_id is None:
        return Whose.FREE
    return Whose.MINE if account_id == own else Whose.OTHERS
