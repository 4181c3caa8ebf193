"""Electronic digital signatures (EDS): whose key, which key, when, over which bytes (A-54, E-6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kezek.core.errors import Code, Refusal

CLOCK_TOLERANCE = timedelta(minutes=90)
"""How far the signer's clock may be from ours. A computer that never heard of the country's one
zone (G-02) is an hour off; that the signature is fresh is said by the challenge, not by a clock."""

CHALLENGE_VALID = timedelta(minutes=5)
"""How long a text that waits to be signed can be signed."""


class Fault(StrEnum):
    """Why a signature is not taken; each has a sentence of its own."""

    UNREADABLE = "unreadable"
    SEVERAL = "several"
    BARE = "bare"
    """Without the signed attributes that say what was signed and when."""
    TAMPERED = "tampered"
    FOREIGN = "foreign"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNCHECKED = "unchecked"
    """Nobody could be asked whether the key was revoked, and this deployment insists on it."""
    SIGN_IN_KEY = "sign_in_key"
    SIGNING_KEY = "signing_key"
    OTHER_KEY = "other_key"
    PERSONAL_KEY = "personal_key"
    ORGANISATION_KEY = "organisation_key"
    NOT_HEAD = "not_head"
    NO_IIN = "no_iin"
    OTHER_PERSON = "other_person"
    OTHER_ORGANISATION = "other_organisation"
    WEAK = "weak"
    STALE = "stale"
    CLOCK_AHEAD = "clock_ahead"
    STAMP = "stamp"
    """The timestamp is another signature's."""
    GOST_AWAY = "gost_away"
    GOST_UNSET = "gost_unset"
    NOT_SET_UP = "not_set_up"


class KeyUse(StrEnum):
    """What the certification centre gave a key for: each person holds one of each."""

    SIGNING = "signing"
    SIGN_IN = "sign_in"
    OTHER = "other"


class Revocation(StrEnum):
    """What is known of a key's being revoked."""

    GOOD = "good"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a certificate names: a person, or a person for an organisation."""

    name: str
    iin: str
    bin: str = ""
    organisation: str = ""
    is_head: bool = False

    @property
    def for_organisation(self) -> bool:
        """Whether the key speaks for an organisation."""
        return bool(self.bin)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as far as a signature is judged by it."""

    holder: Holder
    use: KeyUse
    serial: str
    issuer: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What was learned about revocation: the answer, from whom, as of when."""

    answer: Revocation
    by: str = ""
    """`ocsp`, `crl`, `gost` or nothing."""
    at: datetime | None = None


class StampProof(StrEnum):
    """What is known of an embedded timestamp."""

    NONE = "none"
    PROVEN = "proven"
    UNPROVEN = "unproven"
    """By somebody who is not known here, or by an algorithm that we cannot compute."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """The moment that a timestamp names, and what it is worth; it decides nothing."""

    at: datetime | None
    proof: StampProof


NO_STAMP = Stamp(None, StampProof.NONE)


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds over its bytes and reaches a root that the operator trusts."""

    certificate: Certificate
    signed_at: datetime
    algorithm: str
    chain: tuple[str, ...]
    """Fingerprints, from the signer's certificate to the root."""
    revocation: Asked
    stamp: Stamp = NO_STAMP


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose signature is waited for."""

    use: KeyUse = KeyUse.SIGNING
    iin: str = ""
    """Empty at the door, where the key itself says who comes."""
    bin: str = ""
    """For a kindergarten's head: the organisation."""
    at_work: bool = False
    """Whether it does not matter if the key is a personal one or an employer's: at the door of
    staff the person counts."""


def refusal_of(fault: Fault, **values: object) -> Refusal:
    """The refusal of a fault."""
    return Refusal(Code.SIGNATURE_REFUSED, fault, **values)


def need_use(certificate: Certificate, wanted: Wanted) -> None:
    """The right one of a person's two keys. Raises Refusal."""
    if certificate.use is wanted.use:
        return
    raise refusal_of(
        {KeyUse.SIGN_IN: Fault.SIGN_IN_KEY, KeyUse.SIGNING: Fault.SIGNING_KEY}.get(
            certificate.use, Fault.OTHER_KEY
        )
    )


def need_holder(holder: Holder, wanted: Wanted) -> None:
    """The right person, for the right organisation (L-22.10, E-6). Raises Refusal.

    A parent signs with a personal key: the key of an employer speaks for the employer.
    """
    if not holder.iin:
        raise refusal_of(Fault.NO_IIN)
    if wanted.at_work:
        return
    if not wanted.bin and holder.for_organisation:
        raise refusal_of(Fault.ORGANISATION_KEY)
    if wanted.bin and not holder.for_organisation:
        raise refusal_of(Fault.PERSONAL_KEY)
    if wanted.bin != holder.bin:
        raise refusal_of(Fault.OTHER_ORGANISATION)
    if wanted.bin and not holder.is_head:
        raise refusal_of(Fault.NOT_HEAD)
    if wanted.iin and wanted.iin != holder.iin:
        raise refusal_of(Fault.OTHER_PERSON)


def need_valid(certificate: Certificate, signed_at: datetime, now: datetime) -> None:
    """Valid when it was signed and now. Raises Refusal."""
    if min(signed_at, now) < certificate.valid_from:
        raise refusal_of(Fault.NOT_YET, since=certificate.valid_from)
    if max(signed_at, now) > certificate.valid_until:
        raise refusal_of(Fault.EXPIRED, until=certificate.valid_until)


def need_timely(signed_at: datetime, asked_at: datetime, now: datetime) -> None:
    """Signed since it was asked for, by a clock that is nearly right. Raises Refusal."""
    if signed_at < asked_at - CLOCK_TOLERANCE:
        raise refusal_of(Fault.STALE)
    if signed_at > now + CLOCK_TOLERANCE:
        raise refusal_of(Fault.CLOCK_AHEAD)


def need_unrevoked(asked: Asked, *, must_know: bool) -> None:
    """Not revoked; and known not to be, where the deployment insists. Raises Refusal."""
    if asked.answer is Revocation.REVOKED:
        raise refusal_of(Fault.REVOKED)
    if asked.answer is Revocation.UNKNOWN and must_know:
        raise refusal_of(Fault.UNCHECKED)
