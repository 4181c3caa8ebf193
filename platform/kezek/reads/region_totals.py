"""A region's first page: its figures now, and how places are given in each territory (V-13)."""

from dataclasses import dataclass
from datetime import date, datetime

from kezek.adapters.services import services
from kezek.core.regions import Tenant
from kezek.core.territories import Territory
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.totals import Totals, totals_of


@dataclass(frozen=True, slots=True)
class ShownTerritory:
    """One territory with the mode that rules it today, or the day on which its first one begins."""

    slug: str
    name: str
    mode: str
    """Empty before the first mode begins."""
    next_mode: str
    next_on: date | None
    """When another mode begins, if that is set."""


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What the first page of a region says."""

    totals: Totals
    as_of: datetime
    territories: tuple[ShownTerritory, ...]
    about: str


def region_page(tenant_id: int, reader_language: str) -> RegionPage:
    """The figures, the territories and the region's own words."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        today = region.calendar.local_day(now)
        return RegionPage(
            totals=totals_of(session, region.calendar.start_of_day(today)),
            as_of=now,
            territories=tuple(_shown(one, today, reader_language) for one in region.territories),
            about=_text(region, "about", reader_language),
        )


def _shown(territory: Territory, today: date, language: str) -> ShownTerritory:
    mode, switch = territory.mode_on(today), territory.next_switch(today)
    return ShownTerritory(
        slug=territory.slug,
        name=territory.kk if language == "kk" else territory.ru,
        mode=str(mode or ""),
        next_mode=str(switch.mode) if switch else "",
        next_on=switch.from_on if switch else None,
    )


def _text(region: Tenant, name: str, language: str) -> str:
    words = region.texts.get(name)
    return words.in_language(language) if words else ""
