"""The bulletin of a morning in an indigo territory: what it listed, what is taken, what comes."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.days import CalendarMissing
from kezek.core.modes.contract import Rules
from kezek.core.modes.indigo.days import is_frozen, is_publication_day, next_due, window_end_of
from kezek.core.paging import Pages
from kezek.core.regions import Tenant
from kezek.core.spans import YearSpan
from kezek.core.territories import Territory
from kezek.db.morning_bulletins import (
    Claim,
    Correction,
    MorningLine,
    MorningSieve,
    MorningTotals,
    OpenLine,
    bulletin_days,
    claims_of,
    corrections_of,
    count_claims,
    listed_years,
    morning_lines,
    morning_totals,
    open_lines,
)
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.scope import read_scope
from kezek.reads.bulletin import shown_name, with_mornings
from kezek.reads.queue_board import PAGE_SIZE, page_numbers

CLAIMS_SHOWN = 20
"""The newest claims that stand beside the bulletin; all of them are in the protocol."""
OPEN_SHOWN = 200
DAYS_SHOWN = 30
DAYS_AHEAD = 5


class Phase(StrEnum):
    """How far the day of a bulletin has come."""

    BEFORE = "before"
    """It comes out later today."""
    WINDOW = "window"
    AFTER = "after"
    """The window is over: what is left is open."""
    NO_BULLETIN = "no_bulletin"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Today:
    """What is going on now, and when that changes."""

    phase: Phase
    until: datetime | None
    """When the bulletin comes out, or its window closes."""
    next_at: datetime | None
    """When the next bulletin comes out; nothing where the calendar does not reach."""
    days_ahead: tuple[date, ...]
    freezes: tuple[YearSpan, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A row with its kindergarten's name in the reader's language."""

    row: MorningLine | OpenLine | Correction | Claim
    name: str
    is_name_russian: bool

    @property
    def is_demo(self) -> bool:
        """Whether the kindergarten is made up."""
        return self.row.is_demo

    @property
    def kindergarten_id(self) -> uuid.UUID:
        """Which kindergarten it is."""
        return self.row.kindergarten_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningPage:
    """One bulletin with everything that people look for beside it."""

    territory: str
    territory_name: str
    territories: tuple[tuple[str, str], ...]
    """The region's territories that have bulletins."""
    day: date
    today_on: date
    published_at: datetime
    """When the bulletin of this day comes out, or came."""
    window_closes_at: datetime | None
    now: datetime
    today: Today
    totals: MorningTotals
    lines: tuple[Named, ...]
    pages: Pages
    corrections: tuple[Named, ...]
    open: tuple[Named, ...]
    private: tuple[Named, ...]
    claims: tuple[Named, ...]
    claims_in_all: int
    birth_years: tuple[int, ...]
    languages: tuple[str, ...]
    earlier: tuple[tuple[date, int], ...]

    @property
    def is_today(self) -> bool:
        """Whether the bulletin is that of the present day."""
        return self.day == self.today_on


def bulletin_territories(tenant_id: int) -> tuple[tuple[str, ...], bool]:
    """The territories that have bulletins today, and whether those are all of the region's."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        found = with_mornings(region, region.calendar.local_day(now))
    return tuple(one.slug for one in found), len(found) == len(region.territories)


def morning_page(
    tenant_id: int,
    territory: str,
    day: date | None,
    page: int,
    reader_language: str,
    *,
    birth_year: int = 0,
    language: str = "",
) -> MorningPage | None:
    """The bulletin of a day, or of today; nothing for a territory without bulletins."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        version, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        known = with_mornings(region, today)
        found = next((one for one in known if one.slug == territory), None)
        if found is None:
            return None
        sieve = MorningSieve(territory, day or today, birth_year, language)
        rules = rules_of(region, version, now)
        return _Reading(session, region, rules, now, reader_language).page(
            sieve, found, known, page
        )


