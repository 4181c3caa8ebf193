"""Who works in a region: every account of staff, what guards it, and when it was looked through."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.paging import Pages, pages_of
from kezek.core.regions import Tenant
from kezek.core.staff import is_review_due
from kezek.db.accounts import AccountRow, StaffTerritoryRow, find_account
from kezek.db.invitations import last_reviews, waiting_invitations
from kezek.db.kindergartens import KindergartenRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.staff_list import (
    StaffSieve,
    count_due,
    count_staff,
    listed_staff,
    next_due_account,
    seen_of,
)

PAGE = 50

Sieve: TypeAlias = StaffSieve


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccount:
    """One account of staff."""

    id: uuid.UUID
    role: str
    login: str
    full_name: str
    alarm_email: str
    """Where alarms reach this person outside the console; empty for nowhere (N-54)."""
    where: tuple[str, ...]
    """Names of its kindergarten or territories; empty for the whole region."""
    territories: tuple[str, ...]
    is_active: bool
    is_invited: bool
    """Whether it has no password yet."""
    link_until: datetime | None
    has_two_step: bool
    key_since: datetime | None
    """Since when the person's own key opens it; nothing where none does."""
    last_seen_at: datetime | None
    open_sessions: int
    reviewed_at: datetime | None
    is_due: bool


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One page of accounts."""

    accounts: tuple[StaffAccount, ...]
    pages: Pages
    due: int
    """How many wait for their review."""
    territories: tuple[tuple[str, str], ...]


def staff_page(tenant_id: int, sieve: Sieve, wished: int, language: str) -> StaffPage:
    """The accounts of staff that the sieve lets through."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        names = _names(region_at(session, tenant_id, now)[1], language)
        pages = pages_of(count_staff(session, sieve, names, now), wished, PAGE)
        part = listed_staff(session, sieve, names, now, offset=pages.first_item - 1, limit=PAGE)
        desk = _Desk.of(session, part, names, language, now)
        return StaffPage(
            tuple(map(desk.shown, part)), pages, count_due(session, now), tuple(names.items())
        )


def staff_account(tenant_id: int, account_id: uuid.UUID, language: str) -> StaffAccount | None:
    """One account of staff; nothing for a family's."""
    with read_scope(tenant_id) as session:
        row = find_account(session, account_id)
        if row is None or row.login is None:
            return None
        return _one(session, tenant_id, row, language)


def next_due(tenant_id: int, language: str, after: uuid.UUID | None) -> StaffAccount | None:
    """The next account whose rights wait to be looked through."""
    with read_scope(tenant_id) as session:
        row = next_due_account(session, after, services().clock.now(session))
        return _one(session, tenant_id, row, language) if row is not None else None


def _one(session: Session, tenant_id: int, row: AccountRow, language: str) -> StaffAccount:
    now = services().clock.now(session)
    names = _names(region_at(session, tenant_id, now)[1], language)
    return _Desk.of(session, [row], names, language, now).shown(row)


def territory_choices(tenant_id: int, language: str) -> list[tuple[str, str]]:
    """The territories of a region, for the boxes of a form."""
    with read_scope(tenant_id) as session:
        _, region = region_at(session, tenant_id, services().clock.now(session))
        return list(_names(region, language).items())


def kindergarten_choices(tenant_id: int, language: str) -> list[tuple[str, str]]:
    """The kindergartens of a region by name, for the box of a form."""
    with read_scope(tenant_id) as session:
        rows = session.scalars(select(KindergartenRow)).all()
        named = [(str(row.id), row.name(language)) for row in rows]
        return sorted(named, key=lambda one: one[1])


@dataclass(frozen=True, slots=True)
class _Desk:
    """What is known of some accounts at once, so that each costs no question of its own."""

    now: datetime
    names: Mapping[str, str]
    territories: Mapping[uuid.UUID, tuple[str, ...]]
    gardens: Mapping[uuid.UUID, str]
    links: Mapping[uuid.UUID, datetime]
    reviews: Mapping[uuid.UUID, datetime]
    seen: Mapping[uuid.UUID, tuple[datetime | None, int]]

    @classmethod
    def of(
        cls,
        session: Session,
        rows: Sequence[AccountRow],
        names: Mapping[str, str],
        language: str,
        now: datetime,
    ) -> "_Desk":
        ids = [row.id for row in rows]
        return cls(
            now=now,
            names=names,
            territories=_territories(session, ids),
            gardens=_gardens(session, rows, language),
            links=waiting_invitations(session, ids, now),
            reviews=last_reviews(session, ids),
            seen=seen_of(session, ids),
        )

    def shown(self, row: AccountRow) -> StaffAccount:
        last_seen, sessions = self.seen.get(row.id, (None, 0))
        territories = self.territories.get(row.id, ())
        reviewed_at = self.reviews.get(row.id)
        return StaffAccount(
            id=row.id,
            role=row.role,
            login=row.login or "",
            full_name=row.full_name,
            alarm_email=row.alarm_email,
            where=self._where(row, territories),
            territories=territories,
            is_active=row.active,
            is_invited=row.password_hash is None,
            link_until=self.links.get(row.id),
            has_two_step=row.two_step_since is not None,
            key_since=row.key_since,
            last_seen_at=last_seen,
            open_sessions=sessions,
            reviewed_at=reviewed_at,
            is_due=row.active and is_review_due(reviewed_at, row.created_at, self.now),
        )

    def _where(self, row: AccountRow, territories: tuple[str, ...]) -> tuple[str, ...]:
        if row.kindergarten_id is not None:
            return (self.gardens.get(row.kindergarten_id, ""),)
        return tuple(self.names.get(slug, slug) for slug in territories)


def _names(region: Tenant, language: str) -> dict[str, str]:
    return {one.slug: one.ru if language == "ru" else one.kk for one in region.territories}


def _territories(session: Session, ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    query = select(StaffTerritoryRow).where(StaffTerritoryRow.account_id.in_(ids))
    for row in session.scalars(query.order_by(StaffTerritoryRow.territory)):
        found[row.account_id] = (*found.get(row.account_id, ()), row.territory)
    return found


def _gardens(
    session: Session, accounts: Sequence[AccountRow], language: str
) -> dict[uuid.UUID, str]:
    used = {one.kindergarten_id for one in accounts if one.kindergarten_id is not None}
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(used)))
    return {row.id: row.name(language) for row in rows}
