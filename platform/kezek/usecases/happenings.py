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
from kezek.core.territories import Mode, Territory, get_territory, mode_on
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
        """As the mode is asked, in the order of R-8; a switch is no mode's own matter."""
        own = sorted(one for one in self.happenings if one is not Happening.MODE_SWITCH)
        return [TerritoryDue(self.territory, one) for one in own]

    @property
    def is_switch(self) -> bool:
        """Whether another mode begins to rule there at this moment (R-10)."""
        return Happening.MODE_SWITCH in self.happenings


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
        territory = get_territory(region.territories, slug)
        mode = territory.mode_on(region.calendar.local_day(done_until))
        due = _first(_next_due(mode, rules, done_until), _switch(territory, rules, done_until))
        if mode is not None and due is not None:
            yield Coming(due.at, TerritorySlug(slug), mode, due.happenings)


def _switch(territory: Territory, rules: Rules, after: datetime) -> Due | None:
    """The beginning of the next mode that is set for a territory (R-10)."""
    coming_mode = territory.next_switch(rules.calendar.local_day(after))
    if coming_mode is None:
        return None
    return Due(rules.calendar.start_of_day(coming_mode.from_on), (Happening.MODE_SWITCH,))


def _first(one: Due | None, other: Due | None) -> Due | None:
    """The earlier of two; both together where they are of one moment."""
    if one is None or other is None:
        return one or other
    if one.at == other.at:
        return Due(one.at, (*one.happenings, *other.happenings))
    return min(one, other, key=lambda due: due.at)


def begin_clocks(session: Session, tenant_id: int, now: datetime) -> None:
    """Lets every territory begin now that does something by itself, if it has not begun yet."""
    version, region = region_at(session, tenant_id, now)
    rules, today = rules_of(region, version, now), region.calendar.local_day(now)
    known = territory_clocks(session)
    begun = [
        one.slug
        for one in region.territories
        if _next_due(one.mode_on(today), rules, now) or one.next_switch(today)
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
