"""One proposes, a second one agrees, and only then it is done: once, however often it is sent."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kezek.core.access import Actor
from kezek.core.approvals import RULE_OF, WAITS, Approval, Decision, Kind, need_second
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.db.approvals import ApprovalRow, find_approval, open_approval
from kezek.db.base import uuid7
from kezek.db.journal import JournalEntry, append
from kezek.db.locks import lock_proposals
from kezek.db.rules_in_force import region_at
from kezek.usecases.approval_acts import ACTS, Agreed
from kezek.usecases.deciding import NotFound
from kezek.usecases.repeats import Once, Repeated
from kezek.usecases.unit_of_work import SYSTEM, Act, act


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What somebody wants done, in words and values that are enough to do it later."""

    kind: Kind
    subject: str
    """What it is about; of one kind and subject only one proposal waits at a time."""
    payload: Mapping[str, Any]
    reason: str
    territory: TerritorySlug | None = None


def propose(tenant_id: int, by: str, wish: Proposal, once: Once | None = None) -> uuid.UUID:
    """Lays an act before a second person; gives the proposal's number.

    Raises Refusal(ALREADY_DECIDED) while another about the same waits. A repeated press gives the
    first one's number.
    """
    try:
        with act(tenant_id, by, once) as running:
            lock_proposals(running.session, tenant_id, wish.subject)
            now = running.now()
            _need_none_open(running, wish, now)
            row = _row(tenant_id, by, wish, now)
            running.session.add(row)
            _record(running, "approval:proposed", row, now)
            running.response["approval"] = str(row.id)
            running.bells.add("office")
            return row.id
    except Repeated as repeated:
        return uuid.UUID(str(repeated.response["approval"]))


def agree(tenant_id: int, by: Actor, approval_id: uuid.UUID) -> Mapping[str, Any]:
    """The second person agrees, and it is done; gives what the act gave.

    The agreement is kept before the act begins: pressed again after a crash it goes on, and the
    act itself is done once. Raises NotFound, Refusal, and the act's own Refusal, which stays
    written as the outcome.
    """
    agreed = _keep_agreement(tenant_id, by, approval_id)
    try:
        outcome = ACTS[agreed.kind](
            tenant_id, Agreed(agreed.id, agreed.payload, agreed.reason, agreed.proposed_by, by.tag)
        )
    except Refusal as refusal:
        _settle(tenant_id, approval_id, {"refused": refusal.code, "detail": refusal.detail})
        raise
    _settle(tenant_id, approval_id, outcome)
    return outcome


def decline(tenant_id: int, by: Actor, approval_id: uuid.UUID, answer: str) -> None:
    """The second person does not agree, and says why. Raises NotFound and Refusal."""
    with act(tenant_id, by.tag) as running:
        row = _held(running, approval_id)
        now = running.now()
        need_second(by, row.value, now)
        _decide(running, row, Decision.DECLINED, by.tag, now, answer)


def withdraw(tenant_id: int, by: Actor, approval_id: uuid.UUID) -> None:
    """The proposer takes it back. Raises NotFound for others, Refusal once it was answered."""
    with act(tenant_id, by.tag) as running:
        row = _held(running, approval_id)
        if row.proposed_by != by.tag:
            raise NotFound(approval_id)
        if row.decision is not None:
            raise Refusal(Code.ALREADY_DECIDED, "approval")
        _decide(running, row, Decision.WITHDRAWN, by.tag, running.now())


def _keep_agreement(tenant_id: int, by: Actor, approval_id: uuid.UUID) -> Approval:
    with act(tenant_id, by.tag) as running:
        row = _held(running, approval_id)
        found = row.value
        if not (found.is_interrupted() and found.decided_by == by.tag):
            now = running.now()
            need_second(by, found, now)
            _decide(running, row, Decision.AGREED, by.tag, now)
        return found


def _settle(tenant_id: int, approval_id: uuid.UUID, outcome: Mapping[str, Any]) -> None:
    with act(tenant_id, SYSTEM) as running:
        row = _held(running, approval_id)
        row.outcome = dict(outcome)
        if "refused" not in outcome:
            row.carried_out_at = running.now()


def _held(running: Act, approval_id: uuid.UUID) -> ApprovalRow:
    row = find_approval(running.session, approval_id, for_update=True)
    if row is None:
        raise NotFound(approval_id)
    return row


def _need_none_open(running: Act, wish: Proposal, now: datetime) -> None:
    waiting = open_approval(running.session, wish.kind, wish.subject)
    if waiting is None:
        return
    if now < waiting.expires_at:
        raise Refusal(Code.ALREADY_DECIDED, "approval_waits")
    _decide(running, waiting, Decision.WITHDRAWN, SYSTEM, now)
    running.session.flush()


def _row(tenant_id: int, by: str, wish: Proposal, now: datetime) -> ApprovalRow:
    return ApprovalRow(
        tenant_id=tenant_id,
        id=uuid7(),
        kind=wish.kind,
        subject=wish.subject,
        territory=wish.territory,
        payload=dict(wish.payload),
        reason=wish.reason,
        proposed_at=now,
        proposed_by=by,
        expires_at=now + WAITS,
        answer="",
    )


def _decide(
    running: Act, row: ApprovalRow, decision: Decision, by: str, now: datetime, answer: str = ""
) -> None:
    row.decision, row.decided_at, row.decided_by = decision, now, by
    row.answer = answer
    running.bells.add("office")
    _record(running, f"approval:{decision}", row, now)


def _record(running: Act, kind: str, row: ApprovalRow, now: datetime) -> None:
    version, _ = region_at(running.session, running.tenant_id, now)
    entry = JournalEntry(
        kind=kind,
        rule=RULE_OF[Kind(row.kind)],
        rules_version=version,
        actor=running.actor,
        at=now,
        payload={"detail": {"approval": str(row.id), "act": row.kind, "about": row.subject}},
    )
    append(running.session, running.tenant_id, entry)
