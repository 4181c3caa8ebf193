"""What an operator did to one region is known on both sides: to operators, and to the region."""

import uuid
from datetime import datetime

from kezek.db.journal import JournalEntry, append
from kezek.usecases.deployment.acting import note_act
from kezek.usecases.unit_of_work import Act


def note_of_region(
    running: Act,
    kind: str,
    now: datetime,
    reason: str = "",
    *,
    intent: uuid.UUID | None = None,
    **detail: object,
) -> None:
    """Writes an act into the list of operators' acts and into the region's own journal (R-11)."""
    note_act(
        running.session,
        running.actor,
        kind,
        now,
        tenant_id=running.tenant_id,
        reason=reason,
        intent=intent,
        detail=detail,
    )
    entry = JournalEntry(
        kind=kind,
        rule="R-11",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        payload={"detail": {**detail, "reason": reason}},
    )
    append(running.session, running.tenant_id, entry)
