"""Many places of a kindergarten are taken back once two people have agreed (IX-7, R-46)."""

import uuid
from collections.abc import Mapping
from typing import Any

from kezek.core.errors import Refusal
from kezek.db.places import birth_years_of_places
from kezek.usecases.due import catch_up
from kezek.usecases.places import recall_within
from kezek.usecases.repeats import Once, Repeated
from kezek.usecases.unit_of_work import Act, act


def recall_agreed(
    tenant_id: int, actor: str, payload: Mapping[str, Any], reason: str, once: Once
) -> Mapping[str, Any]:
    """Recalls what two have agreed on; a place that was taken meanwhile stays taken.

    Gives how many were recalled and how many could not be any more.
    """
    catch_up(tenant_id)
    wanted = [uuid.UUID(one) for one in payload["places"]]
    try:
        with act(tenant_id, actor, once) as running:
            # All cohorts at once and in their order: place by place they would be locked crosswise.
            running.hold(birth_years=birth_years_of_places(running.session, wanted))
            done = [one for one in wanted if _recalled(running, one, reason)]
            outcome = {"recalled": len(done), "too_late": len(wanted) - len(done)}
            running.response.update(outcome)
            return outcome
    except Repeated as repeated:
        return repeated.response


def _recalled(running: Act, place_id: uuid.UUID, reason: str) -> bool:
    try:
        recall_within(running, [place_id], reason)
    except Refusal:
        return False
    return True
