"""A region changes its settings from a moment on; running terms keep their length (R-9, N-53)."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kezek.core.modes.contract import World
from kezek.core.modes.registry import DOORS
from kezek.core.regions import Tenant, canonical, digest, tenant_from
from kezek.core.territories import Mode
from kezek.core.triggers import RatioSet
from kezek.core.versions import after
from kezek.db.passed_over import take_up_again
from kezek.db.queues import QueueRow, queues_with_other_ratio
from kezek.db.rules_in_force import region_at
from kezek.db.tenant_versions import stored_versions
from kezek.db.tenants import TenantVersionRow, last_version, version_data
from kezek.usecases.happenings import begin_clocks
from kezek.usecases.recording import save
from kezek.usecases.unit_of_work import SYSTEM, Act, act
from kezek.usecases.world import Loaded


def change_settings(
    tenant_id: int, actor: str, changes: Mapping[str, Any], effective_from: datetime | None = None
) -> int:
    """Stores a new version of the region with some settings changed; gives its number.

    Raises UnknownSetting and ImpossibleValue; without a moment it holds from now on.
    """
    with act(tenant_id, actor) as running:
        now = running.now()
        from_moment = max(effective_from or now, now)
        version = put_in(
            running,
            now,
            lambda one: one.with_rules(one.rules.with_settings(changes)),
            effective_from=from_moment,
        )
    bring_into_force(tenant_id)
    return version


def put_in(
    running: Act,
    now: datetime,
    change: Callable[[Tenant], Tenant],
    *,
    effective_from: datetime | None = None,
    reason: str = "",
) -> int:
    """A version from now, or from a moment to come, with the change; gives its number.

    What was to come into force later gets the change too, stored once more: nobody's change is
    undone by one that was signed after it and begins before it.
    """
    session, tenant_id, actor = running.session, running.tenant_id, running.actor
    begins = effective_from or now
    _, region = region_at(session, tenant_id, begins)
    later = [
        (one, tenant_from(version_data(session, one.number)))
        for one in after([one.value for one in stored_versions(session)], begins, now)
    ]
    number = store_version(session, tenant_id, change(region), begins, now, actor, reason=reason)
    for one, data in later:
        store_version(
            session, tenant_id, change(data), one.effective_from, now, actor, repeats=one.root
        )
    return number


def store_version(
    session: Session,
    tenant_id: int,
    region: Tenant,
    effective_from: datetime,
    now: datetime,
    actor: str,
    *,
    reason: str = "",
    repeats: int | None = None,
    takes_back: int | None = None,
) -> int:
    """Appends a version of a region; versions are never changed afterwards."""
    version = last_version(session) + 1
    session.execute(
        insert(TenantVersionRow).values(
            tenant_id=tenant_id,
            version=version,
            effective_from=effective_from,
            loaded_at=now,
            loaded_by=actor,
            sha256=digest(canonical(region)),
            data=canonical(region),
            reason=reason,
            repeats=repeats,
            takes_back=takes_back,
        )
    )
    # Its calendar may have the year for which an end of a span could not be found.
    take_up_again(session)
    return version


def bring_into_force(tenant_id: int) -> int:
    """Makes every queue keep to the ratio in force now; gives how many had another (A-01).

    A territory that the version in force has for the first time begins its own clock.
    """
    with act(tenant_id, SYSTEM) as running:
        begin_clocks(running.session, tenant_id, running.now())
        rows = _with_other_ratio(running)
        if not rows:
            return 0
        now = running.hold(birth_years={row.birth_year for row in rows})
        rules = running.rules(now)
        loaded = Loaded(
            World(queues={row.key: row.value for row in rows}), {row.key: row for row in rows}
        )
        decision = DOORS[Mode.LINEAR].decide(loaded.world, RatioSet(), rules, now)
        save(running, loaded, decision, rules, now)
        return len(rows)


def _with_other_ratio(running: Act) -> list[QueueRow]:
    rules = running.rules(running.now())
    return queues_with_other_ratio(running.session, rules.settings.ratio_g)
