"""A specialist settles a conflict of identity once the papers were seen (A-58, A-62, G-40)."""

import uuid

from kezek.core.access import Actor, Permission, demand
from kezek.core.errors import Code, Refusal
from kezek.db.accounts import IdentityConflictRow, find_conflict
from kezek.usecases.deciding import NotFound
from kezek.usecases.proofs import note
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act


def settle_conflict(
    tenant_id: int, by: Actor, conflict_id: uuid.UUID, *, intent: str | None = None
) -> None:
    """Takes the conflict off the desk: who is right was proven, or refused, before.

    Raises NotFound, and Refusal(ALREADY_DECIDED) for one that is settled.
    """
    demand(by, Permission.CONFLICT_SETTLE)

    def settle(running: Act) -> None:
        row: IdentityConflictRow | None = find_conflict(running.session, conflict_id)
        if row is None:
            raise NotFound(conflict_id)
        if row.settled_at is not None:
            raise Refusal(Code.ALREADY_DECIDED, "conflict")
        now = running.now()
        row.settled_at, row.settled_by = now, by.tag
        note(running, "conflict:settled", "A-62", row.guardian_id, now, about=row.kind)
        running.bells.add("office")

    press(tenant_id, by, settle, intent=intent, request=f"conflict:{conflict_id}")
