"""A territory changes its mode on a day: set, rehearsed, and carried out at 00:00 (R-10, R-85)."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import SHOWN, State
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.registry import DOORS, is_open
from kezek.core.modes.switch import Crossing, crossings, switch
from kezek.core.places import FREE
from kezek.core.queues import QueueKey, SeatKey
from kezek.core.regions import Tenant
from kezek.core.territories import Mode, get_territory
from kezek.core.triggers import Distribute
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import waiting_of_territories
from kezek.db.queues import ensure_queues, find_queues
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.scope import read_scope
from kezek.usecases.happenings import begin_clocks
from kezek.usecases.recording import save
from kezek.usecases.rules_change import store_version
from kezek.usecases.unit_of_work import Act, act
from kezek.usecases.world import Loaded
from kezek.usecases.worlds import WORLDS


def plan_switch(tenant_id: int, actor: str, territory: str, mode: Mode, on: date) -> int:
    """Sets that a territory changes its mode at 00:00 of a day; gives the version of the region.

    Raises UnknownTerritory, and Refusal for a day that has begun, for a mode that is not open, or
    for a day before a mode that is set already.
    """
    with act(tenant_id, actor) as running:
        now = running.now()
        _, region = region_at(running.session, tenant_id, now)
        changed = _with_switch(region, territory, mode, on, now)
        version = store_version(running.session, tenant_id, changed, now, now, actor)
        begin_clocks(running.session, tenant_id, now)
        return version


def _with_switch(region: Tenant, slug: str, mode: Mode, on: date, now: datetime) -> Tenant:
    if not is_open(mode):
        raise Refusal(Code.MODE_MISMATCH, "not_open", mode=str(mode))
    if on <= region.calendar.local_day(now):
        raise Refusal(Code.TOO_LATE, "switch_day")
    chosen = get_territory(region.territories, slug)
    try:
        switched = chosen.switched(mode, on)
    except ValueError:
        raise Refusal(Code.INVALID_CHOICE, "switch_order") from None
    territories = tuple(switched if one is chosen else one for one in region.territories)
    return replace(region, territories=territories)


def rehearse_switch(tenant_id: int, territory: str, mode: Mode, on: date) -> list[Crossing]:
    """What a switch would do to every child, on a snapshot of now: writes nothing, locks nothing.

    The same function carries the switch out. Raises as `plan_switch`.
    """
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        version, region = region_at(session, tenant_id, now)
        changed = _with_switch(region, territory, mode, on, now)
        begins_at = region.calendar.start_of_day(on)
        rules = rules_of(changed, version, begins_at)
        slug = TerritorySlug(territory)
        loaded = load_applications(session, _waiting_in(session, slug))
        keys = {key for one in loaded.values() for key in one.keys}
        rows = find_queues(session, keys)
        world = World(applications=loaded, queues={key: row.value for key, row in rows.items()})
        return crossings(world, slug, rules, begins_at)


def carry_out_switch(
    running: Act,
    territory: TerritorySlug,
    rules: Rules,
    birth_years: Collection[int],
    now: datetime,
) -> int:
    """Takes everybody who waits into the new mode, then serves its free places (R-83, R-85)."""
    loaded = _load(running, territory, rules, now)
    decision = switch(loaded.world, territory, rules, now)
    save(running, loaded, decision, rules, now)
    mode = rules.mode_of(territory)
    served = WORLDS[mode](
        running,
        rules,
        today=rules.calendar.local_day(now),
        birth_years=birth_years,
    )
    distribution = DOORS[mode].decide(served.world, Distribute(), rules, now)
    save(running, served, distribution, rules, now)
    return len(decision.facts)


def _load(running: Act, territory: TerritorySlug, rules: Rules, now: datetime) -> Loaded:
    """Everybody who stands in the territory, with the queues that they leave and enter."""
    applications = load_applications(running.session, _waiting_in(running.session, territory))
    places = waiting_of_territories(running.session, [territory], FREE)
    keys: set[QueueKey] = {place.key for place in places.values()}
    for one in applications.values():
        keys |= {*one.keys, *as_it_enters(one, rules, now).keys}
    ratio = rules.settings.ratio_g
    start = ratio if rules.settings.ratio_start == "P" else 0
    ensured = ensure_queues(running.session, running.tenant_id, keys, count=start, ratio=ratio)
    queues = {key: row.value for key, row in ensured.rows.items()}
    world = World(applications=applications, places=places, queues=queues)
    return Loaded(world, dict(ensured.rows), set(ensured.opened))


def _waiting_in(session: Session, territory: TerritorySlug) -> list[uuid.UUID]:
    states = [str(state) for state in SHOWN | {State.UNDER_REVIEW}]
    return list(
        session.scalars(
            select(ApplicationRow.id).where(
                ApplicationRow.territory == territory, ApplicationRow.state.in_(states)
            )
        )
    )


def kindergarten_names(tenant_id: int, found: Iterable[Crossing]) -> dict[uuid.UUID, str]:
    """The Kazakh names of the kindergartens in whose queues these children stand."""
    keys = {key for one in found for key in (*one.numbers_before, *one.numbers_after)}
    wanted = {key.kindergarten for key in keys if isinstance(key, SeatKey)}
    with read_scope(tenant_id) as session:
        rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(wanted)))
        return {row.id: row.name("kk") for row in rows}
