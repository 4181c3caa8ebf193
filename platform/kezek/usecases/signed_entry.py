"""A family comes in by its electronic signature (I-2.3, A-54).

The key says who somebody is, not which telephone is theirs. So it opens the account of a person
who is proven; whoever is not known yet, or holds a number that nobody has proven, gives a telephone
once and enters its code, and the signature then stands for the proof.
"""

import uuid
from datetime import timedelta

from kezek.adapters.identities import person_hash
from kezek.adapters.services import services
from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity
from kezek.core.signatures import KeyUse, Wanted
from kezek.core.signed_texts import SignedAct, entry_text
from kezek.db.accounts import find_family_account
from kezek.db.codes import lock_limits
from kezek.db.people import find_holder
from kezek.db.scope import read_scope
from kezek.db.signatures import find_challenge
from kezek.usecases.proofs import note
from kezek.usecases.sign_up import Entered, new_account
from kezek.usecases.signing import Challenge, check, give_out, use_up
from kezek.usecases.unit_of_work import act

PROVES_FOR = timedelta(minutes=15)
"""How long after the signature a telephone can be given to it."""

_BY_KEY = Wanted(use=KeyUse.SIGN_IN)


def begin_entry(tenant_id: int, language: str) -> Challenge:
    """The text that is signed to come in."""
    with act(tenant_id, "public") as running:
        return give_out(
            running, SignedAct.ENTRY, "", None, lambda stamp: entry_text(stamp, language)
        )


def enter_by_key(tenant_id: int, challenge_id: uuid.UUID, cms: str) -> Entered | Identity:
    """Lets a proven person in; of anybody else it gives whom the key names.

    Raises Refusal: too late, or what is wrong with the signature.
    """
    signed = check(tenant_id, challenge_id, cms, _BY_KEY, signed_act=SignedAct.ENTRY, subject="")
    hashed = person_hash(signed.identity)
    with act(tenant_id, "public") as running:
        use_up(running, signed)
        lock_limits(running.session, tenant_id, hashed.hex())
        holder = find_holder(running.session, hashed)
        if holder is None or not holder.proven:
            return signed.identity
        account = find_family_account(running.session, holder.id)
        now = running.now()
        if account is None:
            account = new_account(running, holder, now)
        if not account.active:
            raise Refusal(Code.NOT_YOURS, "account_closed")
        certificate = signed.verified.certificate.fingerprint
        note(running, "guardian:entered", "A-54", holder.id, now, certificate=certificate)
        return Entered(account.id, account.session_epoch, holder.id, is_new=False)


def has_signed(tenant_id: int, challenge_id: uuid.UUID, identity: Identity) -> bool:
    """Whether this person signed that text a moment ago, so that a telephone may be bound."""
    with read_scope(tenant_id) as session:
        row = find_challenge(session, challenge_id)
        return (
            row is not None
            and row.act == SignedAct.ENTRY
            and row.used_at is not None
            and services().clock.now(session) < row.used_at + PROVES_FOR
            and row.signer_hash == person_hash(identity)
        )
