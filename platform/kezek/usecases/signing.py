"""A text is given out, comes back signed, is checked, and stays with the act that it signs (A-54).

Checking asks others over the network, so it is done before the act's transaction and its locks;
what it found is used up within that transaction, once.
"""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kezek.adapters.identities import person_hash
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.errors import Code, Refusal
from kezek.core.people import Identity
from kezek.core.signatures import CHALLENGE_VALID, Verified, Wanted
from kezek.core.signed_texts import SignedAct, Stamp
from kezek.db.base import uuid7
from kezek.db.family_keys import family_key
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.db.signatures import ChallengeRow, SignatureRow, challenge_context, find_challenge
from kezek.usecases.proofs import note
from kezek.usecases.unit_of_work import Act


@dataclass(frozen=True, slots=True)
class Challenge:
    """A text that waits to be signed."""

    id: uuid.UUID
    content: bytes
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Signed:
    """A text that came back with a good signature; still to be used up by its act."""

    challenge: Challenge
    verified: Verified
    cms: str

    @property
    def identity(self) -> Identity:
        """Who signed."""
        return Identity(iin=self.verified.certificate.holder.iin)


@dataclass(frozen=True, slots=True)
class Brought:
    """A text with its good signature, ours or one that another system had signed."""

    content: bytes
    cms: str
    verified: Verified

    @property
    def identity(self) -> Identity:
        """Who signed."""
        return Identity(iin=self.verified.certificate.holder.iin)


def give_out(
    running: Act,
    signed_act: SignedAct,
    subject: str,
    asked_by: Actor | None,
    write: Callable[[Stamp], bytes],
    *,
    lasts: timedelta = CHALLENGE_VALID,
) -> Challenge:
    """Keeps the text that `write` makes, for five minutes or as long as is said.

    What is signed may come back by any way, also from another device: `check` asks for the number
    of the text and for who had asked for it, and for nothing of the browser.
    """
    now, number = running.now(), uuid7()
    _, region = region_at(running.session, running.tenant_id, now)
    content = write(Stamp(str(number), now, region.name, region.calendar))
    row = ChallengeRow(
        tenant_id=running.tenant_id,
        id=number,
        act=signed_act,
        subject=subject,
        asked_by=asker(asked_by),
        content_sealed=services().keys.seal_text(content.decode(), challenge_context(number)),
        asked_at=now,
        expires_at=now + lasts,
    )
    running.session.add(row)
    running.session.flush()
    return _challenge(row)


def check(
    tenant_id: int,
    challenge_id: uuid.UUID,
    cms: str,
    wanted: Wanted,
    *,
    signed_act: SignedAct,
    subject: str,
    asked_by: Actor | None = None,
) -> Signed:
    """The text with its signature, which is good. Raises Refusal: too late, or one for each fault.

    Holds no transaction while others are asked.
    """
    with read_scope(tenant_id) as session:
        row = find_challenge(session, challenge_id)
        now = services().clock.now(session)
        challenge = _open(row, signed_act, subject, asked_by, now)
    verified = services().eds.verify(
        cms, challenge.content, wanted, asked_at=challenge.asked_at, now=now
    )
    return Signed(challenge, verified, cms)


def use_up(running: Act, signed: Signed) -> None:
    """Takes the text for the act that is running, once. Raises Refusal(ALREADY_DECIDED)."""
    row = find_challenge(running.session, signed.challenge.id, for_update=True)
    if row is None or row.used_at is not None:
        raise Refusal(Code.ALREADY_DECIDED, "challenge")
    row.used_at = running.now()
    row.signer_hash = person_hash(signed.identity)


def keep(
    running: Act,
    signed: Signed,
    signed_act: SignedAct,
    subject: uuid.UUID,
    guardian_id: uuid.UUID,
    rule: str,
    about: Mapping[str, str] | None = None,
) -> uuid.UUID:
    """Uses the text up and keeps the bytes, the message and what was found out, for good.

    Gives the signature's id. Raises Refusal(ALREADY_DECIDED) for a text used before.
    """
    use_up(running, signed)
    brought = Brought(signed.challenge.content, signed.cms, signed.verified)
    return lay_down(running, brought, signed_act, subject, guardian_id, rule, about)


