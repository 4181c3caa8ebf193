"""What territories do by themselves: when it is due next, and the mode that does it (R-6, R-8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.days import CalendarMissing
from kezek.core.happenings import Due, Happening
from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules
from kezek.core.modes.registry import DOORS
from kezek.core.territories import Mode, mode_on
from kezek.core.triggers import TerritoryDue
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.territory_clocks import set_clocks, territory_clocks
from kezek.usecases.unit_of_work import Act


@dataclass(frozen=True, slots=True)
class Coming:
    """The next moment of one territory, with all that it does then."""

    at: datetime
    territory: TerritorySlug
    mode: Mode
    happenings: tuple[Happening, ...]

    @property
    def triggers(self) -> list[TerritoryDue]:
        """As the mode is asked, in the order of R-8."""
        return [TerritoryDue(self.territory, one) for one in sorted(self.happenings)]


def coming(session: Session, tenant_id: int, now: datetime) -> list[Coming]:
    """What is next in each territory that does anything by itself, earliest first."""
    return sorted(_coming(session, tenant_id, now), key=lambda one: (one.at, one.territory))


def _coming(session: Session, tenant_id: int, now: datetime) -> Iterator[Coming]:
    clocks = territory_clocks(session)
    if not clocks:
        return
    version, region = region_at(session, tenant_id, now)
    rules = rules_of(region, version, now)
    for slug, done_until in clocks.items():
        mode = mode_on(region.territories, slug, region.calendar.local_day(done_until))
        due = _next_due(mode, rules, done_until)
        if mode is not None and due is not None:
            yield Coming(due.at, TerritorySlug(slug), mode, due.happenings)


def begin_clocks(session: Session, tenant_id: int, now: datetime) -> None:
    """Lets every territory of a mode with a calendar of its own begin now, if it has not yet."""
    version, region = region_at(session, tenant_id, now)
    rules, today = rules_of(region, version, now), region.calendar.local_day(now)
    known = territory_clocks(session)
    begun = [
        one.slug
        for one in region.territories
        if _next_due(one.mode_on(today), rules, now) is not None
    ]
    set_clocks(session, tenant_id, set(begun) - known.keys(), now)


def _next_due(mode: Mode | None, rules: Rules, after: datetime) -> Due | None:
    if mode is None or mode not in DOORS:
        return None
    try:
        return DOORS[mode].next_due(rules, after)
    except CalendarMissing:
        # The alarm of a calendar that ends is given long before; nobody else waits for it.
        return None


def mode_of(running: Act, territory: str, now: datetime) -> Mode:
    """The mode that rules in a territory at the moment of an act; linear before any begins."""
    _, region = region_at(running.session, running.tenant_id, now)
    mode = mode_on(region.territories, territory, region.calendar.local_day(now))
    return mode if mode is not None and mode in DOORS else Mode.LINEAR
