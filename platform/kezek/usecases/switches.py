"""Something is turned off for a while, in one region or in all, and turned on again."""

import uuid
from datetime import datetime

from kezek.core.errors import Code, Refusal
from kezek.core.switches import Switch
from kezek.db.base import uuid7
from kezek.db.stops import SwitchRow, find_switch, unended_switch
from kezek.usecases.deciding import NotFound
from kezek.usecases.deployment.acting import DoneBefore, doing, need_reason
from kezek.usecases.switchboard import switchboard

BY_TIME = "system"


def turn_off(
    actor: str,
    switch: Switch,
    tenant_id: int | None,
    reason: str,
    *,
    until: datetime | None = None,
    intent: uuid.UUID | None = None,
) -> None:
    """Turns it off; every process knows within seconds.

    Raises Refusal while it is off there already, or for an end that has passed.
    """
    words = need_reason(reason)
    try:
        with doing(actor, intent) as now_doing:
            session, now = now_doing.session, now_doing.now
            if until is not None and until <= now:
                raise Refusal(Code.TOO_LATE, "switch_until", field="until")
            standing = unended_switch(session, switch, tenant_id)
            if standing is not None and (standing.until is None or standing.until > now):
                raise Refusal(Code.ALREADY_DECIDED, "switch_off")
            if standing is not None:
                standing.on_at, standing.on_by = standing.until, BY_TIME
                session.flush()
            session.add(
                SwitchRow(
                    id=uuid7(),
                    name=switch,
                    tenant_id=tenant_id,
                    reason=words,
                    off_at=now,
                    off_by=actor,
                    until=until,
                )
            )
            now_doing.note(
                "switch:off",
                tenant_id=tenant_id,
                reason=words,
                intent=intent,
                switch=switch,
                until=until.isoformat() if until else None,
            )
    except DoneBefore:
        return
    finally:
        switchboard().forget()


def turn_on(actor: str, switch_id: uuid.UUID) -> None:
    """Turns it on again; a second press finds it on. Raises NotFound."""
    with doing(actor) as now_doing:
        row = find_switch(now_doing.session, switch_id)
        if row is None:
            raise NotFound(switch_id)
        if row.on_at is None:
            row.on_at, row.on_by = now_doing.now, actor
            now_doing.note("switch:on", tenant_id=row.tenant_id, switch=row.name)
    switchboard().forget()
