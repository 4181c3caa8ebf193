"""Stages of the service leave for monitoring: once each, in batches, until acknowledged (L-9.2).

A stage is written in the commit of its fact under a number that is made of it. What monitoring
acknowledges is settled; what it does not name, or a call without an answer, is sent again under the
same numbers, by which monitoring knows it. docs/monitoring.md has the contract.
"""

import logging
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from kezek.adapters.breakers import Away
from kezek.adapters.services import services
from kezek.core.events import Fact
from kezek.core.regions import Tenant
from kezek.core.service_stages import BATCH, HOLD, Reached, again_at, place_of, stages_reached
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.stage_reports import (
    Outcome,
    Report,
    add_reports,
    claim_reports,
    next_report_at,
    put_off_reports,
    settle_reports,
    wake_reports,
)
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_log = logging.getLogger(__name__)

STAGES = "/monitoring/v1/stages"
_UNNAMED = "not acknowledged"


def record_stages(running: Act, fact: Fact, fact_id: uuid.UUID, now: datetime) -> None:
    """Writes the stages that a fact has brought about; nothing where nobody monitors."""
    if not services().settings.monitoring.is_asked:
        return
    reached = stages_reached(fact.applications)
    add_reports(running.session, running.tenant_id, [_report(one, fact_id, now) for one in reached])


def next_stage_at(tenant_id: int) -> datetime | None:
    """When stages of a region are to be sent next; nothing where nobody monitors."""
    if not services().settings.monitoring.is_asked:
        return None
    with read_scope(tenant_id) as session:
        return next_report_at(session)


def report_stages(tenant_id: int) -> int:
    """Sends what waits, batch by batch, until one is not taken; gives how many were."""
    taken = 0
    while True:
        with act(tenant_id, SYSTEM) as running:
            now = running.now()
            batch = claim_reports(running.session, now, now + HOLD, BATCH)
            _, region = region_at(running.session, tenant_id, now)
        if not batch:
            return taken
        acknowledged = _send(tenant_id, region, batch)
        taken += acknowledged
        if acknowledged < len(batch):
            return taken


def send_stages_again(tenant_id: int, actor: str) -> int:
    """An operator sends at once what waits or was refused; gives how many stages that are."""
    with act(tenant_id, actor) as running:
        return wake_reports(running.session, running.now())


def _report(one: Reached, fact_id: uuid.UUID, now: datetime) -> Report:
    application = one.application
    return Report(
        id=uuid.uuid5(fact_id, f"{application.id}:{one.stage}"),
        application_id=application.id,
        stage=str(one.stage),
        at=now,
        payload={
            "application": application.number,
            "service": str(one.service),
            "territory": str(application.territory),
            "mode": str(application.mode),
            "reason": one.reason,
        },
    )


def _send(tenant_id: int, region: Tenant, batch: Sequence[Report]) -> int:
    """One batch: sent outside any transaction, settled in one of its own."""
    codes = {one.slug: one.kato or "" for one in region.territories}
    in_order = sorted(batch, key=lambda one: (one.at, place_of(one.stage), one.id))
    events = [_event(one, codes) for one in in_order]
    # The number of the call is that of its contents: a repeated batch is one call to monitoring.
    call = str(uuid.uuid5(batch[0].id, ",".join(str(one.id) for one in batch)))
    answer: Mapping[str, Any] = {}
    fault = ""
    try:
        answer = services().monitoring.ask(
            STAGES, {"region": region.slug, "events": events}, call=call
        )
    except Away as away:
        fault = str(away) or type(away).__name__
        _log.warning("monitoring.away", extra={"tenant": tenant_id, "reason": fault})
    return _settle(tenant_id, batch, answer, fault)


def _event(one: Report, codes: Mapping[str, str]) -> dict[str, Any]:
    territory = one.payload["territory"]
    return {
        **one.payload,
        "id": str(one.id),
        "stage": one.stage,
        "at": one.at.isoformat(timespec="milliseconds"),
        "territory": codes.get(territory) or territory,
    }


def _settle(tenant_id: int, batch: Sequence[Report], answer: Mapping[str, Any], fault: str) -> int:
    """Ends what monitoring named; the rest waits. Gives how many it acknowledged."""
    known = {str(one.id): one.id for one in batch}
    good = {known[one] for one in _texts(answer.get("acknowledged")) if one in known}
    refused = _refused(answer.get("refused"), known)
    left = [one for one in batch if one.id not in good and one.id not in refused]
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        settle_reports(running.session, good, Outcome.ACKNOWLEDGED, now)
        for one, why in refused.items():
            settle_reports(running.session, [one], Outcome.REFUSED, now, why)
        until = {one.id: again_at(one.attempts, now) for one in left}
        put_off_reports(running.session, left, until, fault or _UNNAMED)
    return len(good)


def _texts(found: object) -> list[str]:
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _refused(found: object, known: Mapping[str, uuid.UUID]) -> dict[uuid.UUID, str]:
    if not isinstance(found, list):
        return {}
    named = [one for one in found if isinstance(one, dict) and one.get("id") in known]
    return {known[one["id"]]: str(one.get("code", ""))[:60] for one in named}
