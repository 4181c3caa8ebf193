"""Staff come in with their own key; an administrator says whose key opens which account."""

import uuid

from kezek.adapters.identities import person_hash
from kezek.core.access import Actor, Permission, demand
from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity, iin_fault
from kezek.core.signatures import KeyUse, Wanted
from kezek.core.signed_texts import SignedAct, entry_text
from kezek.db.accounts import AccountRow, find_account, find_account_by_key
from kezek.db.sessions import find_session
from kezek.usecases.accounts import SignedIn
from kezek.usecases.deciding import NotFound
from kezek.usecases.signing import Challenge, Signed, check, give_out, use_up
from kezek.usecases.staff_records import record_of_staff
from kezek.usecases.unit_of_work import Act, act

_AT_THE_DOOR = "staff"
_BY_KEY = Wanted(use=KeyUse.SIGN_IN, at_work=True)


def begin_staff_entry(tenant_id: int, language: str) -> Challenge:
    """The text that is signed to come in as staff; as a parent it opens nothing."""
    with act(tenant_id, "public") as running:
        return give_out(
            running,
            SignedAct.ENTRY,
            _AT_THE_DOOR,
            None,
            lambda stamp: entry_text(stamp, language),
        )


def enter_with_key(tenant_id: int, challenge_id: uuid.UUID, cms: str) -> SignedIn:
    """Lets in whose IIN an administrator has linked to an open account: both steps in one.

    Raises Refusal: too late, what is wrong with the signature, or a key that opens nothing.
    """
    signed = check(
        tenant_id, challenge_id, cms, _BY_KEY, signed_act=SignedAct.ENTRY, subject=_AT_THE_DOOR
    )
    with act(tenant_id, "public") as running:
        use_up(running, signed)
        account = find_account_by_key(running.session, person_hash(signed.identity))
        if account is not None and account.active:
            _note_entry(running, account, signed)
            return SignedIn(account.id, account.session_epoch)
    # Raised after the commit: the text is spent, whoever brought it.
    raise Refusal(Code.NOT_YOURS, "no_such_key")


def begin_proof(tenant_id: int, actor: Actor, language: str) -> Challenge:
    """The text by which one who sits there proves it once more."""
    with act(tenant_id, actor.tag) as running:
        return give_out(
            running,
            SignedAct.ENTRY,
            _again(actor),
            actor,
            lambda stamp: entry_text(stamp, language),
        )


def prove_with_key(
    tenant_id: int, actor: Actor, session_id: uuid.UUID, challenge_id: uuid.UUID, cms: str
) -> None:
    """The proof is fresh again. Raises NotFound, Refusal; also for another person's key."""
    signed = check(
        tenant_id,
        challenge_id,
        cms,
        _BY_KEY,
        signed_act=SignedAct.ENTRY,
        subject=_again(actor),
        asked_by=actor,
    )
    with act(tenant_id, actor.tag) as running:
        use_up(running, signed)
        account = find_account(running.session, actor.account_id, for_update=True)
        row = find_session(running.session, session_id)
        if account is None or row is None:
            raise NotFound(session_id)
        is_own = account.key_holder_hash == person_hash(signed.identity)
        if is_own:
            row.proved_at = running.now()
    if not is_own:
        raise Refusal(Code.NOT_YOURS, "no_such_key")


def link_key(tenant_id: int, by: Actor, account_id: uuid.UUID, iin: str) -> None:
    """From now on the key of this person opens the account.

    Raises NotFound, and Refusal: no IIN, or one whose key opens another account here.
    """
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        now = running.now()
        set_key(running, account, iin)
        record_of_staff(running, "staff:key-linked", account.id, now)


def unlink_key(tenant_id: int, by: Actor, account_id: uuid.UUID) -> None:
    """The key opens the account no more, and who is in by it is out. Raises NotFound."""
    demand(by, Permission.STAFF_KEEP)
    with act(tenant_id, by.tag) as running:
        account = _held(running, account_id)
        if account.key_holder_hash is None:
            return
        account.key_holder_hash = account.key_since = None
        account.session_epoch += 1
        record_of_staff(running, "staff:key-unlinked", account.id, running.now())


def set_key(running: Act, account: AccountRow, iin: str) -> None:
    """Whose key opens the account. Raises Refusal for no IIN, or one that is taken."""
    if iin_fault(iin) is not None:
        raise Refusal(Code.INVALID_CHOICE, "key_iin")
    hashed = person_hash(Identity(iin=iin))
    known = find_account_by_key(running.session, hashed)
    if known is not None and known.id != account.id:
        raise Refusal(Code.INVALID_CHOICE, "key_taken")
    account.key_holder_hash, account.key_since = hashed, running.now()


def _again(actor: Actor) -> str:
    return f"again:{actor.account_id}"


def _held(running: Act, account_id: uuid.UUID) -> AccountRow:
    account = find_account(running.session, account_id, for_update=True)
    if account is None or account.login is None or not account.active:
        raise NotFound(account_id)
    return account


def _note_entry(running: Act, account: AccountRow, signed: Signed) -> None:
    certificate = signed.verified.certificate.fingerprint
    record_of_staff(running, "staff:entered", account.id, running.now(), certificate=certificate)
