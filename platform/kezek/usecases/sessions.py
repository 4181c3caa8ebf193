"""Sessions begin, are used, prove anew who sits there, and end: from here or from elsewhere."""

import uuid

from kezek.adapters.passwords import is_password
from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.db.accounts import find_account
from kezek.db.base import uuid7
from kezek.db.sessions import SessionRow, end_session, find_session, see_session
from kezek.usecases.accounts import count_try
from kezek.usecases.deciding import NotFound
from kezek.usecases.two_step import is_code
from kezek.usecases.unit_of_work import act


def begin_session(
    tenant_id: int, account_id: uuid.UUID, epoch: int, browser: str, *, by_key: bool = False
) -> uuid.UUID | None:
    """A session for an account that has just proven itself; nothing if it was closed meanwhile.

    `by_key`: by an electronic signature, which stands for password and second step.
    """
    with act(tenant_id, "public") as running:
        account = find_account(running.session, account_id)
        if account is None or not account.active or account.session_epoch != epoch:
            return None
        now = running.now()
        row = SessionRow(
            tenant_id=tenant_id,
            id=uuid7(),
            account_id=account_id,
            epoch=epoch,
            browser=browser,
            begun_at=now,
            proved_at=now,
            seen_at=now,
            by_key=by_key,
        )
        running.session.add(row)
        return row.id


def touch_session(tenant_id: int, actor: Actor, session_id: uuid.UUID) -> None:
    """Remembers that the session was used now."""
    with act(tenant_id, actor.tag) as running:
        see_session(running.session, session_id, running.now())


def end_own_session(tenant_id: int, actor: Actor, session_id: uuid.UUID) -> None:
    """Ends one of the person's own sessions; ended twice it is ended once. Raises NotFound."""
    with act(tenant_id, actor.tag) as running:
        row = find_session(running.session, session_id)
        if row is None or row.account_id != actor.account_id:
            raise NotFound(session_id)
        end_session(running.session, session_id, running.now(), actor.tag)


def prove_again(
    tenant_id: int, actor: Actor, session_id: uuid.UUID, password: str, code: str
) -> None:
    """Who sits there has entered the password once more, and the code where there is one.

    Raises Refusal as signing in does: NOT_YOURS for what is wrong, LIMIT_REACHED for too many.
    """
    with act(tenant_id, actor.tag) as running:
        account = find_account(running.session, actor.account_id, for_update=True)
        row = find_session(running.session, session_id)
        if account is None or row is None:
            raise NotFound(session_id)
        now = running.now()
        is_right = is_password(account.password_hash, password) and is_code(
            running.session, tenant_id, account, code, now
        )
        until = count_try(account, now, is_right=is_right)
        if until is None and is_right:
            row.proved_at = now
    if until is not None:
        raise Refusal(Code.LIMIT_REACHED, "sign_in", until=until)
    if not is_right:
        raise Refusal(Code.NOT_YOURS, "prove_again")
