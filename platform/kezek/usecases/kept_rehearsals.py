"""A rehearsal is kept for whoever looks at it page by page, and for whoever signs after it (N6)."""

import uuid
from datetime import timedelta

from kezek.core.regions import Tenant
from kezek.core.rehearsing.found import Rehearsal
from kezek.db.base import uuid7
from kezek.db.rehearsals import RehearsalRow, rehearsal_to_json, sweep_rehearsals
from kezek.usecases.rehearsing_changes import rehearse_change
from kezek.usecases.repeats import Once
from kezek.usecases.unit_of_work import act

KEPT_FOR = timedelta(days=30)
"""The queue of a month ago tells nothing of a change of today, and it names children."""


def rehearse_and_keep(
    tenant_id: int, actor: str, changed: Tenant, *, opening: int = 0, once: Once | None = None
) -> uuid.UUID:
    """Rehearses a change and keeps what was found; gives its number. Raises Repeated, NoVersion."""
    found = rehearse_change(tenant_id, changed, opening=opening)
    return keep_rehearsal(tenant_id, actor, found, once=once)


def keep_rehearsal(
    tenant_id: int, actor: str, found: Rehearsal, *, once: Once | None = None
) -> uuid.UUID:
    """Keeps what a rehearsal found, and sweeps out what is a month old. Raises Repeated."""
    with act(tenant_id, actor, once) as running:
        rehearsal_id = uuid7()
        sweep_rehearsals(running.session, found.at - KEPT_FOR)
        running.session.add(
            RehearsalRow(
                tenant_id=tenant_id,
                id=rehearsal_id,
                made_at=found.at,
                made_by=actor,
                rules_version=found.rules_version,
                sha256=found.sha256,
                children=len(found.children),
                found=rehearsal_to_json(found),
            )
        )
        running.response["rehearsal"] = str(rehearsal_id)
        return rehearsal_id
