"""The data of a closed region are announced for erasure, and erased when their time is over.

The last step of a closing to which two operators agreed. It is taken by the clock and asks nobody,
so it takes nothing for granted: it looks under the lock at which a region is opened again, and the
database looks once more (`erase_region`).
"""

import logging
from datetime import date

from kezek.adapters.services import services
from kezek.core.erasures import Keeping, Step
from kezek.core.errors import Code, Refusal
from kezek.core.stops import Level
from kezek.db.erasures import (
    RegionErasureRow,
    closed_regions,
    erase_rows,
    find_erasure,
    keeping_of,
    rows_to_erase,
)
from kezek.db.locks import lock_settings
from kezek.db.scope import deployment_scope
from kezek.db.stops import TenantStopRow, open_stop
from kezek.usecases.deployment.acting import need_reason
from kezek.usecases.deployment.region_acts import note_of_region
from kezek.usecases.journal import seal_tenant
from kezek.usecases.switchboard import switchboard
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_log = logging.getLogger(__name__)


def look_after_closed_regions() -> None:
    """Announces what is to be announced and erases what is due, each region for itself."""
    with deployment_scope() as session:
        closed = [stop.tenant_id for stop in closed_regions(session)]
    for tenant_id in closed:
        try:
            look_after_closed(tenant_id)
        except Exception:
            # Another region's papers are not kept longer because of this one.
            _log.exception("erasure.failed", extra={"tenant": tenant_id})


def look_after_closed(tenant_id: int) -> Step | None:
    """Takes the next step of one closed region; gives where it stands, nothing for an open one.

    Twice does no harm: what is erased is found erased, and files that were left are removed.
    """
    step = None
    with act(tenant_id, SYSTEM) as running:
        lock_settings(running.session, tenant_id)
        stop = open_stop(running.session, tenant_id)
        if stop is not None and stop.level == Level.CLOSED:
            step = _take_step(running, stop)
    if step is Step.ERASED:
        services().uploads.drop_region(tenant_id)
        seal_tenant(tenant_id)
    return step


def keep_longer(actor: str, tenant_id: int, through_on: date, reason: str) -> None:
    """The data of a closed region are kept through a later day.

    Raises Refusal for a region that is not closed, for data that are erased, and for a day that
    is not later: what two have agreed to, one alone may only put off.
    """
    words = need_reason(reason)
    with act(tenant_id, actor) as running:
        lock_settings(running.session, tenant_id)
        stop = open_stop(running.session, tenant_id)
        if stop is None or stop.level != Level.CLOSED:
            raise Refusal(Code.WRONG_STATE, "tenant_not_closed")
        keeping = keeping_of(running.session, stop)
        need_not_erased(running, stop)
        if through_on <= keeping.kept_through_on:
            raise Refusal(Code.TOO_LATE, "keep_longer", field="kept", on=keeping.kept_through_on)
        stop.kept_through_on = through_on
        note_of_region(running, "tenant:kept-longer", running.now(), words, kept=str(through_on))
    switchboard().forget()


def need_not_erased(running: Act, stop: TenantStopRow) -> None:
    """Goes on while the region's data are there. Raises Refusal."""
    erasure = find_erasure(running.session, stop.id)
    if erasure is not None and erasure.erased_at is not None:
        raise Refusal(Code.WRONG_STATE, "tenant_erased")


def _take_step(running: Act, stop: TenantStopRow) -> Step:
    keeping = keeping_of(running.session, stop)
    today = running.rules(now := running.now()).calendar.local_day(now)
    step = keeping.step(today)
    if step is Step.TO_ANNOUNCE:
        _announce(running, stop, keeping, today)
        return Step.ANNOUNCED
    if step is Step.DUE:
        _erase(running, stop, today)
        return Step.ERASED
    return step


def _announce(running: Act, stop: TenantStopRow, keeping: Keeping, today: date) -> None:
    foreseen = rows_to_erase(running.session)
    running.session.add(
        RegionErasureRow(
            stop_id=stop.id,
            tenant_id=running.tenant_id,
            announced_on=today,
            announced_at=running.now(),
            foreseen=foreseen,
        )
    )
    on = keeping.erases_on(today)
    note_of_region(
        running, "tenant:erasure-announced", running.now(), on=str(on), rows=sum(foreseen.values())
    )


def _erase(running: Act, stop: TenantStopRow, today: date) -> None:
    erasure = find_erasure(running.session, stop.id)
    assert erasure is not None, "what is due was announced"
    gone = erase_rows(running.session, stop.id, today)
    erasure.erased_at, erasure.erased = running.now(), gone
    note_of_region(running, "tenant:erased", running.now(), rows=sum(gone.values()), tables=gone)
    _log.info("erasure.done", extra={"tenant": running.tenant_id, "rows": sum(gone.values())})
