"""A family asks for more days and shows why it cannot come: paper and request are one act."""

import uuid
from collections.abc import Sequence

from kezek.core.access import Actor
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.triggers import AskExtension
from kezek.usecases.deciding import act_on_application
from kezek.usecases.documents import Upload, attach_within, look_at
from kezek.usecases.repeats import Once
from kezek.usecases.stored_files import drop_files
from kezek.usecases.unit_of_work import Act


def ask_with_proof(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    *,
    days: int,
    proof: Sequence[Upload],
    once: Once | None = None,
) -> Application:
    """Asks for the days and attaches the proof, both or neither (L-25.2, A-17, DOC-16).

    Raises NotFound, Repeated and Refusal.
    """
    looked_at = look_at(proof)
    kept: list[str] = []

    def trigger(running: Act, application: Application) -> AskExtension:
        if not proof:
            raise Refusal(Code.INVALID_CHOICE, "proof")
        attach_within(
            running, actor, application.child, looked_at, kept, application_id=application.id
        )
        return AskExtension(application.id, days)

    try:
        return act_on_application(tenant_id, actor.tag, application_id, trigger, once=once)
    except BaseException:
        drop_files(tenant_id, kept)
        raise
