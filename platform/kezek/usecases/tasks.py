"""What the hotline cannot answer is handed over to the specialists, and comes back answered."""

import uuid
from datetime import datetime

from kezek.core.access import Actor, Permission, Subject, may
from kezek.core.calls import CallCause
from kezek.core.days import CalendarMissing
from kezek.core.errors import Code, Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.terms import working_days_after
from kezek.db.base import uuid7
from kezek.db.calls import seal_note
from kezek.db.tasks import TaskRow, mark_seen, task_with_application
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press
from kezek.usecases.unit_of_work import Act, act

WORKING_DAYS = 1
"""The department answers a matter of the hotline on its next working day."""

OUTCOMES = ("done", "declined")


def put_task(
    running: Act,
    by: str,
    application_id: uuid.UUID,
    guardian_id: uuid.UUID,
    cause: CallCause,
    text: str,
) -> None:
    """Puts a matter of an application before the specialists, in the transaction of the call."""
    now = running.now()
    task_id = uuid7()
    running.session.add(
        TaskRow(
            tenant_id=running.tenant_id,
            id=task_id,
            application_id=application_id,
            guardian_id=guardian_id,
            cause=str(cause),
            text_sealed=seal_note(running.session, running.tenant_id, guardian_id, task_id, text),
            opened_at=now,
            opened_by=by,
            due_at=_due_at(running, now),
        )
    )
    running.bells.add("office")


def answer_task(
    tenant_id: int,
    by: Actor,
    task_id: uuid.UUID,
    outcome: str,
    text: str,
    *,
    intent: str | None = None,
) -> None:
    """A specialist answers a matter: it leaves the desk, and the hotline reads what came of it.

    Raises NotFound for those whom it does not concern, Refusal(ALREADY_DECIDED, task) for one that
    is answered.
    """

    def answer(running: Act) -> None:
        found = task_with_application(running.session, task_id)
        if found is None or not may(by, Permission.TASK_ANSWER, _subject(found[1].territory)):
            raise NotFound(task_id)
        row = found[0]
        running.session.refresh(row, with_for_update=True)
        if row.closed_at is not None:
            raise Refusal(Code.ALREADY_DECIDED, "task")
        # Both are asked for first: a question would write out a row that is half answered.
        now = running.now()
        sealed = seal_note(running.session, tenant_id, row.guardian_id, row.id, text)
        row.answer_sealed, row.outcome = sealed, outcome
        row.closed_at, row.closed_by = now, by.tag
        running.bells.add("office")

    request = f"task:{task_id}:{outcome}:{text}"
    press(tenant_id, by, answer, intent=intent, request=request)


def see_answers(tenant_id: int, by: str, application_id: uuid.UUID) -> None:
    """The operator who handed matters over looks at their answers: they are no news any more."""
    with act(tenant_id, by) as running:
        mark_seen(running.session, application_id, by, running.now())


def _due_at(running: Act, now: datetime) -> datetime | None:
    """The end of the department's next working day; nothing past the known calendar (R-90)."""
    try:
        return working_days_after(now, WORKING_DAYS, running.rules(now).calendar)
    except CalendarMissing:
        return None


def _subject(territory: str) -> Subject:
    return Subject(territory=TerritorySlug(territory))
