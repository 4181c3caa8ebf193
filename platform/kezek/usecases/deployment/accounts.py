"""Who runs the deployment: invited once, signed in for a working day, each session to be ended."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.passwords import is_password, password_hash
from kezek.core.access import DEPLOYMENT, Actor, Role
from kezek.core.errors import Code, Refusal
from kezek.core.operator_sessions import INVITED, SEEN_EVERY, is_over, is_proven
from kezek.core.passwords import MAX_LENGTH, MIN_LENGTH, waits_until
from kezek.db.base import uuid7
from kezek.db.deployment_accounts import (
    DeploymentAccountRow,
    DeploymentSessionRow,
    Secrets,
    add_account,
    end_sessions,
    find_account,
    find_by_login,
    find_invited,
    find_session,
    keep_secrets,
    secrets_of,
)
from kezek.usecases.deciding import NotFound
from kezek.usecases.deployment.acting import Doing, doing
from kezek.usecases.deployment.two_step import need_code

_STRANGER = "public"
_LOGIN_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Operator:
    """A signed-in person of the deployment, as the gate and the head of a page need it."""

    actor: Actor
    name: str
    language: str | None
    session_id: uuid.UUID
    is_proven: bool
    """Whether the password was given so short a time ago that it counts for acts of high risk."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where somebody signs in, as he may recognise it in the list of his sessions."""

    address: str
    name: str


def invite(actor: str, login: str, role: Role, full_name: str) -> str:
    """Makes an account, or invites to one that has no password yet; gives the link's secret.

    It is given once: only its hash is kept. Raises Refusal for a login that is taken.
    """
    name, login = " ".join(full_name.split()), _plain(login)
    if role not in DEPLOYMENT or not 0 < len(login) <= _LOGIN_LENGTH or not name:
        raise Refusal(Code.INVALID_CHOICE, "operator_account")
    with doing(actor) as now_doing:
        if find_by_login(now_doing.session, login) is not None:
            raise Refusal(Code.INVALID_CHOICE, "login_taken", field="login")
        account = DeploymentAccountRow(
            id=uuid7(),
            role=role,
            login=login,
            full_name=name,
            failures=0,
            active=True,
            created_at=now_doing.now,
            created_by=actor,
        )
        add_account(now_doing.session, account)
        return _invited(now_doing, account.id, login)


def find_account_id(login: str) -> uuid.UUID | None:
    """The number of the account of this login."""
    with doing(_STRANGER) as now_doing:
        found = find_by_login(now_doing.session, _plain(login))
        return found.id if found is not None else None


def invite_again(actor: str, account_id: uuid.UUID) -> str:
    """A new link for somebody who lost the first, or the password; all sessions end.

    Raises NotFound.
    """
    with doing(actor) as now_doing:
        account = find_account(now_doing.session, account_id, for_update=True)
        if account is None:
            raise NotFound(account_id)
        end_sessions(now_doing.session, account_id, now_doing.now, actor)
        return _invited(now_doing, account_id, account.login)


def find_invitation(token: str) -> str:
    """The login that an invitation is for. Raises Refusal for one that is used or too old."""
    with doing(_STRANGER) as now_doing:
        return _invitation(now_doing, token).login


def take_up(token: str, password: str) -> str:
    """Sets the first password by an invitation, which is used up; gives the login.

    Raises Refusal for a link that is over and for a password that is short.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Refusal(Code.INVALID_CHOICE, "password", least=MIN_LENGTH, field="password")
    with doing(_STRANGER) as now_doing:
        account = _invitation(now_doing, token)
        account.invited_hash = account.invited_until = None
        account.failures, account.failed_at = 0, None
        keep_secrets(
            now_doing.session,
            account.id,
            password_hash=password_hash(password),
            # Whoever could not sign in any more may have lost the telephone, too.
            two_step_sealed=None,
            two_step_since=None,
            two_step_last=None,
        )
        now_doing.actor = f"{account.role}:{account.id}"
        now_doing.note("account:taken-up", login=account.login)
        return account.login


def sign_in(login: str, password: str, code: str, browser: Browser) -> uuid.UUID:
    """Lets somebody in; gives the new session. A wrong login is answered as a wrong password.

    Raises Refusal(NOT_YOURS, sign_in) or, where the account has a second step and its code is not
    right, (NOT_YOURS, sign_in_code); Refusal(LIMIT_REACHED, sign_in) while one has to wait.
    """
    problem: Refusal | None = None
    with doing(_STRANGER) as now_doing:
        known = secrets_of(now_doing.session, _plain(login))
        try:
            account = _let_in(now_doing, known, password, code)
        except Refusal as refusal:
            # What was counted is kept, though nobody comes in.
            problem = refusal
        else:
            return _begin(now_doing, account, browser)
    raise problem


def visit(session_id: uuid.UUID) -> Operator | None:
    """The person of a session; nothing for one that is over, was ended, or whose account is closed.

    Its use is written down, by the minute.
    """
    with doing(_STRANGER) as now_doing:
        now = now_doing.now
        found = find_session(now_doing.session, session_id)
        if found is None or found.ended_at is not None:
            return None
        if is_over(found.begun_at, found.seen_at, now):
            return None
        account = find_account(now_doing.session, found.account_id)
        if account is None or not account.active:
            return None
        if now >= found.seen_at + SEEN_EVERY:
            found.seen_at = now
        actor = Actor(account.id, Role(account.role))
        is_fresh = is_proven(found.proved_at, now)
        return Operator(actor, account.full_name, account.language, session_id, is_fresh)


def prove(operator: Operator, password: str, code: str) -> None:
    """Shows once more who sits there, before an act of high risk. Raises Refusal as `sign_in`."""
    problem: Refusal | None = None
    with doing(operator.actor.tag) as now_doing:
        account = find_account(now_doing.session, operator.actor.account_id)
        known = secrets_of(now_doing.session, account.login) if account is not None else None
        try:
            _let_in(now_doing, known, password, code)
        except Refusal as refusal:
            problem = refusal
        else:
            found = find_session(now_doing.session, operator.session_id)
            if found is not None:
                found.proved_at = now_doing.now
    if problem is not None:
        raise problem


def end_session(by: Actor, session_id: uuid.UUID) -> None:
    """Ends one session: one's own, or anybody's for an operator. Raises NotFound."""
    with doing(by.tag) as now_doing:
        found = find_session(now_doing.session, session_id)
        is_his = found is not None and found.account_id == by.account_id
        if found is None or not (is_his or by.role is Role.OPERATOR):
            raise NotFound(session_id)
        if found.ended_at is not None:
            return
        found.ended_at, found.ended_by = now_doing.now, by.tag
        if not is_his:
            now_doing.note("session:ended", account=str(found.account_id))


def end_other_sessions(operator: Operator) -> int:
    """Ends every session of one's own but this one; how many."""
    with doing(operator.actor.tag) as now_doing:
        return end_sessions(
            now_doing.session,
            operator.actor.account_id,
            now_doing.now,
            operator.actor.tag,
            but=operator.session_id,
        )


