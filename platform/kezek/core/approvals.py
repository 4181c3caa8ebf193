"""Acts of which one person alone may not be the doer: one proposes, a second one agrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from kezek.core.access import Actor, Permission, Subject, may
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug


class Kind(StrEnum):
    """What needs two: done wrongly, it touches many families at once or cannot be taken back."""

    TERRITORY_SWITCH = "territory_switch"
    MASS_RECALL = "mass_recall"


AGREED_BY: Mapping[Kind, Permission] = {
    Kind.TERRITORY_SWITCH: Permission.RULES_SIGN,
    Kind.MASS_RECALL: Permission.RECALL_AGREE,
}
"""Who may be the second; a kind without a row fails the build."""

RULE_OF: Mapping[Kind, str] = {
    Kind.TERRITORY_SWITCH: "R-10",
    Kind.MASS_RECALL: "R-46",
}
"""The rule that the journal names beside who proposed and who agreed."""

WAITS = timedelta(days=14)
"""A proposal that nobody has answered by then is over: what it rested on may have changed."""


class Decision(StrEnum):
    """How a proposal ended."""

    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A proposal as the rules look at it."""

    id: UUID
    kind: Kind
    subject: str
    territory: TerritorySlug | None
    payload: Mapping[str, Any]
    reason: str
    proposed_at: datetime
    proposed_by: str
    expires_at: datetime
    decision: Decision | None = None
    decided_by: str | None = None
    is_carried_out: bool = False

    def is_open(self, now: datetime) -> bool:
        """Whether it still waits for its second person."""
        return self.decision is None and now < self.expires_at

    def is_interrupted(self) -> bool:
        """Whether it was agreed to and never came to its end: it may be carried out again."""
        return self.decision is Decision.AGREED and not self.is_carried_out


def may_answer(actor: Actor, approval: Approval) -> bool:
    """Whether this person could be the second of this proposal."""
    subject = Subject(territory=approval.territory)
    return approval.proposed_by != actor.tag and may(actor, AGREED_BY[approval.kind], subject)


def need_second(actor: Actor, approval: Approval, now: datetime) -> None:
    """Goes on for a second person while the proposal waits, else Refusal.

    ALREADY_DECIDED and TOO_LATE say that it is over; NOT_YOURS that the proposer asked, or
    somebody without the permission.
    """
    if approval.decision is not None:
        raise Refusal(Code.ALREADY_DECIDED, "approval")
    if now >= approval.expires_at:
        raise Refusal(Code.TOO_LATE, "approval")
    if approval.proposed_by == actor.tag:
        raise Refusal(Code.NOT_YOURS, "approval_own")
    if not may_answer(actor, approval):
        raise Refusal(Code.NOT_YOURS, "approval")
