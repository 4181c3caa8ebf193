"""An administrator keeps the accounts of staff: invites, changes, closes, looks through."""

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.passwords import password_hash
from kezek.core.access import STAFF, Actor, Permission, Role, demand
from kezek.core.errors import Code, Refusal
from kezek.core.staff import INVITATION_LASTS, Verdict
from kezek.db.accounts import (
    AccountRow,
    find_account,
    find_account_by_login,
    keep_territories,
)
from kezek.db.base import uuid7
from kezek.db.invitations import (
    AccessReviewRow,
    InvitationRow,
    find_invitation,
    void_invitations,
)
from kezek.db.recovery_codes import forget_codes
from kezek.usecases.accounts import SignedIn, check_password, login_of
from kezek.usecases.deciding import NotFound
from kezek.usecases.staff_keys import set_key
from kezek.usecases.staff_records import record_of_staff
from kezek.usecases.unit_of_work import Act, act

_TOKEN_BYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Who is invited to work here, as what."""

    role: Role
    login: str
    full_name: str
    language: str | None = None
    kindergarten_id: uuid.UUID | None = None
    territories: tuple[str, ...] = ()
    iin: str = ""
    """Whose own key opens the account, where it should."""


@dataclass(frozen=True, slots=True)
class Link:
    """What an invited person opens; shown once, for only a digest of it is kept."""

    account_id: uuid.UUID
    token: str
    expires_at: datetime


def invite(tenant_id: int, by: Actor, wish: Invited) -> Link:
    """Makes an account without a password and the link by which its person sets one.

    Raises Refusal: a login that is taken, a kindergarten that is missing.
    """
    demand(by, Permission.STAFF_KEEP)
    _check(wish)
    with act(tenant_id, by.tag) as running:
        if find_account_by_login(running.session, login_of(wish.login)) is not None:
            raise Refusal(Code.INVALID_CHOICE, "login_taken")
        now = running.now()
        account = _account(tenant_id, wish, now)
        running.session.add(account)
        running.session.flush()
        if wish.iin:
            set_key(running, account, wish.iin)
        keep_territories(running.session, account, wish.territories)
        record_of_staff(running, "staff:invited", account.id, now, role=str(wish.role))
        return _link(running, account.id, now)


def new_link(tenant_id: int, by: Actor, account_id: uuid.UUID) -> Link:
    """A fresh link for somebody who lost the old one, or the password. Raises NotFound."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        now = running.now()
        record_of_staff(running, "staff:link-made", account.id, now)
        return _link(running, account.id, now)


def accept_invitation(tenant_id: int, token: str, password: str) -> SignedIn:
    """The invited person sets the password; the link is used up, and all sessions end.

    Raises NotFound for no link, Refusal(TOO_LATE) for one that is over, Refusal for the password.
    """
    check_password(password)
    with act(tenant_id, "public") as running:
        found = find_invitation(running.session, _digest(token), for_update=True)
        if found is None:
            raise NotFound("invitation")
        now = running.now()
        account = find_account(running.session, found.account_id, for_update=True)
        if found.used_at is not None or now >= found.expires_at or not (account and account.active):
            raise Refusal(Code.TOO_LATE, "invitation")
        found.used_at = now
        account.password_hash = password_hash(password)
        account.failures, account.failed_at = 0, None
        account.session_epoch += 1
        record_of_staff(running, "staff:password-set", account.id, now)
        return SignedIn(
            account.id, account.session_epoch, needs_code=account.two_step_sealed is not None
        )


def change_staff(
    tenant_id: int,
    by: Actor,
    account_id: uuid.UUID,
    full_name: str,
    territories: tuple[str, ...],
    alarm_email: str = "",
) -> None:
    """Another name, other territories, an address for alarms (N-54); raises NotFound.

    What is open on a desk follows at once.
    """
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        account.full_name, account.alarm_email = full_name, alarm_email
        keep_territories(
            running.session, account, territories if account.role == Role.OFFICE else ()
        )
        record_of_staff(running, "staff:changed", account.id, running.now())


