"""Who works in a region: every account of staff, what guards it, and when it was looked through."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.paging import Pages, page_of
from kezek.core.regions import Tenant
from kezek.core.searching import is_found
from kezek.core.staff import is_review_due
from kezek.db.accounts import AccountRow, StaffTerritoryRow, find_account, staff_accounts
from kezek.db.invitations import last_reviews, waiting_invitations
from kezek.db.kindergartens import KindergartenRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.sessions import SessionRow

PAGE = 50


@dataclass(frozen=True, slots=True)
class StaffSieve:
    """Which of the accounts are looked at."""

    text: str = ""
    role: str = ""
    only: str = ""
    """`open`, `closed`, `invited`, `due` or `one_step`; empty for all."""


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


def staff_page(tenant_id: int, sieve: StaffSieve, wished: int, language: str) -> StaffPage:
    """The accounts of staff that the sieve lets through, by role and login."""
    with read_scope(tenant_id) as session:
        desk = _Desk.of(session, tenant_id, language)
        everybody = [desk.shown(row) for row in staff_accounts(session)]
        part, pages = page_of([one for one in everybody if _fits(one, sieve)], wished, PAGE)
        return StaffPage(
            tuple(part), pages, sum(one.is_due for one in everybody), tuple(desk.names.items())
        )


def staff_account(tenant_id: int, account_id: uuid.UUID, language: str) -> StaffAccount | None:
    """One account of staff; nothing for a family's."""
    with read_scope(tenant_id) as session:
        row = find_account(session, account_id)
        if row is None or row.login is None:
            return None
        return _Desk.of(session, tenant_id, language).shown(row)


def next_due(tenant_id: int, language: str, after: uuid.UUID | None) -> StaffAccount | None:
    """The next account whose rights wait to be looked through."""
    with read_scope(tenant_id) as session:
        desk = _Desk.of(session, tenant_id, language)
        due = [one for one in map(desk.shown, staff_accounts(session)) if one.is_due]
        return next((one for one in due if one.id != after), None)


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
    """What is known of all accounts at once, so that each costs no question of its own."""

    now: datetime
    names: Mapping[str, str]
    territories: Mapping[uuid.UUID, tuple[str, ...]]
    gardens: Mapping[uuid.UUID, str]
    links: Mapping[uuid.UUID, datetime]
    reviews: Mapping[uuid.UUID, datetime]
    seen: Mapping[uuid.UUID, tuple[datetime, int]]

    @classmethod
    def of(cls, session: Session, tenant_id: int, language: str) -> "_Desk":
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return cls(
            now=now,
            names=_names(region, language),
            territories=_territories(session),
            gardens=_gardens(session, language),
            links=waiting_invitations(session, now),
            reviews=last_reviews(session),
            seen=_seen(session),
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
            last_seen_at=last_seen,
            open_sessions=sessions,
            reviewed_at=reviewed_at,
            is_due=row.active and is_review_due(reviewed_at, row.created_at, self.now),
        )

    def _where(self, row: AccountRow, territories: tuple[str, ...]) -> tuple[str, ...]:
        if row.kindergarten_id is not None:
            return (self.gardens.get(row.kindergarten_id, ""),)
        return tuple(self.names.get(slug, slug) for slug in territories)


def _fits(one: StaffAccount, sieve: StaffSieve) -> bool:
    if sieve.role and one.role != sieve.role:
        return False
    kinds = {
        "open": one.is_active,
        "closed": not one.is_active,
        "invited": one.is_invited,
        "due": one.is_due,
        "one_step": one.is_active and not one.has_two_step,
    }
    if not kinds.get(sieve.only, True):
        return False
    return is_found(sieve.text, " ".join((one.login, one.full_name, *one.where)))


def _names(region: Tenant, language: str) -> dict[str, str]:
    return {one.slug: one.ru if language == "ru" else one.kk for one in region.territories}


def _territories(session: Session) -> dict[uuid.UUID, tuple[str, ...]]:
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    for row in session.scalars(select(StaffTerritoryRow).order_by(StaffTerritoryRow.territory)):
        found[row.account_id] = (*found.get(row.account_id, ()), row.territory)
    return found


def _gardens(session: Session, language: str) -> dict[uuid.UUID, str]:
    used = select(AccountRow.kindergarten_id).where(AccountRow.kindergarten_id.is_not(None))
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(used)))
    return {row.id: row.name(language) for row in rows}


def _seen(session: Session) -> dict[uuid.UUID, tuple[datetime, int]]:
    """When each account was last used, and in how many places it is signed in now."""
    is_open = SessionRow.ended_at.is_(None) & (SessionRow.epoch == AccountRow.session_epoch)
    rows = session.execute(
        select(
            SessionRow.account_id,
            func.max(SessionRow.seen_at).label("seen_at"),
            func.count().filter(is_open).label("open"),
        )
        .join(AccountRow, AccountRow.id == SessionRow.account_id)
        .where(AccountRow.login.is_not(None))
        .group_by(SessionRow.account_id)
    )
    return {row.account_id: (row.seen_at, row.open) for row in rows}
