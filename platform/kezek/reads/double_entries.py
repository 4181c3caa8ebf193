"""Applications that may be of one child, side by side (G-40)."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import ENDED
from kezek.core.given_names import short_name
from kezek.core.paging import Pages, pages_of
from kezek.core.regions import Tenant
from kezek.db.accounts import IdentityConflictRow
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.double_entries import (
    DoubleEntryRow,
    count_open_doubles,
    find_double,
    open_doubles,
)
from kezek.db.kindergartens import KindergartenRow
from kezek.db.people import ChildRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.persons import Person, child_of, parent_of, people_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class PairLine:
    """One pair in the list."""

    id: uuid.UUID
    ground: str
    name: str
    born_on: date
    numbers: tuple[str, str]
    found_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A child whom somebody else claims too, here or in another region: which one is not told."""

    guardian_id: uuid.UUID
    application_id: uuid.UUID
    number: str
    name: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DoublesPage:
    """Everything that somebody has to look at."""

    pairs: tuple[PairLine, ...]
    pages: Pages
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two applications."""

    id: uuid.UUID
    number: str
    state: str
    reason: str
    territory: str
    standing: str
    submitted_at: datetime
    parent: Person
    child: Person
    gardens: tuple[str, ...]
    is_over: bool


@dataclass(frozen=True, slots=True)
class DoublePage:
    """Both, and what was decided."""

    id: uuid.UUID
    ground: str
    first: Half
    second: Half
    verdict: str
    decided_at: datetime | None


def doubles_page(tenant_id: int, wished: int) -> DoublesPage:
    """What waits in all the region: a child may have been entered in two territories."""
    with read_scope(tenant_id) as session:
        pages = pages_of(count_open_doubles(session), wished, PAGE)
        found = open_doubles(session, pages.first_item - 1, PAGE)
        ids = {one for row in found for one in (row.first_id, row.second_id)}
        said = _said(session, ids)
        return DoublesPage(
            pairs=tuple(_line(row, said) for row in found),
            pages=pages,
            claims=_claims(session),
        )


def double_page(tenant_id: int, double_id: uuid.UUID, language: str) -> DoublePage | None:
    """One pair side by side."""
    with read_scope(tenant_id) as session:
        row = find_double(session, double_id)
        if row is None:
            return None
        _, region = region_at(session, tenant_id, services().clock.now(session))
        return DoublePage(
            id=row.id,
            ground=row.ground,
            first=_half(session, region, row.first_id, language),
            second=_half(session, region, row.second_id, language),
            verdict=row.verdict or "",
            decided_at=row.decided_at,
        )


def _said(session: Session, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str, date]]:
    rows = session.execute(
        select(ApplicationRow.id, ApplicationRow.number, ChildRow.full_name, ChildRow.born_on)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .where(ApplicationRow.id.in_(ids))
    )
    return {row.id: (row.number, row.full_name, row.born_on) for row in rows}


def _line(row: DoubleEntryRow, said: dict[uuid.UUID, tuple[str, str, date]]) -> PairLine:
    first, name, born_on = said[row.first_id]
    second = said[row.second_id][0]
    numbers = (first, second)
    return PairLine(row.id, row.ground, short_name(name), born_on, numbers, row.found_at)


def _claims(session: Session) -> tuple[ClaimLine, ...]:
    rows = session.execute(
        select(IdentityConflictRow, ApplicationRow.number, ChildRow.full_name)
        .join(ApplicationRow, ApplicationRow.id == IdentityConflictRow.application_id)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .where(IdentityConflictRow.kind == "child", IdentityConflictRow.settled_at.is_(None))
        .order_by(IdentityConflictRow.opened_at)
        .limit(PAGE)
    )
    return tuple(
        ClaimLine(one.guardian_id, one.application_id, number, short_name(name), one.opened_at)
        for one, number, name in rows
        if one.application_id is not None
    )


def _half(session: Session, region: Tenant, application_id: uuid.UUID, language: str) -> Half:
    one = next(iter(load_applications(session, [application_id]).values()))
    child, guardian = people_of(session, one)
    names = {
        row.id: row.name(language)
        for row in session.scalars(
            select(KindergartenRow).where(KindergartenRow.id.in_(one.choices))
        )
    }
    words = {each.slug: each.kk if language == "kk" else each.ru for each in region.territories}
    return Half(
        id=one.id,
        number=one.number,
        state=str(one.state),
        reason=str(one.reason or ""),
        territory=words.get(one.territory, one.territory),
        standing=str(one.standing),
        submitted_at=one.submitted_at,
        parent=parent_of(guardian),
        child=child_of(child),
        gardens=tuple(names[choice] for choice in one.choices if choice in names),
        is_over=one.state in ENDED,
    )
