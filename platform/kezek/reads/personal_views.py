"""Who of the staff looked at whom: for the administrator, who answers for it (D-11)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.days import Calendar
from kezek.core.paging import Pages, pages_of
from kezek.db.accounts import AccountRow
from kezek.db.applications import ApplicationRow
from kezek.db.erasure_requests import waiting_requests
from kezek.db.personal_views import PersonalViewRow
from kezek.db.retention import last_run
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

PAGE = 50


@dataclass(frozen=True, slots=True)
class ViewSieve:
    """Whose looks, at which application, on which day."""

    account: uuid.UUID | None = None
    number: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ShownView:
    """One look."""

    looked_at: datetime
    account_id: uuid.UUID
    name: str
    role: str
    shows: str
    number: str
    """The application that was looked at, or one of the family's; empty for a list."""


@dataclass(frozen=True, slots=True)
class ViewsPage:
    """One page of looks, the newest first."""

    views: tuple[ShownView, ...]
    pages: Pages
    name: str
    """Whose looks these are, where one person was chosen."""
    forgotten_at: datetime | None
    """When old data were last forgotten (`core.retention`); nothing while there were none."""
    forgotten: int
    waiting: int
    """Families that have asked to be erased, and whose data something holds still."""


def views_page(tenant_id: int, sieve: ViewSieve, wished: int) -> ViewsPage:
    """The looks that the sieve lets through."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        query = _found(session, sieve, region.calendar)
        total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
        pages = pages_of(total, wished, PAGE)
        rows = session.scalars(
            query.order_by(PersonalViewRow.looked_at.desc(), PersonalViewRow.id.desc())
            .offset(pages.first_item - 1)
            .limit(PAGE)
        ).all()
        names = _names(session, {sieve.account, *(row.account_id for row in rows)})
        numbers = _numbers(session, {row.subject_id for row in rows})
        run = last_run(session)
        return ViewsPage(
            tuple(_shown(row, names, numbers) for row in rows),
            pages,
            names.get(sieve.account, "") if sieve.account else "",
            run.ran_at if run else None,
            sum(run.gone.values()) if run else 0,
            len(waiting_requests(session)),
        )


def _found(session: Session, sieve: ViewSieve, calendar: Calendar) -> Select[PersonalViewRow]:
    query = select(PersonalViewRow)
    if sieve.account is not None:
        query = query.where(PersonalViewRow.account_id == sieve.account)
    if sieve.number:
        query = query.where(PersonalViewRow.subject_id.in_(_subjects(session, sieve.number)))
    if sieve.day is not None:
        query = query.where(
            PersonalViewRow.looked_at >= calendar.start_of_day(sieve.day),
            PersonalViewRow.looked_at < calendar.start_of_day(sieve.day + timedelta(days=1)),
        )
    return query


def _subjects(session: Session, number: str) -> list[uuid.UUID]:
    """What a page about this application may have been about: itself, its child, its family."""
    row = session.scalar(select(ApplicationRow).where(ApplicationRow.number == number))
    return [row.id, row.child_id, row.guardian_id] if row is not None else []


def _names(session: Session, accounts: set[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    rows = session.scalars(select(AccountRow).where(AccountRow.id.in_(accounts - {None})))
    return {row.id: row.full_name or row.login or "" for row in rows}


def _numbers(session: Session, subjects: set[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    known = subjects - {None}
    rows = session.scalars(
        select(ApplicationRow)
        .where(
            or_(
                ApplicationRow.id.in_(known),
                ApplicationRow.child_id.in_(known),
                ApplicationRow.guardian_id.in_(known),
            )
        )
        .order_by(ApplicationRow.submitted_at)
    )
    found: dict[uuid.UUID, str] = {}
    for row in rows:
        for one in (row.guardian_id, row.child_id, row.id):
            found[one] = row.number
    return found


def _shown(
    row: PersonalViewRow, names: Mapping[uuid.UUID, str], numbers: Mapping[uuid.UUID, str]
) -> ShownView:
    return ShownView(
        looked_at=row.looked_at,
        account_id=row.account_id,
        name=names.get(row.account_id, ""),
        role=row.role,
        shows=row.shows,
        number=numbers.get(row.subject_id, "") if row.subject_id else "",
    )
