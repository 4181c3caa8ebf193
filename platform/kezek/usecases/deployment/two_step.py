"""The second step of those who run the deployment: a code of their telephone's app."""

import uuid

from kezek.adapters.services import services
from kezek.adapters.two_step import right_step
from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.db.deployment_accounts import Secrets, end_sessions, find_account, keep_secrets
from kezek.usecases.deciding import NotFound
from kezek.usecases.deployment.acting import Doing, doing


def need_code(now_doing: Doing, known: Secrets, code: str) -> None:
    """Goes on where there is no second step, or with its right code, which is then used up.

    Raises Refusal(NOT_YOURS, sign_in_code).
    """
    if known.two_step_sealed is None:
        return
    secret = services().keys.open_text(known.two_step_sealed, _context(known.account_id))
    step = right_step(secret, code, now_doing.now, known.two_step_last)
    if step is None:
        raise Refusal(Code.NOT_YOURS, "sign_in_code", field="code")
    keep_secrets(now_doing.session, known.account_id, two_step_last=step)


def begin_two_step(actor: Actor, session_id: uuid.UUID, secret: str, code: str) -> None:
    """Sets the second step once its first code was typed; other sessions end. Raises Refusal."""
    with doing(actor.tag) as now_doing:
        step = right_step(secret, code, now_doing.now)
        if step is None:
            raise Refusal(Code.NOT_YOURS, "sign_in_code", field="code")
        sealed = services().keys.seal_text(secret, _context(actor.account_id))
        keep_secrets(
            now_doing.session,
            actor.account_id,
            two_step_sealed=sealed,
            two_step_since=now_doing.now,
            two_step_last=step,
        )
        end_sessions(now_doing.session, actor.account_id, now_doing.now, actor.tag, but=session_id)
        now_doing.note("account:two-step-on")


def end_two_step(actor: Actor) -> None:
    """Goes back to the password alone. Raises NotFound."""
    with doing(actor.tag) as now_doing:
        if find_account(now_doing.session, actor.account_id) is None:
            raise NotFound(actor.account_id)
        keep_secrets(
            now_doing.session,
            actor.account_id,
            two_step_sealed=None,
            two_step_since=None,
            two_step_last=None,
        )
        now_doing.note("account:two-step-off")


def _context(account_id: uuid.UUID) -> str:
    return f"deployment-two-step:{account_id}"
