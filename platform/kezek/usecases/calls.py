"""The hotline's own acts: a look-up is written down, a call is tagged, a lost family is reached.

Who acts is known by a tag (`hotline:<account>`), so that an operator of several regions can act
here as well; whoever calls has seen to it that this person may.
"""

import uuid

from sqlalchemy import select

from kezek.core.calls import MAX_NOTE, MAX_REASON, MIN_TASK, CallCause, LookupKey, need_reason
from kezek.core.errors import Code, Refusal
from kezek.db.applications import find_header
from kezek.db.base import uuid7
from kezek.db.calls import CallRow, seal_note
from kezek.db.lookups import LookupRow
from kezek.db.notices import HotlineTaskRow
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press_as
from kezek.usecases.tasks import put_task
from kezek.usecases.unit_of_work import Act, act


def note_lookup(
    tenant_id: int,
    by: str,
    key: LookupKey,
    *,
    reason: str = "",
    found: int,
    application_id: uuid.UUID | None = None,
) -> None:
    """Writes a look-up down before its answer is shown: by what, why, how many (D-11).

    Raises Refusal(INVALID_CHOICE, lookup_reason) for a name without a reason.
    """
    need_reason(key, reason)
    with act(tenant_id, by) as running:
        running.session.add(
            LookupRow(
                tenant_id=tenant_id,
                id=uuid7(),
                looked_at=running.now(),
                actor=by,
                by_key=str(key),
                reason=reason.strip()[:MAX_REASON],
                found=found,
                application_id=application_id,
            )
        )


def note_call(
    tenant_id: int,
    by: str,
    cause: CallCause,
    *,
    application_id: uuid.UUID | None = None,
    note: str = "",
    hands_over: bool = False,
    intent: str | None = None,
) -> None:
    """Tags a call by its cause and, where it is asked for, hands the matter over.

    A note belongs to the family that it is about, and so does what is handed over. Sent twice it is
    one. Raises NotFound for an application that this region has not, and Refusal(INVALID_CHOICE,
    task_words) for a matter without words or without an application.
    """
    words = note.strip()[:MAX_NOTE]
    if hands_over and (application_id is None or len(words) < MIN_TASK):
        raise Refusal(Code.INVALID_CHOICE, "task_words", field="note")

    def write(running: Act) -> None:
        guardian = _family(running, application_id) if application_id else None
        _write_call(running, by, cause, application_id, guardian, words)
        if hands_over and application_id and guardian:
            put_task(running, by, application_id, guardian, cause, words)

    request = f"call:{cause}:{application_id}:{hands_over}:{words}"
    press_as(tenant_id, by, write, intent=intent, request=request)


def reach_family(
    tenant_id: int, by: str, task_id: uuid.UUID, note: str, *, intent: str | None = None
) -> None:
    """A family that no message reached was called: it leaves the list (§10).

    Raises NotFound, and Refusal(ALREADY_DECIDED, reached) when somebody was quicker.
    """
    words = note.strip()[:MAX_NOTE]

    def close(running: Act) -> None:
        row = running.session.scalar(
            select(HotlineTaskRow).where(HotlineTaskRow.id == task_id).with_for_update()
        )
        if row is None:
            raise NotFound(task_id)
        if row.closed_at is not None:
            raise Refusal(Code.ALREADY_DECIDED, "reached")
        row.closed_at, row.closed_by, row.note = running.now(), by, words

    press_as(tenant_id, by, close, intent=intent, request=f"reached:{task_id}:{words}")


def _write_call(
    running: Act,
    by: str,
    cause: CallCause,
    application_id: uuid.UUID | None,
    guardian: uuid.UUID | None,
    words: str,
) -> None:
    row_id, tenant_id = uuid7(), running.tenant_id
    sealed = None
    if guardian and words:
        sealed = seal_note(running.session, tenant_id, guardian, row_id, words)
    running.session.add(
        CallRow(
            tenant_id=tenant_id,
            id=row_id,
            called_at=running.now(),
            actor=by,
            cause=str(cause),
            application_id=application_id,
            guardian_id=guardian,
            note_sealed=sealed,
        )
    )


def _family(running: Act, application_id: uuid.UUID) -> uuid.UUID:
    header = find_header(running.session, application_id)
    if header is None:
        raise NotFound(application_id)
    return header.guardian_id
