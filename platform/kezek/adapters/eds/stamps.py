"""A timestamp inside a signature (RFC 3161): whose it is, and whether it covers this signature.

It decides nothing about the signer: the text that was given out says when it was signed. One that
covers another signature is refused; one whose maker is not known here is kept as not proven.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import new
from hmac import compare_digest

from asn1crypto import cms, tsp
from cryptography.x509 import Certificate

from kezek.adapters.eds.arithmetic import need_same_content, need_sound
from kezek.adapters.eds.certificates import usages
from kezek.adapters.eds.messages import Message, moment_of, read_stamp_message, reading
from kezek.adapters.eds.oids import TIME_STAMPING, is_gost
from kezek.adapters.eds.trust import Trust
from kezek.core.errors import Refusal
from kezek.core.signatures import NO_STAMP, Fault, Stamp, StampProof, refusal_of

_HASHES: Mapping[str, str] = {"sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}


@dataclass(frozen=True, slots=True)
class _Read:
    """A token taken apart."""

    told: tsp.TSTInfo
    message: Message
    at: datetime


def judged_stamp(message: Message, trust: Trust, now: datetime) -> Stamp:
    """What the timestamp of a message is worth. Raises Refusal(stamp) for another signature's."""
    if message.stamp is None:
        return NO_STAMP
    try:
        with reading():
            found = _read(message.stamp)
    except Refusal:
        raise refusal_of(Fault.STAMP) from None
    if found.at > now:
        raise refusal_of(Fault.STAMP)
    imprint = found.told["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    if algorithm not in _HASHES:
        # By the country's own hash, say: it cannot be computed here.
        return Stamp(found.at, StampProof.UNPROVEN)
    covered = new(_HASHES[algorithm], message.signature).digest()
    if not compare_digest(covered, imprint["hashed_message"].native):
        raise refusal_of(Fault.STAMP)
    return Stamp(found.at, _proof(found, trust))


def _read(token: cms.ContentInfo) -> _Read:
    told = token["content"]["encap_content_info"]["content"].parsed
    if not isinstance(told, tsp.TSTInfo):
        raise refusal_of(Fault.STAMP)
    at = moment_of(told["gen_time"].native)
    return _Read(told, read_stamp_message(token.dump(), at), at)


def _proof(found: _Read, trust: Trust) -> StampProof:
    """Proven where its maker may stamp, reaches a root that the operator trusts, and signed it."""
    message = found.message
    if is_gost(message.algorithm_oid) or not _may_stamp(message.signer):
        return StampProof.UNPROVEN
    try:
        with reading():
            need_same_content(message, found.told.dump())
            need_sound(message)
            trust.path(message.signer, message.others, found.at)
    except Refusal as refusal:
        if refusal.detail == Fault.TAMPERED:
            raise refusal_of(Fault.STAMP) from None
        return StampProof.UNPROVEN
    return StampProof.PROVEN


def _may_stamp(signer: Certificate) -> bool:
    return TIME_STAMPING in usages(signer)
