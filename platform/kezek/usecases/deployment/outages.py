"""An outage that several regions had is recorded in each: one act, safe to be sent again."""

import uuid
from collections.abc import Sequence

from kezek.core.errors import Code, Refusal
from kezek.db.scope import deployment_scope
from kezek.db.stops import open_stops
from kezek.usecases.deployment.acting import DoneBefore, doing, need_first
from kezek.usecases.outages import OutageWish, record_known_outage


def record_in_regions(
    actor: str, tenants: Sequence[int], wish: OutageWish, outage_id: uuid.UUID
) -> int:
    """Records it in each of these regions; gives how many terms were moved in all.

    Each region is an act of its own: pressed again after a crash it goes on where it was. What a
    region had recorded as a whole before is passed over. Raises Refusal for a region that stands
    still, whose own outage is recorded when it goes on, and where nothing is left to be recorded.
    """
    _need_running(tenants)
    moved, refusal = [], None
    for tenant_id in sorted(set(tenants)):
        try:
            row = record_known_outage(tenant_id, actor, wish, outage_id)
        except Refusal as covered:
            if covered.detail != "outage_covered":
                raise
            refusal = covered
        else:
            moved.append((tenant_id, row.terms_moved))
    if not moved and refusal is not None:
        raise refusal
    _note(actor, moved, wish, outage_id)
    return sum(terms for _, terms in moved)


def _need_running(tenants: Sequence[int]) -> None:
    with deployment_scope() as session:
        if {row.tenant_id for row in open_stops(session)} & set(tenants):
            raise Refusal(Code.WRONG_STATE, "outage_stopped", field="regions")


def _note(actor: str, moved: list[tuple[int, int]], wish: OutageWish, outage_id: uuid.UUID) -> None:
    """Written down once for each region, by a number that the second press makes again."""
    for tenant_id, terms in moved:
        act_id = uuid.uuid5(outage_id, str(tenant_id))
        try:
            with doing(actor) as now_doing:
                need_first(now_doing.session, act_id)
                now_doing.note(
                    "outage:recorded",
                    tenant_id=tenant_id,
                    reason=wish.reason,
                    intent=act_id,
                    began_at=wish.began_at.isoformat(),
                    ended_at=wish.ended_at.isoformat(),
                    terms=terms,
                )
        except DoneBefore:
            continue