def set_active(by: Actor, account_id: uuid.UUID, *, is_active: bool) -> None:
    """Closes an account, with all its sessions, or opens it again.

    Raises NotFound, and Refusal for one's own: the last operator must not lock the door outside.
    """
    with doing(by.tag) as now_doing:
        account = find_account(now_doing.session, account_id, for_update=True)
        if account is None:
            raise NotFound(account_id)
        if account_id == by.account_id:
            raise Refusal(Code.NOT_YOURS, "operator_own")
        if account.active == is_active:
            return
        account.active = is_active
        if not is_active:
            end_sessions(now_doing.session, account_id, now_doing.now, by.tag)
        kind = "account:opened" if is_active else "account:closed"
        now_doing.note(kind, login=account.login)


def keep_language(actor: Actor, language: str) -> None:
    """Remembers in which language the person reads."""
    with doing(actor.tag) as now_doing:
        account = find_account(now_doing.session, actor.account_id)
        if account is not None:
            account.language = language


def _let_in(
    now_doing: Doing, known: Secrets | None, password: str, code: str
) -> DeploymentAccountRow:
    """The account, if it is the right password and code. Raises Refusal, and counts wrong ones."""
    account = find_account(now_doing.session, known.account_id) if known else None
    until = waits_until(account.failures, account.failed_at) if account else None
    is_right = is_password(known.password_hash if known else None, password)
    if until is not None and now_doing.now < until:
        raise Refusal(Code.LIMIT_REACHED, "sign_in", until=until)
    if account is None or known is None or not is_right or not account.active:
        _count(account, now_doing.now)
        raise Refusal(Code.NOT_YOURS, "sign_in")
    try:
        need_code(now_doing, known, code)
    except Refusal:
        _count(account, now_doing.now)
        raise
    account.failures, account.failed_at = 0, None
    return account


def _count(account: DeploymentAccountRow | None, now: datetime) -> None:
    if account is not None:
        account.failures, account.failed_at = account.failures + 1, now


def _begin(now_doing: Doing, account: DeploymentAccountRow, browser: Browser) -> uuid.UUID:
    begun = DeploymentSessionRow(
        id=uuid.uuid4(),  # not told by the time at which it began
        account_id=account.id,
        begun_at=now_doing.now,
        proved_at=now_doing.now,
        seen_at=now_doing.now,
        address=browser.address[:60],
        browser=browser.name[:120],
    )
    now_doing.session.add(begun)
    now_doing.actor = f"{account.role}:{account.id}"
    now_doing.note("session:begun", address=begun.address)
    return begun.id


def _invited(now_doing: Doing, account_id: uuid.UUID, login: str) -> str:
    token = secrets.token_urlsafe(24)
    keep_secrets(
        now_doing.session,
        account_id,
        invited_hash=_hash(token),
        invited_until=now_doing.now + INVITED,
    )
    now_doing.note("account:invited", login=login)
    return token


def _invitation(now_doing: Doing, token: str) -> DeploymentAccountRow:
    account = find_invited(now_doing.session, _hash(token), for_update=True)
    if account is None or not account.active or account.invited_until is None:
        raise Refusal(Code.TOO_LATE, "operator_invitation")
    if now_doing.now >= account.invited_until:
        raise Refusal(Code.TOO_LATE, "operator_invitation")
    return account


def _hash(token: str) -> bytes:
    # The token is drawn from 192 bits: no slow hash is needed to keep it from being guessed.
    return hashlib.sha256(token.encode()).digest()


def _plain(typed: str) -> str:
    return typed.strip().lower()
