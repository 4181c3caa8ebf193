"""Accounts: staff come in by login and password, and everybody's sessions can be ended."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from kezek.adapters.passwords import is_dated, is_password, password_hash
from kezek.core.access import STAFF, Actor, Role
from kezek.core.errors import Code, Refusal
from kezek.core.passwords import MAX_LENGTH, MIN_LENGTH, waits_until
from kezek.db.accounts import (
    AccountRow,
    StaffTerritoryRow,
    end_sessions,
    find_account,
    find_account_by_login,
)
from kezek.db.base import uuid7
from kezek.db.people import find_guardian, keep_contacts
from kezek.usecases.contacts_needed import need_email_of
from kezek.usecases.deciding import NotFound
from kezek.usecases.two_step import is_code
from kezek.usecases.unit_of_work import act


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a session keeps of a member of staff."""

    account_id: uuid.UUID
    session_epoch: int
    needs_code: bool = False
    """Whether the second step is still to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWish:
    """An account for a member of staff."""

    role: Role
    login: str
    password: str
    full_name: str
    language: str | None = None
    kindergarten_id: uuid.UUID | None = None
    territories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a family says of itself; the notices need the language and the address."""

    full_name: str
    address: str
    email: str


def sign_in(tenant_id: int, login: str, password: str) -> SignedIn:
    """Lets staff in, or on to the second step; a wrong login is answered as a wrong password is.

    Raises Refusal(NOT_YOURS, sign_in), and Refusal(LIMIT_REACHED, sign_in) while one has to wait.
    """
    with act(tenant_id, "public") as running:
        account = find_account_by_login(running.session, login_of(login))
        now = running.now()
        is_right = is_password(account.password_hash if account else None, password)
        until = count_try(account, now, is_right=is_right, is_half=True) if account else None
        if account is not None and is_right and is_dated(account.password_hash or ""):
            account.password_hash = password_hash(password)
    if until is not None:
        raise Refusal(Code.LIMIT_REACHED, "sign_in", until=until)
    if account is None or not is_right or not account.active:
        raise Refusal(Code.NOT_YOURS, "sign_in")
    return SignedIn(
        account.id, account.session_epoch, needs_code=account.two_step_sealed is not None
    )


def enter_code(tenant_id: int, half: SignedIn, code: str) -> SignedIn:
    """The second step: the code of the app, after the password was right.

    Raises Refusal(NOT_YOURS, two_step_code), and Refusal(LIMIT_REACHED, sign_in) for too many.
    """
    with act(tenant_id, "public") as running:
        account = find_account(running.session, half.account_id, for_update=True)
        if account is None or account.session_epoch != half.session_epoch:
            raise Refusal(Code.NOT_YOURS, "sign_in")
        now = running.now()
        is_right = is_code(running.session, tenant_id, account, code, now)
        until = count_try(account, now, is_right=is_right)
    if until is not None:
        raise Refusal(Code.LIMIT_REACHED, "sign_in", until=until)
    if not is_right:
        raise Refusal(Code.NOT_YOURS, "two_step_code")
    return SignedIn(account.id, account.session_epoch)


def sign_out_everywhere(tenant_id: int, actor: Actor) -> None:
    """Ends every session of the account, this one too."""
    with act(tenant_id, actor.tag) as running:
        end_sessions(running.session, actor.account_id)


def keep_language(tenant_id: int, actor: Actor, language: str) -> None:
    """Remembers in which language the person reads, and is written to."""
    with act(tenant_id, actor.tag) as running:
        account = find_account(running.session, actor.account_id)
        if account is None:
            return
        account.language = language
        guardian = find_guardian(running.session, actor.guardian_id) if actor.guardian_id else None
        if guardian is not None:
            guardian.language = language


def keep_profile(tenant_id: int, actor: Actor, profile: Profile) -> None:
    """The family's name, address and mailbox (Annex 1).

    Raises NotFound, and Refusal where an application of the family needs the mailbox (I-3.2).
    """
    with act(tenant_id, actor.tag) as running:
        guardian = find_guardian(running.session, actor.guardian_id) if actor.guardian_id else None
        if guardian is None:
            raise NotFound(actor.account_id)
        if not profile.email:
            need_email_of(running, guardian.id)
        guardian.full_name = profile.full_name
        contacts = replace(guardian.contacts, address=profile.address, email=profile.email)
        keep_contacts(running.session, guardian, contacts)


def open_staff_account(tenant_id: int, by: str, wish: StaffWish) -> uuid.UUID:
    """Makes an account for a member of staff and gives its number.

    Raises Refusal: a login that is taken, a password that is short, a kindergarten that is missing.
    """
    _check(wish)
    with act(tenant_id, by) as running:
        if find_account_by_login(running.session, login_of(wish.login)) is not None:
            raise Refusal(Code.INVALID_CHOICE, "login_taken")
        account_id = uuid7()
        running.session.add(
            AccountRow(
                tenant_id=tenant_id,
                id=account_id,
                role=wish.role,
                kindergarten_id=wish.kindergarten_id,
                login=login_of(wish.login),
                password_hash=password_hash(wish.password),
                full_name=wish.full_name,
                language=wish.language,
                active=True,
                session_epoch=1,
                failures=0,
                created_at=running.now(),
            )
        )
        running.session.flush()
        running.session.add_all(
            StaffTerritoryRow(tenant_id=tenant_id, account_id=account_id, territory=territory)
            for territory in sorted(set(wish.territories))
        )
        return account_id


def set_password(tenant_id: int, by: str, account_id: uuid.UUID, password: str) -> None:
    """A new password for a member of staff; all sessions end. Raises NotFound, Refusal."""
    check_password(password)
    with act(tenant_id, by) as running:
        account = find_account(running.session, account_id, for_update=True)
        if account is None or account.login is None:
            raise NotFound(account_id)
        account.password_hash = password_hash(password)
        account.failures, account.failed_at = 0, None
        account.session_epoch += 1


def set_active(tenant_id: int, by: str, account_id: uuid.UUID, *, is_active: bool) -> None:
    """Closes an account, with all its sessions, or opens it again. Raises NotFound."""
    with act(tenant_id, by) as running:
        account = find_account(running.session, account_id, for_update=True)
        if account is None:
            raise NotFound(account_id)
        account.active = is_active
        account.session_epoch += 1


def login_of(typed: str) -> str:
    """A login as it is kept, however it was typed."""
    return typed.strip().lower()


def count_try(
    account: AccountRow, now: datetime, *, is_right: bool, is_half: bool = False
) -> datetime | None:
    """Counts a try to enter; gives until when none is looked at, and then counts none.

    A right password is half of the way where a code follows: it takes no wrong code back, else
    who knows the password could try codes for ever.
    """
    until = waits_until(account.failures, account.failed_at)
    if until is not None and now < until:
        return until
    if is_right:
        if not (is_half and account.two_step_sealed is not None):
            account.failures, account.failed_at = 0, None
    else:
        account.failures, account.failed_at = account.failures + 1, now
    return None


def _check(wish: StaffWish) -> None:
    if wish.role not in STAFF or not login_of(wish.login):
        raise Refusal(Code.INVALID_CHOICE, "staff_role")
    if (wish.role is Role.KINDERGARTEN) != (wish.kindergarten_id is not None):
        raise Refusal(Code.INVALID_CHOICE, "staff_kindergarten")
    check_password(wish.password)


def check_password(password: str) -> None:
    """Goes on for a password of a length that can be taken; else Refusal."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Refusal(Code.INVALID_CHOICE, "password", least=MIN_LENGTH)
