"""What falls due in a kindergarten in a month, or from today on (L-17, L-22.6, L-22.10)."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.admission_stages import Stage
from kezek.core.days import Calendar, CalendarMissing
from kezek.core.due_dates import Due, DueDate, last_of, month_of
from kezek.core.paging import Pages, page_of
from kezek.core.people import birthday
from kezek.core.places import PlaceState
from kezek.core.regions import Tenant
from kezek.core.terms import valid_through_on
from kezek.core.year_ends import Stage as YearStage
from kezek.core.year_ends import proposed_day, school_year
from kezek.db.absences import open_absences
from kezek.db.kindergartens import find_kindergarten
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.year_ends import year_end_of
from kezek.reads.child_lines import ChildLine, child_lines

PAGE = 50
_SIX = 6


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """A month, or the list from today on; late entries stand first in the list."""

    id: uuid.UUID
    name: str
    today: date
    month: date
    entries: tuple[DueDate, ...]
    pages: Pages
    days_off: frozenset[date]
    late: int


def calendar_page(
    tenant_id: int,
    kindergarten_id: uuid.UUID,
    reader: str,
    *,
    month: str = "",
    kind: str = "",
    as_list: bool = False,
    wished: int = 1,
) -> CalendarPage | None:
    """The month `2026-09`, whole; as a list everything that is late or comes, page by page."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        shown = month_of(month, today)
        every = [
            one
            for one in _entries(session, kindergarten_id, region, now)
            if kind in ("", str(one.kind))
        ]
        name = garden.name(reader)
    every.sort(key=lambda one: (one.on, one.kind, one.about))
    late = sum(one.is_late for one in every)
    if as_list:
        coming = [one for one in every if one.is_late or one.on >= today]
        part, pages = page_of(coming, wished, PAGE)
    else:
        part = [one for one in every if shown <= one.on <= last_of(shown)]
        _, pages = page_of(part, 1, max(1, len(part)))
    days_off = frozenset(_days_off(region.calendar, shown))
    return CalendarPage(kindergarten_id, name, today, shown, tuple(part), pages, days_off, late)


def _entries(
    session: Session, kindergarten_id: uuid.UUID, region: Tenant, now: datetime
) -> Iterator[DueDate]:
    calendar = region.calendar
    lines = child_lines(session, kindergarten_id, now)
    names = {one.application_id: one for one in lines}
    for line in lines:
        yield from _of_child(line, calendar)
    for away in open_absences(session, kindergarten_id):
        child = names.get(away.application_id)
        if child is not None:
            late = away.until_on < calendar.local_day(now)
            yield _entry(child, away.until_on, Due.AWAY, is_late=late)
    yield from _temporary(session, kindergarten_id)
    yield _year_end(session, kindergarten_id, region, now)


def _of_child(line: ChildLine, calendar: Calendar) -> Iterator[DueDate]:
    kind = {Stage.CHECK: Due.CHECK, Stage.PAPERS: Due.PAPERS, Stage.CONTRACT: Due.CONTRACT}
    if line.stage in kind and line.due_at is not None:
        day = valid_through_on(line.due_at, calendar)
        asks = line.stage is Stage.PAPERS and line.asked_days is not None
        due = Due.EXTENSION if asks else kind[line.stage]
        yield _entry(line, day, due, is_late=line.is_late)
    if line.stage is Stage.PUPIL:
        yield _entry(line, birthday(line.born_on, _SIX), Due.SIX)


def _entry(line: ChildLine, on: date, kind: Due, *, is_late: bool = False) -> DueDate:
    return DueDate(on, kind, line.name, line.number, line.application_id, is_late)


def _temporary(session: Session, kindergarten_id: uuid.UUID) -> Iterator[DueDate]:
    rows = session.execute(
        select(PlaceRow.temporary_until, QueueRow.birth_year, QueueRow.language, PlaceRow.serial)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(
            QueueRow.kindergarten_id == kindergarten_id,
            PlaceRow.temporary_until.is_not(None),
            PlaceRow.state != str(PlaceState.RECALLED),
        )
    )
    for until, year, language, serial in rows:
        if until is None:
            continue
        yield DueDate(until, Due.TEMPORARY, f"{year} {language} № {serial}")


def _year_end(
    session: Session, kindergarten_id: uuid.UUID, region: Tenant, now: datetime
) -> DueDate:
    today = region.calendar.local_day(now)
    year = school_year(today)
    row = year_end_of(session, kindergarten_id, year)
    usual = proposed_day(year, today, region.rules.group_year_switch)
    day = row.on_day if row is not None else usual
    is_done = row is not None and row.stage == YearStage.DONE
    return DueDate(day, Due.YEAR_END, str(year), is_late=not is_done and day < today)


def _days_off(calendar: Calendar, first: date) -> Iterator[date]:
    for number in range(1, last_of(first).day + 1):
        day = first.replace(day=number)
        # A month that the calendar does not reach yet is shown without its days off.
        with suppress(CalendarMissing):
            if not calendar.is_working_day(day):
                yield day
