"""A family lets an operator see its data: the caller reads back the code that it got (D-11)."""

import uuid

from kezek.core.calls import OPENED_FOR
from kezek.core.codes import Purpose
from kezek.core.errors import Code, Refusal
from kezek.db.applications import find_header
from kezek.db.base import uuid7
from kezek.db.lookups import DisclosureRow
from kezek.db.people import GuardianRow, find_guardian
from kezek.usecases.codes import Message, send_code, try_code, use_code
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_acts import press_as
from kezek.usecases.unit_of_work import Act, act


def ask_caller(
    tenant_id: int, by: str, application_id: uuid.UUID, *, intent: str | None = None
) -> uuid.UUID:
    """Sends a code to the telephone of the application's parent, in the parent's language.

    Gives the code's id; a second press of the button sends no second code. Raises NotFound,
    Refusal(WRONG_STATE, no_phone) where there is none, and the refusals of `send_code` when too
    many were sent.
    """

    def send(running: Act) -> None:
        guardian = _guardian(running, application_id)
        if not guardian.phone:
            raise Refusal(Code.WRONG_STATE, "no_phone")
        message = Message(
            purpose=Purpose.CALLER,
            phone=guardian.phone,
            language=guardian.language,
            subject=_subject(guardian.id, by),
            repeats=[Purpose.CALLER],
        )
        running.response["code"] = str(send_code(running, message).id)

    answer = press_as(tenant_id, by, send, intent=intent, request=f"caller:{application_id}")
    return uuid.UUID(answer["code"])


def open_family(
    tenant_id: int, by: str, application_id: uuid.UUID, code_id: uuid.UUID, digits: str
) -> None:
    """Opens the family's data to this operator for a quarter of an hour, and writes that down.

    A wrong code is counted. Raises NotFound and the refusals of `try_code` and `use_code`; a code
    of another family, or asked for by another operator, opens nothing.
    """
    try_code(tenant_id, code_id, digits)
    with act(tenant_id, by) as running:
        guardian = _guardian(running, application_id)
        now = running.now()
        use_code(running, code_id, Purpose.CALLER, _subject(guardian.id, by), now)
        running.session.add(
            DisclosureRow(
                tenant_id=tenant_id,
                id=uuid7(),
                guardian_id=guardian.id,
                application_id=application_id,
                actor=by,
                code_id=code_id,
                opened_at=now,
                expires_at=now + OPENED_FOR,
            )
        )


def _guardian(running: Act, application_id: uuid.UUID) -> GuardianRow:
    header = find_header(running.session, application_id)
    guardian = find_guardian(running.session, header.guardian_id) if header else None
    if guardian is None:
        raise NotFound(application_id)
    return guardian


def _subject(guardian_id: uuid.UUID, by: str) -> str:
    """Binds a code to the family and to whoever asked for it."""
    return f"{guardian_id}:{by}"
