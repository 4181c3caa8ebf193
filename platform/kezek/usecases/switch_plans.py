"""A switch of a territory is signed for a day to come, or taken back before it (R-10, G-13)."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime

from kezek.core.errors import Code, Refusal
from kezek.core.regions import with_switch, without_switch
from kezek.core.territories import Mode
from kezek.db.base import uuid7
from kezek.db.idempotency import find_response
from kezek.db.journal import JournalEntry, append
from kezek.db.locks import lock_settings
from kezek.db.scope import read_scope
from kezek.db.territory_switches import TerritorySwitchRow, find_switch, lines_to_json
from kezek.usecases.deciding import NotFound
from kezek.usecases.happenings import begin_clocks
from kezek.usecases.repeats import Once, Repeated
from kezek.usecases.rules_change import put_in
from kezek.usecases.switching import Rehearsal, rehearse_switch
from kezek.usecases.unit_of_work import Act, act


def plan_switch(
    tenant_id: int,
    actor: str,
    territory: str,
    mode: Mode,
    on: date,
    *,
    reason: str = "",
    agreed_by: str = "",
    once: Once | None = None,
) -> uuid.UUID:
    """Signs that a territory changes its mode at 00:00 of a day, with what was rehearsed just now.

    `agreed_by` is the second of the two who it takes (`approvals.py`).
    Raises UnknownTerritory, and Refusal for a day that has begun, for a mode that is not open or
    rules already, and while another switch is set.
    """
    _need_first(tenant_id, actor, once)
    found = rehearse_switch(tenant_id, territory, mode, on)
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        now = running.now()
        version = put_in(
            running,
            now,
            lambda one: with_switch(one, territory, mode, on, now),
            reason=reason,
        )
        switch_id = uuid7()
        running.session.add(_row(running, switch_id, found, reason, now))
        begin_clocks(running.session, tenant_id, now)
        detail = _detail(found, reason) | {"children": len(found.lines), "agreed_by": agreed_by}
        _record(running, "territory:switch-set", switch_id, version, detail, now)
        running.response["switch"] = str(switch_id)
        return switch_id


def cancel_switch(
    tenant_id: int, actor: str, switch_id: uuid.UUID, why: str, *, once: Once | None = None
) -> None:
    """Takes a signed switch back before its day begins; the mode that rules goes on.

    One person does it: a second one guards what touches many families, and this keeps all as it is.
    Raises NotFound, and Refusal once the day has begun or when it was taken back already.
    """
    with act(tenant_id, actor, once) as running:
        lock_settings(running.session, tenant_id)
        row = find_switch(running.session, switch_id)
        if row is None:
            raise NotFound(switch_id)
        if not row.is_planned:
            raise Refusal(Code.ALREADY_DECIDED, "switch")
        now = running.now()
        slug, on = row.territory, row.from_on
        version = put_in(running, now, lambda one: without_switch(one, slug, on, now), reason=why)
        row.cancelled_at, row.cancelled_by, row.cancelled_why = now, actor, why
        detail = {"territory": slug, "mode": row.mode_after, "on": on.isoformat(), "reason": why}
        _record(running, "territory:switch-cancelled", switch_id, version, detail, now)
        running.response["switch"] = str(switch_id)


def _need_first(tenant_id: int, actor: str, once: Once | None) -> None:
    """A form that comes once more is not rehearsed anew: its own switch would stand against it."""
    if once is None:
        return
    with read_scope(tenant_id) as session:
        known = find_response(session, actor, once)
    if known is not None:
        raise Repeated(known)


def _row(
    running: Act, switch_id: uuid.UUID, found: Rehearsal, reason: str, now: datetime
) -> TerritorySwitchRow:
    return TerritorySwitchRow(
        tenant_id=running.tenant_id,
        id=switch_id,
        territory=found.territory,
        mode_before=str(found.mode_before),
        mode_after=str(found.mode_after),
        from_on=found.from_on,
        reason=reason,
        signed_at=now,
        signed_by=running.actor,
        rehearsal=lines_to_json(found.lines),
    )


def _detail(found: Rehearsal, reason: str) -> dict[str, str | int]:
    return {
        "territory": str(found.territory),
        "mode": str(found.mode_after),
        "mode_before": str(found.mode_before),
        "on": found.from_on.isoformat(),
        "reason": reason,
    }


def _record(
    running: Act,
    kind: str,
    switch_id: uuid.UUID,
    version: int,
    detail: Mapping[str, str | int],
    now: datetime,
) -> None:
    entry = JournalEntry(
        kind=kind,
        rule="R-10",
        rules_version=version,
        actor=running.actor,
        at=now,
        payload={"detail": {**detail, "switch": str(switch_id)}},
    )
    append(running.session, running.tenant_id, entry)
