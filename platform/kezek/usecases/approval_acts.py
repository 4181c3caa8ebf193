"""What each kind of proposal does once two have agreed: one line a kind."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from kezek.core.approvals import Kind
from kezek.core.territories import Mode
from kezek.usecases.recalls import recall_agreed
from kezek.usecases.repeats import Once, Repeated
from kezek.usecases.switch_plans import plan_switch


@dataclass(frozen=True, slots=True)
class Agreed:
    """A proposal that two agree on; what is done carries both names."""

    id: uuid.UUID
    payload: Mapping[str, Any]
    reason: str
    proposed_by: str
    agreed_by: str

    @property
    def once(self) -> Once:
        """The key by which its act is done once, whoever comes back to it."""
        return Once(f"approval:{self.id}", f"approval:{self.id}")


Deed = Callable[[int, Agreed], Mapping[str, Any]]


def _switch(tenant_id: int, agreed: Agreed) -> Mapping[str, Any]:
    """Sets the switch of a territory (R-10)."""
    wish = agreed.payload
    try:
        made = plan_switch(
            tenant_id,
            agreed.proposed_by,
            wish["territory"],
            Mode(wish["mode"]),
            date.fromisoformat(wish["on"]),
            reason=agreed.reason,
            agreed_by=agreed.agreed_by,
            once=agreed.once,
        )
    except Repeated as repeated:
        return repeated.response
    return {"switch": str(made)}


def _recall(tenant_id: int, agreed: Agreed) -> Mapping[str, Any]:
    """Takes many places of a kindergarten back (IX-7, R-46)."""
    return recall_agreed(tenant_id, agreed.proposed_by, agreed.payload, agreed.reason, agreed.once)


ACTS: Mapping[Kind, Deed] = {
    Kind.TERRITORY_SWITCH: _switch,
    Kind.MASS_RECALL: _recall,
}
"""The whole of it; a test sees to it that no kind is left out."""
