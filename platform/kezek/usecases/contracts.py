"""A family signs the contract by the code from an SMS (L-22.10, A-20, A-54)."""

import uuid

from kezek.core.access import Actor
from kezek.core.admission_papers import PaperFile, is_certificate_too_old
from kezek.core.admission_stages import Stage, stage_of
from kezek.core.applications import Application
from kezek.core.codes import Purpose
from kezek.core.errors import Code, Refusal
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import need_no_key
from kezek.core.triggers import Sign
from kezek.db.codes import find_code
from kezek.db.documents import application_documents
from kezek.usecases.codes import judge_code, use_code
from kezek.usecases.deciding import act_on_application
from kezek.usecases.repeats import Once
from kezek.usecases.unit_of_work import Act, act


def sign_by_code(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    code_id: uuid.UUID,
    digits: str,
    *,
    once: Once | None = None,
) -> Application:
    """Signs with the code that was sent for this contract; the child is admitted.

    A wrong code stays counted whatever becomes of the act. Raises NotFound, Repeated and Refusal:
    a wrong or late code, another state, or a certificate 027/е that has become too old (A-20).
    """
    _try(tenant_id, actor, code_id, digits)

    def trigger(running: Act, application: Application) -> Sign:
        if stage_of(application) is Stage.CONTRACT:
            need_no_key(running.rules(running.now()).settings, SignedAct.CONTRACT)
            need_fresh_certificate(running, application)
            use_code(running, code_id, Purpose.SIGN, str(application.id), running.now())
        return Sign(application.id)

    return act_on_application(tenant_id, actor.tag, application_id, trigger, once=once)


def _try(tenant_id: int, actor: Actor, code_id: uuid.UUID, digits: str) -> None:
    """Looks at the code in a transaction of its own; one used before may be a double press."""
    with act(tenant_id, actor.tag) as running:
        row = find_code(running.session, code_id, for_update=True)
        refusal = judge_code(row, digits, running.now(), is_same_press=True)
    if refusal is not None:
        raise refusal


def need_fresh_certificate(running: Act, application: Application) -> None:
    """Goes on with a certificate 027/е that is young enough today (A-20, L-28.1). Raises Refusal.

    What has left the stage of signing is not asked for one.
    """
    if stage_of(application) is not Stage.CONTRACT:
        return
    now = running.now()
    rules = running.rules(now)
    days = rules.settings.health_cert_days
    files = [
        PaperFile(row.kind, row.issued_on)
        for row in application_documents(running.session, application.id)
    ]
    if is_certificate_too_old(files, rules.calendar.local_day(now), days):
        raise Refusal(Code.TOO_LATE, "health_certificate", days=days)