def lay_down(
    running: Act,
    brought: Brought,
    signed_act: SignedAct,
    subject: uuid.UUID,
    guardian_id: uuid.UUID,
    rule: str,
    about: Mapping[str, str] | None = None,
) -> uuid.UUID:
    """Keeps a signed text for good, wherever it was written; gives the signature's id.

    It is sealed under the family's key, whoever signed. `about` stays in the clear beside what was
    found out: which side of a contract signed, and for which place.
    """
    now, number = running.now(), uuid7()
    digest = hashlib.sha256(brought.content)
    fact_id = note(
        running,
        f"{signed_act}:signed",
        rule,
        guardian_id,
        now,
        signature=str(number),
        content=digest.hexdigest(),
        certificate=brought.verified.certificate.fingerprint,
    )
    wrapped = family_key(running.session, running.tenant_id, guardian_id)

    def sealed(part: str, content: bytes) -> bytes:
        file_id = str(uuid.uuid5(number, part))
        return services().keys.seal_file(running.tenant_id, guardian_id, wrapped, file_id, content)

    running.session.add(
        SignatureRow(
            tenant_id=running.tenant_id,
            id=number,
            act=signed_act,
            subject=subject,
            guardian_id=guardian_id,
            signer_hash=person_hash(brought.identity),
            content_sha256=digest.digest(),
            content_sealed=sealed("content", brought.content),
            cms_sealed=sealed("cms", brought.cms.encode()),
            facts=dict(about or {}) | _facts(brought.verified),
            signed_at=brought.verified.signed_at,
            kept_at=now,
            fact_id=fact_id,
        )
    )
    return number


def asker(actor: Actor | None) -> uuid.UUID | None:
    """Who asked for a text: the family, or the account of staff; nobody at the door."""
    return (actor.guardian_id or actor.account_id) if actor else None


def stamp_of(running: Act, challenge: Challenge) -> Stamp:
    """The stamp under which a text was written, to write it once more."""
    _, region = region_at(running.session, running.tenant_id, challenge.asked_at)
    return Stamp(str(challenge.id), challenge.asked_at, region.name, region.calendar)


def _open(
    row: ChallengeRow | None,
    signed_act: SignedAct,
    subject: str,
    asked_by: Actor | None,
    now: datetime,
) -> Challenge:
    """The text of this act for this person, still to be signed. Raises Refusal."""
    known = (signed_act, subject, asker(asked_by))
    if row is None or (row.act, row.subject, row.asked_by) != known:
        raise Refusal(Code.TOO_LATE, "challenge")
    if row.used_at is not None:
        raise Refusal(Code.ALREADY_DECIDED, "challenge")
    if now >= row.expires_at:
        raise Refusal(Code.TOO_LATE, "challenge")
    return _challenge(row)


def _challenge(row: ChallengeRow) -> Challenge:
    content = services().keys.open_text(row.content_sealed, challenge_context(row.id))
    return Challenge(row.id, content.encode(), row.asked_at, row.expires_at)


def _facts(verified: Verified) -> dict[str, Any]:
    """What was found out, without a name or an IIN: those stand sealed in the message."""
    certificate, asked = verified.certificate, verified.revocation
    return {
        "algorithm": verified.algorithm,
        "serial": certificate.serial,
        "issuer": certificate.issuer,
        "chain": list(verified.chain),
        "for_organisation": certificate.holder.for_organisation,
        "valid_from": certificate.valid_from.isoformat(),
        "valid_until": certificate.valid_until.isoformat(),
        "revocation": asked.answer,
        "revocation_by": asked.by,
        "revocation_at": asked.at.isoformat() if asked.at else None,
        "stamped_at": verified.stamp.at.isoformat() if verified.stamp.at else None,
        "stamp": verified.stamp.proof,
    }
