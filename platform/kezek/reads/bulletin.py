"""The bulletin of free places, as it stands and as it came about (L-3.04, L-17.1, V-13)."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.modes.registry import has_bulletin
from kezek.core.paging import Pages
from kezek.core.regions import Tenant
from kezek.core.territories import Territory
from kezek.db.bulletin import (
    BulletinSieve,
    OpenPlaces,
    Publication,
    count_open,
    count_publications,
    open_birth_years,
    open_places,
    publications,
)
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.queue_board import PAGE_SIZE, page_numbers

BEGINNING = date(2000, 1, 1)
"""Before any region had a queue here."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some moments of a region's days: from `since` on, before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """Places of one queue that are free, or offered to families, since one moment."""

    kindergarten_id: uuid.UUID
    kindergarten: str
    is_name_russian: bool
    is_demo: bool
    territory: str
    birth_year: int
    language: str
    state: str
    since: datetime
    """When they were published."""
    offered_at: datetime | None
    temporary_until: date | None
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """One page of what is in the bulletin now."""

    lines: tuple[OpenLine, ...]
    pages: Pages
    free: int
    offered: int
    territories: tuple[tuple[str, str], ...]
    birth_years: tuple[int, ...]
    languages: tuple[str, ...]
    mornings: tuple[tuple[str, str], ...]
    """Territories whose places stand in bulletins of their own, and not here."""
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronologyLine:
    """What one entry of the journal did to the bulletin."""

    at: datetime
    kind: str
    kindergarten_id: uuid.UUID
    kindergarten: str
    is_name_russian: bool
    is_demo: bool
    birth_year: int
    language: str
    places: int
    serials: str
    """By their numbers in the queue: `5` or `5–7`."""
    temporary_until: date | None
    position: int | None

    @property
    def is_publication(self) -> bool:
        """Whether places were added; else they were taken out."""
        return self.kind in ("place:published", "place:kept")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chronology:
    """One page of the chronology of publications, the newest first."""

    lines: tuple[ChronologyLine, ...]
    pages: Pages
    day: date | None
    today: date
    as_of: datetime


def bulletin(
    tenant_id: int,
    page: int,
    reader_language: str,
    *,
    territory: str = "",
    birth_year: int = 0,
    language: str = "",
) -> Bulletin:
    """What is free and offered now, the newest publication first; empty words sift nothing out."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        mornings = with_mornings(region, region.calendar.local_day(now))
        sieve = BulletinSieve(
            territory, birth_year, language, left_out=tuple(one.slug for one in mornings)
        )
        total, free, offered = count_open(session, sieve)
        pages = page_numbers(total, page)
        rows = open_places(session, sieve, first=pages.first_item - 1, count=PAGE_SIZE)
        territories = {
            one.slug: one.kk if reader_language == "kk" else one.ru for one in region.territories
        }
        return Bulletin(
            lines=tuple(_open_line(row, territories, reader_language) for row in rows),
            pages=pages,
            free=free,
            offered=offered,
            territories=tuple(territories.items()),
            birth_years=tuple(open_birth_years(session)),
            languages=region.instruction_languages,
            mornings=tuple((one.slug, territories[one.slug]) for one in mornings),
            as_of=now,
        )


def with_mornings(region: Tenant, day: date) -> list[Territory]:
    """The territories in which places are given by bulletins of the morning on this day."""
    return [one for one in region.territories if has_bulletin(one.mode_on(day))]


def chronology(tenant_id: int, day: date | None, page: int, reader_language: str) -> Chronology:
    """What was published and recalled on a day, or at any time, out of the journal (L-3.04)."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        span = span_of(region, day)
        total = count_publications(session, span.since, span.until)
        pages = page_numbers(total, page)
        return Chronology(
            lines=_chronology_lines(session, span, pages, reader_language),
            pages=pages,
            day=day,
            today=region.calendar.local_day(now),
            as_of=now,
        )


def span_of(region: Tenant, day: date | None) -> Span:
    """A day on the region's wall clock; all time without one."""
    first = day if day is not None else BEGINNING
    last = day if day is not None else date(date.max.year - 1, 1, 1)
    calendar = region.calendar
    return Span(calendar.start_of_day(first), calendar.start_of_day(last + timedelta(days=1)))


def _open_line(row: OpenPlaces, territories: dict[str, str], language: str) -> OpenLine:
    return OpenLine(
        kindergarten_id=row.kindergarten_id,
        kindergarten=shown_name(row.name_kk, row.name_ru, language),
        is_name_russian=language == "kk" and not row.name_kk,
        is_demo=row.is_demo,
        territory=territories.get(row.territory, ""),
        birth_year=row.birth_year,
        language=row.language,
        state=row.state,
        since=row.opened_at,
        offered_at=row.offered_at,
        temporary_until=row.temporary_until,
        places=row.places,
    )


def _chronology_lines(
    session: Session, span: Span, pages: Pages, language: str
) -> tuple[ChronologyLine, ...]:
    rows = publications(
        session, span.since, span.until, first=pages.first_item - 1, count=PAGE_SIZE
    )
    return tuple(_chronology_line(row, language) for row in rows)


def _chronology_line(row: Publication, language: str) -> ChronologyLine:
    is_one = row.first_serial == row.last_serial
    return ChronologyLine(
        at=row.at,
        kind=row.kind,
        kindergarten_id=row.kindergarten_id,
        kindergarten=shown_name(row.name_kk, row.name_ru, language),
        is_name_russian=language == "kk" and not row.name_kk,
        is_demo=row.is_demo,
        birth_year=row.birth_year,
        language=row.language,
        places=row.places,
        serials=str(row.first_serial) if is_one else f"{row.first_serial}–{row.last_serial}",
        temporary_until=row.temporary_until,
        position=row.position,
    )


def shown_name(name_kk: str | None, name_ru: str, language: str) -> str:
    """A name in the reader's language; Russian where no Kazakh name is known."""
    return (name_kk or name_ru) if language == "kk" else name_ru
