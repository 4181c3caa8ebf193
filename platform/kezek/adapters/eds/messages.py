"""A signed message (CMS, RFC 5652) taken apart: who signed, over what, when; nothing is believed.

Read strictly: one signer, one certificate that the signer names, signed attributes each once. What
is not as the standard has it is refused here, before any key is touched.
"""

import base64
import binascii
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, core
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from kezek.core.signatures import Fault, refusal_of

MOST_BYTES = 256 * 1024
"""A signature with its chain takes five to twelve thousand bytes."""

_PEM_MARKS = ("-----BEGIN CMS-----", "-----END CMS-----", "-----BEGIN PKCS7-----")
# What parsers raise for bytes that are no ASN.1, not of their shape, or of a shape they refuse.
_STUMBLES = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
_VERSIONS = {"v1", "v3"}
_STAMP = "signature_time_stamp_token"
_NEEDED = frozenset({"content_type", "message_digest", "signing_time"})


@dataclass(frozen=True, slots=True)
class Message:
    """What a message claims."""

    encoded: bytes
    content: bytes | None
    """The signed bytes where the message carries them, else nothing: a detached signature."""
    signer: x509.Certificate
    others: tuple[x509.Certificate, ...]
    digest: str
    algorithm: cms.SignedDigestAlgorithm
    algorithm_oid: str
    attributes: bytes
    """What the signature is computed over: the signed attributes as they were encoded."""
    message_digest: bytes
    signed_at: datetime
    signature: bytes
    stamp: cms.ContentInfo | None
    """An embedded timestamp as it came (RFC 3161)."""


def decode(text: str) -> bytes:
    """The bytes of a message as the browser hands it over: base64, with marks or without.

    Raises Refusal(SIGNATURE_REFUSED, unreadable).
    """
    for mark in (*_PEM_MARKS, "-----END PKCS7-----"):
        text = text.replace(mark, "")
    try:
        encoded = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise refusal_of(Fault.UNREADABLE) from None
    if not encoded or len(encoded) > MOST_BYTES:
        raise refusal_of(Fault.UNREADABLE)
    return encoded


@contextmanager
def reading() -> Iterator[None]:
    """What stumbles inside stumbles over strange bytes. Raises Refusal(unreadable) for it."""
    try:
        yield
    except _STUMBLES:
        raise refusal_of(Fault.UNREADABLE) from None


def read_message(encoded: bytes) -> Message:
    """Takes a message apart. Raises Refusal: not a message, several signers, bare."""
    with reading():
        return _read(encoded, None)


def read_stamp_message(encoded: bytes, at: datetime) -> Message:
    """The message that a timestamp is, whose moment stands inside it. Raises Refusal."""
    with reading():
        return _read(encoded, at)


def _read(encoded: bytes, at: datetime | None) -> Message:
    outer = cms.ContentInfo.load(encoded, strict=True)
    if outer["content_type"].native != "signed_data":
        raise refusal_of(Fault.UNREADABLE)
    data = outer["content"]
    if len(data["signer_infos"]) != 1:
        raise refusal_of(Fault.SEVERAL if len(data["signer_infos"]) else Fault.UNREADABLE)
    info = data["signer_infos"][0]
    if not {data["version"].native, info["version"].native} <= _VERSIONS:
        raise refusal_of(Fault.UNREADABLE)
    signer, others = _certificates(data, info)
    known = _attributes(info, _NEEDED if at is None else _NEEDED - {"signing_time"})
    content_type = data["encap_content_info"]["content_type"]
    if known["content_type"].dump() != content_type.dump():
        raise refusal_of(Fault.TAMPERED)
    return Message(
        encoded=encoded,
        content=_content(data),
        signer=signer,
        others=others,
        digest=_digest(data, info),
        algorithm=info["signature_algorithm"],
        algorithm_oid=info["signature_algorithm"]["algorithm"].dotted,
        attributes=info["signed_attrs"].untag().dump(),
        message_digest=known["message_digest"].native,
        signed_at=at or moment_of(known["signing_time"].native),
        signature=info["signature"].native,
        stamp=_stamp(info),
    )


def _content(data: cms.SignedData) -> bytes | None:
    inner = data["encap_content_info"]["content"]
    if isinstance(inner, core.Void) or inner.native is None:
        return None
    # As bytes, also where the library knows what stands inside.
    return bytes(inner)


def _digest(data: cms.SignedData, info: cms.SignerInfo) -> str:
    """The hash, which the message announces before its content (RFC 5652, 5.1)."""
    name: str = info["digest_algorithm"]["algorithm"].native
    if name not in {one["algorithm"].native for one in data["digest_algorithms"]}:
        raise refusal_of(Fault.UNREADABLE)
    return name


def _attributes(info: cms.SignerInfo, needed: frozenset[str]) -> dict[str, core.Asn1Value]:
    """The signed attributes that must be there, each with its one value (RFC 5652, 11)."""
    if isinstance(info["signed_attrs"], core.Void) or not len(info["signed_attrs"]):
        raise refusal_of(Fault.BARE)
    found: dict[str, core.Asn1Value] = {}
    for attribute in info["signed_attrs"]:
        name = attribute["type"].native
        if name in found or len(attribute["values"]) != 1:
            raise refusal_of(Fault.UNREADABLE)
        found[name] = attribute["values"][0]
    if not needed <= set(found):
        raise refusal_of(Fault.BARE)
    return found


def _certificates(
    data: cms.SignedData, info: cms.SignerInfo
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    """The certificate that the signer names, and the others; refused without it."""
    own: dict[bytes, x509.Certificate] = {}
    others: dict[bytes, x509.Certificate] = {}
    for choice in data["certificates"] or ():
        if choice.name == "certificate":
            der = choice.chosen.dump()
            kept = own if _is_named(choice.chosen, info["sid"]) else others
            kept[der] = _load(choice.chosen, der)
    if len(own) != 1:
        raise refusal_of(Fault.UNREADABLE)
    return next(iter(own.values())), tuple(others.values())


def _load(certificate: cms.Certificate, der: bytes) -> x509.Certificate:
    # What the library would read though the standard does not allow it: numbers below one
    # (RFC 5280, 4.1.2.2), and a signature of odd bits, by which one certificate would be two.
    if certificate.serial_number < 1 or certificate["signature_value"].unused_bits:
        raise refusal_of(Fault.UNREADABLE)
    return x509.load_der_x509_certificate(der)


def _is_named(certificate: cms.Certificate, named: cms.SignerIdentifier) -> bool:
    if named.name == "issuer_and_serial_number":
        chosen = named.chosen
        return bool(
            certificate.serial_number == chosen["serial_number"].native
            and certificate.issuer.dump() == chosen["issuer"].dump()
        )
    return bool(certificate.key_identifier == named.chosen.native)


def _stamp(info: cms.SignerInfo) -> cms.ContentInfo | None:
    """The timestamp beside the signature; several, or something else there, are none."""
    if isinstance(info["unsigned_attrs"], core.Void):
        return None
    for attribute in info["unsigned_attrs"]:
        if attribute["type"].native == _STAMP and len(attribute["values"]) == 1:
            return attribute["values"][0]
    return None


def moment_of(native: datetime) -> datetime:
    """A moment of a message on the world's clock."""
    return native.astimezone(UTC) if native.tzinfo else native.replace(tzinfo=UTC)
