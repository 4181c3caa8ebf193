"""A change of a region's rules, rehearsed on its own live queue before it is signed (N6).

One read-only snapshot, the same core, in memory: nothing is written, nothing is locked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import Application
from kezek.core.days import CalendarMissing
from kezek.core.ids import ApplicationId, PlaceId, TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.places import FREE
from kezek.core.region_changes import difference
from kezek.core.regions import Tenant, canonical, digest
from kezek.core.rehearsing.changes import compared, queues_under
from kezek.core.rehearsing.found import OpenedPlaces, Rehearsal
from kezek.core.rehearsing.opening import next_giving, opened
from kezek.core.rehearsing.spreading import spread, weights
from kezek.core.rehearsing.terms_begun import begun_terms
from kezek.db.applications import load_applications
from kezek.db.live_queue import (
    all_queues,
    all_seats,
    ending_before,
    homes,
    live_queue,
    places_ending_before,
    running_terms,
)
from kezek.db.places import load_places, waiting_of_territories
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.scope import read_scope
from kezek.db.vouchers import vouchers_given
from kezek.usecases.world import places_of

MOST_OPENED = 1000
"""The most places that a rehearsal opens."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """The rules that hold, and those that are proposed, as of one moment."""

    before: Rules
    after: Rules
    now: datetime


def rehearse_change(tenant_id: int, changed: Tenant, *, opening: int = 0) -> Rehearsal:
    """What a changed region would do to everybody who waits, as if it were in force now.

    With `opening`, also who would be asked if so many places opened now. Raises NoVersion.
    """
    with read_scope(tenant_id) as session:
        return rehearsed(session, tenant_id, changed, opening=opening)


def rehearsed(session: Session, tenant_id: int, changed: Tenant, *, opening: int = 0) -> Rehearsal:
    """The rehearsal on the snapshot of a transaction that only reads. Raises as above."""
    now = services().clock.now(session)
    version, region = region_at(session, tenant_id, now)
    sides = _Sides(rules_of(region, version, now), rules_of(changed, version, now), now)
    world = _world(session)
    running = running_terms(session)
    return Rehearsal(
        at=now,
        rules_version=version,
        sha256=digest(canonical(changed)),
        differences=tuple(difference(region, changed)),
        children=compared(world, sides.before, sides.after, now),
        terms=begun_terms(sides.before, sides.after, running, now),
        running_terms=sum(running.values()),
        opening=_opening(session, world, sides, min(opening, MOST_OPENED)) if opening else None,
    )


def _world(session: Session) -> World:
    """Everybody who waits, every free place, every queue, and where the kindergartens are."""
    territories = homes(session)
    places = waiting_of_territories(session, set(territories.values()), FREE)
    return World(
        applications=live_queue(session),
        places=places,
        queues=all_queues(session),
        territories=territories,
    )


def _opening(session: Session, world: World, sides: _Sides, most: int) -> OpenedPlaces:
    waiting = [one for one in world.applications.values() if one.is_shown]
    seats = all_seats(session)
    openings = spread(most, weights(waiting, seats, world.territories, sides.before))
    try:
        whole = _with_what_ends(session, world, sides)
        before = opened(whole, openings, sides.before, sides.now)
        after = opened(_under(whole, sides), openings, sides.after, sides.now)
    except CalendarMissing as missing:
        return OpenedPlaces(openings, len(world.places), (), (), missing.year)
    return OpenedPlaces(openings, len(world.places), before, after)


def _under(world: World, sides: _Sides) -> World:
    """The same region once the proposed rules are in force: its counts keep to the ratio (A-01)."""
    queues = queues_under(world.queues, sides.after, sides.now).queues
    return World(world.applications, world.places, queues, world.vouchers_given, world.territories)


def _with_what_ends(session: Session, world: World, sides: _Sides) -> World:
    """With everything that ends before territories give places next, whole (R-8)."""
    nights = _nights(sides)
    if not nights:
        return world
    last = max(nights.values())
    ending = load_applications(session, ending_before(session, last, nights))
    places = load_places(session, {*places_ending_before(session, last), *_held(ending)})
    holders = {one.holder for one in places.values() if one.holder is not None}
    ending |= load_applications(session, holders - ending.keys())
    return World(
        {**world.applications, **ending},
        {**world.places, **places},
        world.queues,
        _given(session, sides, nights),
        world.territories,
    )


def _nights(sides: _Sides) -> dict[TerritorySlug, datetime]:
    """When each territory gives places by itself, the later of both sets of rules."""
    found: dict[TerritorySlug, datetime] = {}
    for rules in (sides.before, sides.after):
        for territory, mode in rules.modes.items():
            at = next_giving(mode, rules, sides.now)
            if at is not None:
                found[territory] = max(at, found.get(territory, at))
    return found


def _held(applications: Mapping[ApplicationId, Application]) -> set[PlaceId]:
    found = places_of(applications.values())
    kept = (one.voucher for one in applications.values() if one.voucher is not None)
    return found | {one.hold.place for one in kept if one.hold is not None}


def _given(
    session: Session, sides: _Sides, nights: Mapping[TerritorySlug, datetime]
) -> dict[TerritorySlug, int]:
    """Vouchers of this month, where a budget counts them (rulebook 7.1(3))."""
    if not any(rules.settings.iteration_budget for rules in (sides.before, sides.after)):
        return {}
    calendar = sides.before.calendar
    month = calendar.start_of_day(calendar.local_day(sides.now).replace(day=1))
    return vouchers_given(session, dict.fromkeys(nights, month))
