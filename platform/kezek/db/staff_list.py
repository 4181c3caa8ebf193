"""Accounts of staff as a list: found, sorted and in pages in the database, never all at once."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session

from kezek.core.searching import folded
from kezek.core.staff import REVIEW_EVERY
from kezek.db.accounts import AccountRow, StaffTerritoryRow
from kezek.db.invitations import AccessReviewRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.sessions import SessionRow

_ROW = AccountRow
_CYRILLIC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯӘҒҚҢӨҰҮҺІ"
_LETTERS = _CYRILLIC + _CYRILLIC.lower()
_FOLDED = "".join(folded(letter) for letter in _LETTERS)
"""The same folding as `core/searching.py` has, whatever the database holds to be a small letter."""


@dataclass(frozen=True, slots=True)
class StaffSieve:
    """Which of the accounts are looked at; an empty word sifts nothing."""

    text: str = ""
    role: str = ""
    only: str = ""
    """`open`, `closed`, `invited`, `due` or `one_step`; empty for all."""
    sort: str = ""
    """`name`, or `seen` for those who have not come for the longest; else by work and login."""


def count_staff(
    session: Session, sieve: StaffSieve, territories: Mapping[str, str], now: datetime
) -> int:
    """How many accounts the sieve lets through; `territories` are names by which one is found."""
    query = select(func.count()).select_from(_ROW).where(*_wanted(sieve, territories, now))
    return session.scalar(query) or 0


def count_due(session: Session, now: datetime) -> int:
    """How many accounts wait for their review."""
    return session.scalar(select(func.count()).select_from(_ROW).where(_is_staff(), _due(now))) or 0


def listed_staff(
    session: Session,
    sieve: StaffSieve,
    territories: Mapping[str, str],
    now: datetime,
    *,
    offset: int,
    limit: int,
) -> Sequence[AccountRow]:
    """Some of them, in the order that was asked for."""
    query = select(_ROW).where(*_wanted(sieve, territories, now))
    if sieve.sort == "name":
        query = query.order_by(_ROW.full_name, _ROW.login)
    elif sieve.sort == "seen":
        query = query.order_by(_last_seen().asc().nulls_first(), _ROW.login)
    else:
        query = query.order_by(_ROW.role, _ROW.login)
    return session.scalars(query.offset(offset).limit(limit)).all()


def next_due_account(session: Session, after: uuid.UUID | None, now: datetime) -> AccountRow | None:
    """The first account that waits for its review, but not the one just looked at."""
    query = select(_ROW).where(_is_staff(), _due(now)).order_by(_ROW.role, _ROW.login).limit(1)
    if after is not None:
        query = query.where(_ROW.id != after)
    return session.scalar(query)


def seen_of(
    session: Session, ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[datetime | None, int]]:
    """When each of these was last used, and in how many places it is signed in now."""
    is_open = SessionRow.ended_at.is_(None) & (SessionRow.epoch == _ROW.session_epoch)
    rows = session.execute(
        select(
            SessionRow.account_id,
            func.max(SessionRow.seen_at).label("seen_at"),
            func.count().filter(is_open).label("open"),
        )
        .join(_ROW, _ROW.id == SessionRow.account_id)
        .where(SessionRow.account_id.in_(ids))
        .group_by(SessionRow.account_id)
    )
    return {row.account_id: (row.seen_at, row.open) for row in rows}


def _is_staff() -> ColumnElement[bool]:
    """A family has no login; among hundreds of thousands of accounts its index finds the staff."""
    return _ROW.login.is_not(None)


def _wanted(
    sieve: StaffSieve, territories: Mapping[str, str], now: datetime
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        _is_staff(),
        *(_has(word, territories) for word in folded(sieve.text).split()),
    ]
    if sieve.role:
        found.append(_ROW.role == sieve.role)
    kinds: dict[str, ColumnElement[bool]] = {
        "open": _ROW.active.is_(True),
        "closed": ~_ROW.active,
        "invited": _ROW.password_hash.is_(None),
        "due": _due(now),
        "one_step": and_(_ROW.active, _ROW.two_step_since.is_(None)),
    }
    if sieve.only in kinds:
        found.append(kinds[sieve.only])
    return found


def _has(word: str, territories: Mapping[str, str]) -> ColumnElement[bool]:
    """Whether a word stands in the name, the login, the kindergarten or a territory."""
    gardens = select(KindergartenRow.id).where(
        or_(_stands(word, KindergartenRow.name_ru), _stands(word, KindergartenRow.name_kk))
    )
    slugs = [slug for slug, name in territories.items() if word in folded(name)]
    theirs = select(StaffTerritoryRow.account_id).where(StaffTerritoryRow.territory.in_(slugs))
    return or_(
        _stands(word, _ROW.full_name),
        _stands(word, _ROW.login),
        _ROW.kindergarten_id.in_(gardens),
        _ROW.id.in_(theirs),
    )


def _stands(word: str, column: object) -> ColumnElement[bool]:
    return func.strpos(func.lower(func.translate(column, _LETTERS, _FOLDED)), word) > 0


def _due(now: datetime) -> ColumnElement[bool]:
    """Whether nobody has said for a quarter that it is still needed (`core/staff.py`)."""
    last = (
        select(func.max(AccessReviewRow.reviewed_at))
        .where(AccessReviewRow.account_id == _ROW.id)
        .scalar_subquery()
    )
    return and_(_ROW.active, func.coalesce(last, _ROW.created_at) < now - REVIEW_EVERY)


def _last_seen() -> ScalarSelect[datetime]:
    return (
        select(func.max(SessionRow.seen_at))
        .where(SessionRow.account_id == _ROW.id)
        .scalar_subquery()
    )