@dataclass(frozen=True, slots=True)
class _Reading:
    session: Session
    region: Tenant
    rules: Rules
    now: datetime
    reader: str

    def page(
        self, sieve: MorningSieve, territory: Territory, known: Sequence[Territory], page: int
    ) -> MorningPage:
        session, calendar = self.session, self.region.calendar
        since = calendar.start_of_day(sieve.day)
        until = calendar.start_of_day(sieve.day + timedelta(days=1))
        today_on = calendar.local_day(self.now)
        is_today = sieve.day == today_on
        totals = morning_totals(session, sieve)
        pages = page_numbers(totals.lines, page)
        claims = claims_of(session, sieve.territory, since, until, first=0, count=CLAIMS_SHOWN)
        return MorningPage(
            territory=territory.slug,
            territory_name=self._name(territory),
            territories=tuple((one.slug, self._name(one)) for one in known),
            day=sieve.day,
            today_on=today_on,
            published_at=calendar.moment(sieve.day, self.rules.settings.window_start),
            window_closes_at=_window_closes_at(sieve.day, self.rules),
            now=self.now,
            today=today_of(self.rules, self.now),
            totals=totals,
            lines=self._named(
                morning_lines(session, sieve, first=pages.first_item - 1, count=PAGE_SIZE)
            ),
            pages=pages,
            corrections=self._named(corrections_of(session, sieve)),
            open=self._open(sieve, is_private=False) if is_today else (),
            private=self._open(sieve, is_private=True) if is_today else (),
            claims=self._named(claims),
            claims_in_all=count_claims(session, sieve.territory, since, until),
            birth_years=tuple(listed_years(session, sieve)),
            languages=self.region.instruction_languages,
            earlier=tuple(bulletin_days(session, sieve.territory, DAYS_SHOWN)),
        )

    def _open(self, sieve: MorningSieve, *, is_private: bool) -> tuple[Named, ...]:
        return self._named(open_lines(self.session, sieve, is_private=is_private, count=OPEN_SHOWN))

    def _name(self, territory: Territory) -> str:
        return territory.kk if self.reader == "kk" else territory.ru

    def _named(
        self, rows: Iterable[MorningLine | OpenLine | Correction | Claim]
    ) -> tuple[Named, ...]:
        return tuple(
            Named(
                row,
                shown_name(row.name_kk, row.name_ru, self.reader),
                self.reader == "kk" and not row.name_kk,
            )
            for row in rows
        )


def today_of(rules: Rules, now: datetime) -> Today:
    """How the day stands by the calendar: which window is open, which bulletin comes (A-35)."""
    settings, calendar = rules.settings, rules.calendar
    today = calendar.local_day(now)
    phase, until = Phase.NO_BULLETIN, None
    if is_frozen(today, settings):
        phase = Phase.FROZEN
    elif is_publication_day(today, settings, calendar):
        opens_at, closes_at = (
            calendar.moment(today, settings.window_start),
            window_end_of(today, rules),
        )
        phase = Phase.BEFORE if now < opens_at else Phase.WINDOW
        until = opens_at if now < opens_at else closes_at
        if now >= closes_at:
            phase, until = Phase.AFTER, None
    ahead = _bulletins_ahead(rules, now)
    return Today(
        phase=phase,
        until=until,
        next_at=ahead[0] if ahead else None,
        days_ahead=tuple(calendar.local_day(one) for one in ahead),
        freezes=settings.freeze_spans,
    )


def _bulletins_ahead(rules: Rules, now: datetime) -> list[datetime]:
    """The next bulletins; fewer where the known calendar ends (R-90)."""
    found: list[datetime] = []
    after = now
    for _ in range(DAYS_AHEAD):
        try:
            due = next_due(rules, after)
        except CalendarMissing:
            break
        if due is None:
            break
        found.append(due.at)
        after = due.at
    return found


def _window_closes_at(day: date, rules: Rules) -> datetime | None:
    try:
        return window_end_of(day, rules)
    except CalendarMissing:
        return None
