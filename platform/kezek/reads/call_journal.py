"""What the administrator sees of the hotline: who looked for whom, and what people call about."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Role
from kezek.core.calls import CallCause
from kezek.core.days import Calendar
from kezek.core.paging import Pages, pages_of
from kezek.db.accounts import AccountRow, names_of
from kezek.db.applications import ApplicationRow
from kezek.db.calls import CallRow
from kezek.db.lookups import DisclosureRow, LookupRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

PAGE = 50
OPENED = "code"
"""How a family's opening by a code is named beside the keys of look-ups."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look-up, or one opening of a family's data."""

    at: datetime
    operator: str
    by_key: str
    reason: str
    found: int
    number: str


@dataclass(frozen=True, slots=True)
class LookupPage:
    """One page of the look-ups, the newest first."""

    seen: tuple[Seen, ...]
    pages: Pages
    operators: tuple[tuple[str, str], ...]
    """Tag and name of everybody of the hotline, and of those who ever looked."""
    today: date


@dataclass(frozen=True, slots=True)
class CauseLine:
    """One cause with how often people called about it in a period."""

    cause: str
    calls: int
    share: int
    """Of all calls of the period, in per cent."""
    before: int
    """In the period of the same length before."""


@dataclass(frozen=True, slots=True)
class CausePage:
    """The ranking of causes in a period."""

    first: date
    last: date
    today: date
    total: int
    lines: tuple[CauseLine, ...]


def lookup_page(tenant_id: int, operator: str, day: date | None, wished: int) -> LookupPage:
    """The look-ups of one operator, of one day, or all of them."""
    with read_scope(tenant_id) as session:
        calendar = _calendar(session, tenant_id)
        query = _looks(operator, day, calendar).subquery()
        total = session.scalar(select(func.count()).select_from(query)) or 0
        pages = pages_of(total, wished, PAGE)
        rows = session.execute(
            select(query, ApplicationRow.number)
            .outerjoin(ApplicationRow, ApplicationRow.id == query.c.application_id)
            .order_by(query.c.looked_at.desc(), query.c.id.desc())
            .offset(pages.first_item - 1)
            .limit(PAGE)
        ).all()
        names = names_of(session, {row.actor for row in rows})
        seen = tuple(
            Seen(
                row.looked_at,
                names[row.actor] or row.actor.partition(":")[0],
                row.by_key,
                row.reason,
                row.found,
                row.number or "",
            )
            for row in rows
        )
        today = calendar.local_day(services().clock.now(session))
        return LookupPage(seen, pages, _operators(session), today)


def cause_page(tenant_id: int, first: date | None, last: date | None) -> CausePage:
    """How often people called about what, from the first day to the last, both included.

    Without days it is the last thirty; days that stand the wrong way round are exchanged.
    """
    with read_scope(tenant_id) as session:
        calendar = _calendar(session, tenant_id)
        today = calendar.local_day(services().clock.now(session))
        end = last or today
        begin = first or end - timedelta(days=29)
        begin, end = min(begin, end), max(begin, end)
        length = (end - begin) + timedelta(days=1)
        now = _counts(session, calendar, begin, end)
        before = _counts(session, calendar, begin - length, begin - timedelta(days=1))
        total = sum(now.values())
        lines = [
            CauseLine(str(cause), now.get(cause, 0), _share(now.get(cause, 0), total), earlier)
            for cause in CallCause
            if (earlier := before.get(cause, 0)) or now.get(cause)
        ]
        ranked = sorted(lines, key=lambda line: -line.calls)
        return CausePage(begin, end, today, total, tuple(ranked))


def _share(part: int, total: int) -> int:
    return round(100 * part / total) if total else 0


def _calendar(session: Session, tenant_id: int) -> Calendar:
    _, region = region_at(session, tenant_id, services().clock.now(session))
    return region.calendar


def _looks(operator: str, day: date | None, calendar: Calendar) -> Select[*tuple[Any, ...]]:
    """Look-ups and openings as one list; filtered before they are put together."""
    looks = select(
        LookupRow.id,
        LookupRow.looked_at,
        LookupRow.actor,
        LookupRow.by_key,
        LookupRow.reason,
        LookupRow.found,
        LookupRow.application_id,
    )
    opened = select(
        DisclosureRow.id,
        DisclosureRow.opened_at,
        DisclosureRow.actor,
        literal(OPENED),
        literal(""),
        literal(1),
        DisclosureRow.application_id,
    )
    if operator:
        looks = looks.where(LookupRow.actor == operator)
        opened = opened.where(DisclosureRow.actor == operator)
    if day is not None:
        begin, end = _span(calendar, day, day)
        looks = looks.where(LookupRow.looked_at >= begin, LookupRow.looked_at < end)
        opened = opened.where(DisclosureRow.opened_at >= begin, DisclosureRow.opened_at < end)
    both = union_all(looks, opened).subquery()
    return select(both)


def _span(calendar: Calendar, first: date, last: date) -> tuple[datetime, datetime]:
    return (
        calendar.moment(first, time(0)),
        calendar.moment(last + timedelta(days=1), time(0)),
    )


def _counts(session: Session, calendar: Calendar, first: date, last: date) -> dict[str, int]:
    begin, end = _span(calendar, first, last)
    rows = session.execute(
        select(CallRow.cause, func.count())
        .where(CallRow.called_at >= begin, CallRow.called_at < end)
        .group_by(CallRow.cause)
    )
    return {row[0]: row[1] for row in rows}


def _operators(session: Session) -> tuple[tuple[str, str], ...]:
    rows: Sequence[tuple[uuid.UUID, str]] = [
        (row[0], row[1])
        for row in session.execute(
            select(AccountRow.id, AccountRow.full_name)
            .where(AccountRow.role == str(Role.HOTLINE))
            .order_by(AccountRow.full_name)
        )
    ]
    return tuple((f"{Role.HOTLINE}:{account_id}", name) for account_id, name in rows)
