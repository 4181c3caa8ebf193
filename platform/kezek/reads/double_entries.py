"""Applications that may be of one child, side by side (G-40)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import ENDED
from kezek.core.given_names import short_name
from kezek.core.paging import Pages, pages_of
from kezek.core.regions import Tenant
from kezek.db.applications import load_applications
from kezek.db.double_entries import find_double
from kezek.db.double_list import (
    DoublesSieve,
    count_child_claims,
    count_pairs,
    listed_child_claims,
    listed_pairs,
)
from kezek.db.kindergartens import KindergartenRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.persons import Person, child_of, parent_of, people_of

PAGE = 50

Sieve: TypeAlias = DoublesSieve


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
    territory: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class DoublesPage:
    """What somebody has to look at, as far as the sieve lets it through: a page of each list."""

    pairs: tuple[PairLine, ...]
    pages: Pages
    claims: tuple[ClaimLine, ...]
    claim_pages: Pages
    territories: tuple[tuple[str, str], ...]


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


def doubles_page(
    tenant_id: int, sieve: Sieve, wished: int, wished_claims: int, language: str
) -> DoublesPage:
    """What waits in all the region: a child may have been entered in two territories."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        names = _territories(region, language)
        pages = pages_of(count_pairs(session, sieve), wished, PAGE)
        claims = Pages(1, 1, 1, 0, 0)
        if not sieve.ground:
            claims = pages_of(count_child_claims(session, sieve), wished_claims, PAGE)
        return DoublesPage(
            pairs=_pairs(session, sieve, pages),
            pages=pages,
            claims=_claims(session, sieve, claims, names),
            claim_pages=claims,
            territories=tuple(names.items()),
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


def _pairs(session: Session, sieve: Sieve, pages: Pages) -> tuple[PairLine, ...]:
    rows = listed_pairs(session, sieve, offset=pages.first_item - 1, limit=PAGE)
    return tuple(
        PairLine(
            row.id,
            row.ground,
            short_name(row.full_name),
            row.born_on,
            (row.first, row.second),
            row.found_at,
        )
        for row in rows
    )


def _claims(
    session: Session, sieve: Sieve, pages: Pages, names: Mapping[str, str]
) -> tuple[ClaimLine, ...]:
    if not pages.total:
        return ()
    rows = listed_child_claims(session, sieve, offset=pages.first_item - 1, limit=PAGE)
    return tuple(
        ClaimLine(
            row.guardian_id,
            row.application_id,
            row.number,
            short_name(row.full_name),
            names.get(row.territory, row.territory),
            row.opened_at,
        )
        for row in rows
    )


def _territories(region: Tenant, language: str) -> dict[str, str]:
    return {one.slug: one.kk if language == "kk" else one.ru for one in region.territories}


def _half(session: Session, region: Tenant, application_id: uuid.UUID, language: str) -> Half:
    one = next(iter(load_applications(session, [application_id]).values()))
    child, guardian = people_of(session, one)
    names = {
        row.id: row.name(language)
        for row in session.scalars(
            select(KindergartenRow).where(KindergartenRow.id.in_(one.choices))
        )
    }
    words = _territories(region, language)
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
