"""A territory changes its mode: rehearsed by the rules themselves, carried out at 00:00 (R-10)."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.applications import SHOWN, State
from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules, World
from kezek.core.modes.entering import as_it_enters
from kezek.core.modes.registry import DOORS
from kezek.core.modes.rehearsals import ChildLine, lines_of
from kezek.core.modes.switch import CROSSES, carry_over, crossings
from kezek.core.places import FREE
from kezek.core.queues import QueueKey, SeatKey
from kezek.core.regions import with_switch
from kezek.core.territories import Mode, get_territory
from kezek.core.triggers import Distribute
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import waiting_of_territories
from kezek.db.queues import ensure_queues, find_queues
from kezek.db.rules_in_force import region_at, rules_of
from kezek.db.scope import read_scope
from kezek.db.territory_switches import lines_to_json, live_states, planned_switch
from kezek.usecases.recording import save
from kezek.usecases.unit_of_work import Act
from kezek.usecases.world import Loaded
from kezek.usecases.worlds import WORLDS


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What a switch would do if its day were now; nothing of it was written."""

    territory: TerritorySlug
    mode_before: Mode
    mode_after: Mode
    from_on: date
    at: datetime
    lines: tuple[ChildLine, ...]
    """Every child that crosses, by the moment of submission."""
    stays: Mapping[State, int]
    """Who does not cross at once, by state: those finish under the old rules (R-9, R-84)."""
    free_places: int


def rehearse_switch(tenant_id: int, territory: str, mode: Mode, on: date) -> Rehearsal:
    """What a switch would do to every child, on a snapshot of now: writes nothing, locks nothing.

    The same function carries the switch out. Raises UnknownTerritory, and Refusal for a day that
    has begun, for a mode that is not open or rules already, and while another switch is set.
    """
    with read_scope(tenant_id) as session:
        return rehearsed(session, tenant_id, TerritorySlug(territory), mode, on)


def rehearsed(
    session: Session, tenant_id: int, territory: TerritorySlug, mode: Mode, on: date
) -> Rehearsal:
    """The rehearsal on the snapshot of a transaction that only reads. Raises as above."""
    now = services().clock.now(session)
    version, region = region_at(session, tenant_id, now)
    changed = with_switch(region, territory, mode, on, now)
    begins_at = region.calendar.start_of_day(on)
    rules = rules_of(changed, version, begins_at)
    loaded = load_applications(session, _waiting_in(session, territory))
    keys = {key for one in loaded.values() for key in one.keys}
    queues = {key: row.value for key, row in find_queues(session, keys).items()}
    found = crossings(World(applications=loaded, queues=queues), territory, rules, begins_at)
    before = get_territory(region.territories, territory).modes[-1].mode
    states = {State(name): count for name, count in live_states(session, territory).items()}
    return Rehearsal(
        territory=territory,
        mode_before=before,
        mode_after=mode,
        from_on=on,
        at=now,
        lines=lines_of(found),
        stays={state: many for state, many in states.items() if state not in CROSSES},
        free_places=len(waiting_of_territories(session, [territory], FREE)),
    )


def carry_out_switch(
    running: Act,
    territory: TerritorySlug,
    rules: Rules,
    birth_years: Collection[int],
    now: datetime,
) -> int:
    """Takes everybody who waits into the new mode, then serves its free places (R-83, R-85)."""
    loaded = _load(running, territory, rules, now)
    found = crossings(loaded.world, territory, rules, now)
    decision = carry_over(found, loaded.world, territory, rules)
    save(running, loaded, decision, rules, now)
    _keep_outcome(running, territory, lines_of(found), rules, now)
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


def _keep_outcome(
    running: Act,
    territory: TerritorySlug,
    lines: tuple[ChildLine, ...],
    rules: Rules,
    now: datetime,
) -> None:
    """Beside what was rehearsed and signed: what happened; a day set in files was not signed."""
    signed = planned_switch(running.session, territory, rules.calendar.local_day(now))
    if signed is not None:
        signed.happened_at = now
        signed.outcome = lines_to_json(lines)


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


def kindergarten_names(
    tenant_id: int, keys: Iterable[QueueKey], language: str = "kk"
) -> dict[uuid.UUID, str]:
    """The names of the kindergartens whose queues are among these."""
    wanted = {key.kindergarten for key in keys if isinstance(key, SeatKey)}
    with read_scope(tenant_id) as session:
        rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(wanted)))
        return {row.id: row.name(language) for row in rows}
