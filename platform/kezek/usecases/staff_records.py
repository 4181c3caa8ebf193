"""What happens to accounts of staff is a fact of the journal, without a name in it (D-11)."""

import uuid
from datetime import datetime

from kezek.db.journal import JournalEntry, append
from kezek.usecases.unit_of_work import Act


def record_of_staff(
    running: Act, kind: str, account_id: uuid.UUID, now: datetime, **detail: str
) -> None:
    """Writes the fact down."""
    entry = JournalEntry(
        kind=kind,
        rule="D-11",
        rules_version=running.rules(now).version,
        actor=running.actor,
        at=now,
        payload={"detail": {"account": str(account_id), **detail}},
    )
    append(running.session, running.tenant_id, entry)
