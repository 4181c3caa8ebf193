"""The protocol of issued referrals, open to everybody and without personal data (IX-9, D-10)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.kazakh_order import name_key
from kezek.core.paging import Pages
from kezek.core.places import PlaceState
from kezek.core.turns import Standing
from kezek.db.kindergartens import KindergartenRow
from kezek.db.protocol import (
    IssuedReferral,
    ProtocolSieve,
    count_issued,
    issued_referrals,
    kindergartens_with_referrals,
)
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.bulletin import shown_name, span_of
from kezek.reads.queue_board import PAGE_SIZE, page_numbers

TOGETHER = "L-26.1"
"""The rule by which brothers and sisters are offered places at once."""


class Special(StrEnum):
    """Why a referral did not simply follow the number (IX-9)."""

    OUT_OF_TURN = "out_of_turn"
    SIBLINGS = "siblings"
    TEMPORARY = "temporary"
    CLASS_EMPTY = "class_empty"
    WINDOW = "window"
    OPEN = "open"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolLine:
    """One issued referral."""

    at: datetime
    application: str
    kindergarten_id: uuid.UUID
    kindergarten: str
    is_name_russian: bool
    is_demo: bool
    birth_year: int
    language: str
    standing: str
    specials: tuple[Special, ...]
    temporary_until: date | None
    is_claim: bool
    """Whether the family took the place itself: then the very moment counts (rulebook 12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """One page of the protocol, the newest referral first."""

    lines: tuple[ProtocolLine, ...]
    pages: Pages
    day: date | None
    kindergarten_id: uuid.UUID | None
    kindergartens: tuple[tuple[uuid.UUID, str], ...]
    """Those to which a referral was ever issued, by name."""
    today: date
    as_of: datetime


def protocol(
    tenant_id: int,
    day: date | None,
    kindergarten_id: uuid.UUID | None,
    page: int,
    reader_language: str,
) -> Protocol:
    """Referrals of a day and a kindergarten, or of all."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        span = span_of(region, day)
        sieve = ProtocolSieve(span.since, span.until, kindergarten_id)
        pages = page_numbers(count_issued(session, sieve), page)
        rows = issued_referrals(session, sieve, first=pages.first_item - 1, count=PAGE_SIZE)
        return Protocol(
            lines=tuple(_line(row, reader_language) for row in rows),
            pages=pages,
            day=day,
            kindergarten_id=kindergarten_id,
            kindergartens=_kindergartens(session, reader_language),
            today=region.calendar.local_day(now),
            as_of=now,
        )


def _line(row: IssuedReferral, language: str) -> ProtocolLine:
    return ProtocolLine(
        at=row.issued_at,
        application=row.application,
        kindergarten_id=row.kindergarten_id,
        kindergarten=shown_name(row.name_kk, row.name_ru, language),
        is_name_russian=language == "kk" and not row.name_kk,
        is_demo=row.is_demo,
        birth_year=row.birth_year,
        language=row.language,
        standing=row.standing,
        specials=specials_of(row),
        temporary_until=row.temporary_until,
        is_claim=row.taken_from is not None,
    )


def specials_of(row: IssuedReferral) -> tuple[Special, ...]:
    """What made a referral come otherwise than the plain number would: marked for all (IX-9)."""
    found = {
        Special.OUT_OF_TURN: row.standing == Standing.O,
        Special.SIBLINGS: row.offer_rule == TOGETHER,
        Special.TEMPORARY: row.temporary_until is not None,
        Special.WINDOW: row.taken_from == PlaceState.PRIORITY,
        Special.OPEN: row.taken_from == PlaceState.OPEN,
        Special.PRIVATE: row.taken_from is not None and row.is_private,
        Special.CLASS_EMPTY: row.standing != Standing.O
        and row.offer_rule != TOGETHER
        and row.slot not in (None, row.standing),
    }
    return tuple(special for special, holds in found.items() if holds)


def _kindergartens(session: Session, language: str) -> tuple[tuple[uuid.UUID, str], ...]:
    rows = session.execute(
        select(KindergartenRow.id, KindergartenRow.name_kk, KindergartenRow.name_ru).where(
            KindergartenRow.id.in_(kindergartens_with_referrals(session))
        )
    )
    named = [(row.id, shown_name(row.name_kk, row.name_ru, language)) for row in rows]
    return tuple(sorted(named, key=lambda one: name_key(one[1])))