def close_account(tenant_id: int, by: Actor, account_id: uuid.UUID) -> None:
    """Takes all rights away at once. Raises NotFound, and Refusal for the own account."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        _need_another(by, account)
        if account.active:
            _close(running, account, running.now())


def open_account(tenant_id: int, by: Actor, account_id: uuid.UUID) -> None:
    """Gives the rights back to somebody who returns. Raises NotFound."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        if not account.active:
            account.active = True
            account.session_epoch += 1
            record_of_staff(running, "staff:opened", account.id, running.now())


def take_two_step_away(tenant_id: int, by: Actor, account_id: uuid.UUID) -> None:
    """Somebody lost the telephone with the app: the step is set up anew. Raises NotFound."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        _need_another(by, account)
        account.two_step_sealed = account.two_step_since = account.two_step_last = None
        forget_codes(running.session, account.id)
        account.session_epoch += 1
        record_of_staff(running, "staff:two-step-removed", account.id, running.now())


def end_staff_sessions(tenant_id: int, by: Actor, account_id: uuid.UUID) -> None:
    """Signs somebody out everywhere. Raises NotFound."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        account.session_epoch += 1
        record_of_staff(running, "staff:signed-out", account.id, running.now())


def review_access(tenant_id: int, by: Actor, account_id: uuid.UUID, verdict: Verdict) -> None:
    """Says of an account that it is still needed, or closes it. Raises NotFound, Refusal."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        now = running.now()
        if verdict is Verdict.CLOSED:
            _need_another(by, account)
            _close(running, account, now)
        running.session.add(
            AccessReviewRow(
                tenant_id=tenant_id,
                id=uuid7(),
                account_id=account.id,
                verdict=verdict,
                reviewed_at=now,
                reviewed_by=by.tag,
            )
        )


def _check(wish: Invited) -> None:
    if wish.role not in STAFF or not login_of(wish.login):
        raise Refusal(Code.INVALID_CHOICE, "staff_role")
    if (wish.role is Role.KINDERGARTEN) != (wish.kindergarten_id is not None):
        raise Refusal(Code.INVALID_CHOICE, "staff_kindergarten")


def _account(tenant_id: int, wish: Invited, now: datetime) -> AccountRow:
    return AccountRow(
        tenant_id=tenant_id,
        id=uuid7(),
        role=wish.role,
        kindergarten_id=wish.kindergarten_id,
        login=login_of(wish.login),
        full_name=wish.full_name,
        language=wish.language,
        active=True,
        session_epoch=1,
        failures=0,
        created_at=now,
    )


def _held(running: Act, account_id: uuid.UUID) -> AccountRow:
    """The account of a member of staff; families are nobody's to keep. Raises NotFound."""
    account = find_account(running.session, account_id, for_update=True)
    if account is None or account.login is None:
        raise NotFound(account_id)
    return account


def _need_another(by: Actor, account: AccountRow) -> None:
    """Nobody shuts the door behind themselves: a region would be left without a key."""
    if account.id == by.account_id:
        raise Refusal(Code.NOT_YOURS, "own_account")


def _close(running: Act, account: AccountRow, now: datetime) -> None:
    account.active = False
    account.session_epoch += 1
    # Whoever comes back is invited anew: a key, and codes on paper, went with the person.
    account.key_holder_hash = account.key_since = None
    forget_codes(running.session, account.id)
    void_invitations(running.session, account.id, now)
    record_of_staff(running, "staff:closed", account.id, now)


def _link(running: Act, account_id: uuid.UUID, now: datetime) -> Link:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    void_invitations(running.session, account_id, now)
    expires_at = now + INVITATION_LASTS
    running.session.add(
        InvitationRow(
            tenant_id=running.tenant_id,
            id=uuid7(),
            account_id=account_id,
            token_hash=_digest(token),
            made_at=now,
            made_by=running.actor,
            expires_at=expires_at,
        )
    )
    return Link(account_id, token, expires_at)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
