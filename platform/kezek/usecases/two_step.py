"""The second step of signing in is set up, asked for, and taken away by an administrator."""

from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters import two_step
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.db.accounts import AccountRow, find_account
from kezek.db.recovery_codes import forget_codes
from kezek.usecases.deciding import NotFound
from kezek.usecases.recovery_codes import is_recovery_code
from kezek.usecases.unit_of_work import act


def set_up_two_step(tenant_id: int, actor: Actor, secret: str, code: str) -> None:
    """From now on a code of this secret is asked for; the first one proves that the app has it.

    Raises NotFound, and Refusal(NOT_YOURS) for a code that is not right.
    """
    with act(tenant_id, actor.tag) as running:
        account = find_account(running.session, actor.account_id, for_update=True)
        if account is None or account.login is None:
            raise NotFound(actor.account_id)
        now = running.now()
        step = two_step.right_step(secret, code, now)
        if step is None:
            raise Refusal(Code.NOT_YOURS, "two_step_code")
        account.two_step_sealed = services().keys.seal_text(secret, _context(tenant_id, account))
        account.two_step_since, account.two_step_last = now, step
        # Codes on paper stand in for the app that they were made with.
        forget_codes(running.session, account.id)


def is_code(
    session: Session, tenant_id: int, account: AccountRow, code: str, now: datetime
) -> bool:
    """Whether the code opens the second step; it is used up by that. True where there is none.

    One of the codes on paper opens it as well.
    """
    if account.two_step_sealed is None or is_recovery_code(session, account, code, now):
        return True
    secret = services().keys.open_text(account.two_step_sealed, _context(tenant_id, account))
    step = two_step.right_step(secret, code, now, account.two_step_last)
    if step is None:
        return False
    account.two_step_last = step
    return True


def _context(tenant_id: int, account: AccountRow) -> str:
    """Binds a secret to its account: copied to another row it opens nothing."""
    return f"two-step:{tenant_id}:{account.id}"
