"""Several matters at once: each in a transaction of its own, each once, and gone on with later."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from kezek.core.access import Actor, Permission, demand
from kezek.core.applications import SECOND_LOOK
from kezek.core.errors import Code, Refusal
from kezek.core.work import MatterKey, Work
from kezek.db.applications import load_applications
from kezek.db.batches import BatchRow, find_batch, find_item, items_of, keep_batch
from kezek.db.idempotency import answer_of
from kezek.db.scope import read_scope
from kezek.usecases import admission_desk, reviews
from kezek.usecases.assignments import assign, give_back
from kezek.usecases.batch_plans import UNDOABLE, BatchAct, Planned, Why, plan
from kezek.usecases.deciding import NotFound
from kezek.usecases.unit_of_work import act

MOST = 50
"""Matters of one batch: as many as a page shows."""


def begin(
    tenant_id: int,
    by: Actor,
    wished: BatchAct,
    keys: Sequence[MatterKey],
    to: uuid.UUID | None,
    *,
    intent: uuid.UUID,
) -> uuid.UUID:
    """Writes down what is to be done and gives the batch; the same form begins one batch.

    Raises Refusal: nothing was chosen, too much, or no colleague to hand over to.
    """
    demand(by, Permission.WORK_ASSIGN)
    chosen = list(dict.fromkeys(keys))
    if not chosen:
        raise Refusal(Code.INVALID_CHOICE, "nothing_chosen")
    if len(chosen) > MOST:
        raise Refusal(Code.LIMIT_REACHED, "batch", most=MOST)
    target = target_of(by, wished, to)
    planned = plan(tenant_id, by, wished, chosen, target)
    with act(tenant_id, by.tag) as running:
        batch = {
            "tenant_id": tenant_id,
            "id": intent,
            "account_id": by.account_id,
            "act": str(wished),
            "to_account_id": target,
            "made_at": running.now(),
        }
        keep_batch(running.session, batch, [(one.key, one.number) for one in planned])
    return intent


def target_of(by: Actor, wished: BatchAct, to: uuid.UUID | None) -> uuid.UUID | None:
    """In whose hands an assignment puts the matters. Raises Refusal without a colleague."""
    if wished is BatchAct.TAKE:
        return by.account_id
    if wished is not BatchAct.HAND_OVER:
        return None
    if to is None:
        raise Refusal(Code.INVALID_CHOICE, "colleague")
    return to


def go_on(tenant_id: int, by: Actor, batch_id: uuid.UUID) -> None:
    """Does what is still to be done; what a killed worker has left lies there until then.

    Raises NotFound for another's batch.
    """
    with read_scope(tenant_id) as session:
        batch = _own(find_batch(session, batch_id), by)
        wished, to = BatchAct(batch.act), batch.to_account_id
        left = [(one.position, one.key) for one in items_of(session, batch_id) if not one.outcome]
    planned = {one.key: one for one in plan(tenant_id, by, wished, [key for _, key in left], to)}
    for position, key in left:
        _do(tenant_id, by, batch_id, position, wished, planned[key], to)
    with act(tenant_id, by.tag) as running:
        row = find_batch(running.session, batch_id, for_update=True)
        if row is not None and row.finished_at is None:
            row.finished_at = running.now()


def undo(tenant_id: int, by: Actor, batch_id: uuid.UUID) -> int:
    """Puts matters back into the hands in which they were; gives how many could be.

    Raises NotFound for another's batch, and Refusal: a family was told, or it was undone before.
    """
    with act(tenant_id, by.tag) as running:
        batch = _own(find_batch(running.session, batch_id, for_update=True), by)
        if BatchAct(batch.act) not in UNDOABLE:
            raise Refusal(Code.WRONG_STATE, "family_told")
        if batch.undone_at is not None:
            raise Refusal(Code.ALREADY_DECIDED, "batch_undone")
        done = [one for one in items_of(running.session, batch_id) if one.outcome == "done"]
        back = 0
        for one in sorted(done, key=lambda item: str(item.subject_id)):
            if give_back(running, by, one.key, one.before_id, put=batch.to_account_id):
                one.outcome = "undone"
                back += 1
        batch.undone_at = running.now()
        return back


def _own(batch: BatchRow | None, by: Actor) -> BatchRow:
    if batch is None or batch.account_id != by.account_id:
        raise NotFound("batch")
    return batch


def _do(
    tenant_id: int,
    by: Actor,
    batch_id: uuid.UUID,
    position: int,
    wished: BatchAct,
    planned: Planned,
    to: uuid.UUID | None,
) -> None:
    """One matter: the act itself, then what became of it; repeated, the act has its effect once."""
    # The same key again after a hard stop: what was done then is not done a second time.
    key = str(uuid.uuid5(batch_id, str(position)))
    outcome, detail, before = "done", "", planned.holder_id
    known = _answered(tenant_id, by, key)
    if known is not None:
        before = uuid.UUID(str(known["before"])) if known.get("before") else None
    elif planned.why is not None:
        outcome, detail = "left_out", str(planned.why)
    else:
        try:
            before = _act(tenant_id, by, wished, planned, to, key)
        except NotFound:
            outcome, detail = "left_out", str(Why.GONE)
        except Refusal as refusal:
            outcome, detail = "left_out", f"{refusal.code}:{refusal.detail}"
    with act(tenant_id, by.tag) as running:
        row = find_item(running.session, batch_id, position)
        if row is not None and row.outcome is None:
            row.outcome, row.detail, row.before_id = outcome, detail, before


def _answered(tenant_id: int, by: Actor, key: str) -> Mapping[str, Any] | None:
    """How this very matter of the batch was answered before, if it was."""
    with read_scope(tenant_id) as session:
        return answer_of(session, by.tag, key)


def _act(
    tenant_id: int,
    by: Actor,
    wished: BatchAct,
    planned: Planned,
    to: uuid.UUID | None,
    key: str,
) -> uuid.UUID | None:
    subject = planned.key.id
    if wished in UNDOABLE:
        return assign(tenant_id, by, planned.key, to, seen=planned.holder_id, intent=key)
    if wished is BatchAct.GRANT:
        admission_desk.grant_extension(tenant_id, by, subject, planned.days or 0, intent=key)
    elif planned.key.work is Work.REVIEW:
        reviews.confirm(tenant_id, by, subject, intent=key)
    else:
        with read_scope(tenant_id) as session:
            state = next(iter(load_applications(session, [subject]).values())).state
        if state not in SECOND_LOOK:
            raise Refusal(Code.ALREADY_DECIDED, "state", state=str(state))
        reviews.confirm_again(tenant_id, by, subject, state, intent=key)
    return None
