"""The kindergartens of a region for everybody: found by name, sifted, in Kazakh order (D-10)."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.kazakh_order import name_key
from kezek.core.modes.registry import gives_vouchers, has_bulletin
from kezek.core.paging import Pages, page_of
from kezek.core.regions import Tenant
from kezek.core.searching import is_found
from kezek.core.territories import Mode
from kezek.db.figures import cohorts_of, figures_of, with_free_places
from kezek.db.kindergartens import KindergartenRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope

PAGE_SIZE = 25


class Closed(StrEnum):
    """Why a kindergarten is listed and cannot be chosen (R-27, G-11)."""

    NO_GROUPS = "no_groups"
    PRIVATE = "private"
    VOUCHER = "voucher"
    BULLETIN = "bulletin"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, slots=True)
class Sieve:
    """What of the list is looked at."""

    name: str = ""
    territory: str = ""
    language: str = ""
    free_only: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One kindergarten of the list."""

    id: uuid.UUID
    name: str
    is_name_russian: bool
    is_demo: bool
    kind: str
    ownership: str
    territory: str
    address: str
    languages: tuple[str, ...]
    free: int
    waiting: int
    """Places in queues: a family that named several kindergartens stands in several."""
    closed: Closed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KindergartenList:
    """One page of what was found, and what the list can be sifted by."""

    shown: tuple[Listed, ...]
    pages: Pages
    total: int
    only_russian_names: int
    """How many of all have no Kazakh name yet."""
    territories: tuple[tuple[str, str], ...]
    languages: tuple[str, ...]
    as_of: datetime


def kindergarten_list(tenant_id: int, sieve: Sieve, reader_language: str) -> KindergartenList:
    """The kindergartens that pass the sieve, by name."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        rows = _rows(session)
        cohorts = cohorts_of(session)
        found = _found(session, rows, cohorts, sieve)
        found.sort(key=lambda row: name_key(_name(row, reader_language)))
        part, pages = page_of(found, sieve.page, PAGE_SIZE)
        return KindergartenList(
            shown=_listed(session, part, cohorts, region, now, reader_language),
            pages=pages,
            total=len(rows),
            only_russian_names=sum(not row.name_kk for row in rows),
            territories=_territories(region, reader_language),
            languages=region.instruction_languages,
            as_of=now,
        )


def closed_because(ownership: str, has_groups: bool, mode: Mode | None) -> Closed | None:
    """Why a kindergarten cannot be chosen for the queue now; nothing when it can."""
    if ownership == "private":
        return Closed.PRIVATE
    if gives_vouchers(mode):
        return Closed.VOUCHER
    if has_bulletin(mode):
        return Closed.BULLETIN
    if mode is None:
        return Closed.NOT_BEGUN
    return None if has_groups else Closed.NO_GROUPS


def _rows(session: Session) -> Sequence[Any]:
    """The registry without what a list does not show: a region may have a thousand."""
    return session.execute(
        select(
            KindergartenRow.id,
            KindergartenRow.name_kk,
            KindergartenRow.name_ru,
            KindergartenRow.kind,
            KindergartenRow.ownership,
            KindergartenRow.territory,
            KindergartenRow.address_kk,
            KindergartenRow.address_ru,
            KindergartenRow.languages,
            KindergartenRow.is_demo,
        ).where(KindergartenRow.closed_on.is_(None))
    ).all()


def _found(
    session: Session,
    rows: Iterable[Any],
    cohorts: Mapping[uuid.UUID, set[tuple[int, str]]],
    sieve: Sieve,
) -> list[Any]:
    free = with_free_places(session) if sieve.free_only else None
    return [
        row
        for row in rows
        if (not sieve.territory or row.territory == sieve.territory)
        and (not sieve.language or sieve.language in _languages(row, cohorts))
        and (free is None or row.id in free)
        # Either name may be the one that the reader knows.
        and (not sieve.name or is_found(sieve.name, row.name_kk or "", row.name_ru))
    ]


def _languages(row: Any, cohorts: Mapping[uuid.UUID, set[tuple[int, str]]]) -> tuple[str, ...]:
    """Languages of its groups, or those that the registry names while no group is known."""
    of_groups = {language for _, language in cohorts.get(row.id, ())}
    return tuple(sorted(of_groups or set(row.languages)))


def _listed(
    session: Session,
    rows: Sequence[Any],
    cohorts: Mapping[uuid.UUID, set[tuple[int, str]]],
    region: Tenant,
    now: datetime,
    language: str,
) -> tuple[Listed, ...]:
    free: Counter[uuid.UUID] = Counter()
    waiting: Counter[uuid.UUID] = Counter()
    for one in figures_of(session, [row.id for row in rows]):
        free[one.kindergarten_id] += one.free
        waiting[one.kindergarten_id] += one.waiting
    names = dict(_territories(region, language))
    today = region.calendar.local_day(now)
    modes = {one.slug: one.mode_on(today) for one in region.territories}
    return tuple(
        Listed(
            id=row.id,
            name=_name(row, language),
            is_name_russian=language == "kk" and not row.name_kk,
            is_demo=row.is_demo,
            kind=row.kind,
            ownership=row.ownership,
            territory=names.get(row.territory, ""),
            address=(row.address_kk if language == "kk" else row.address_ru)
            or row.address_ru
            or row.address_kk,
            languages=_languages(row, cohorts),
            free=free[row.id],
            waiting=waiting[row.id],
            closed=closed_because(row.ownership, row.id in cohorts, modes.get(row.territory)),
        )
        for row in rows
    )


def _territories(region: Tenant, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.slug, one.kk if language == "kk" else one.ru) for one in region.territories)


def _name(row: Any, language: str) -> str:
    name: str = (row.name_kk or row.name_ru) if language == "kk" else row.name_ru
    return name
