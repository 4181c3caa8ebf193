"""Certificates of the national centre: whose they are and what for, and files of them read."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kezek.adapters.eds import oids
from kezek.core.signatures import Certificate, Holder, KeyUse
from kezek.settings import OperatorError

_SUFFIXES = (".pem", ".crt", ".cer", ".der")


def told(certificate: x509.Certificate) -> Certificate:
    """A certificate as the rules look at it."""
    return Certificate(
        holder=_holder(certificate),
        use=_use(certificate),
        serial=f"{certificate.serial_number:x}",
        issuer=_text(_plain(certificate).issuer, NameOID.COMMON_NAME),
        fingerprint=fingerprint(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
    )


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, by which it is named wherever it is written down."""
    return certificate.fingerprint(SHA256()).hex()


def usages(certificate: x509.Certificate) -> frozenset[str]:
    """The extended usages, as identifiers."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return frozenset()
    return frozenset(one.dotted_string for one in found)


def read_folder(folder: Path) -> tuple[x509.Certificate, ...]:
    """Every certificate of a folder. Raises OperatorError with the file that is none."""
    files = sorted(one for one in folder.iterdir() if one.suffix.lower() in _SUFFIXES)
    return tuple(one for file in files for one in _read_file(file))


def der(certificate: x509.Certificate) -> bytes:
    """The certificate as bytes."""
    return certificate.public_bytes(Encoding.DER)


def _read_file(file: Path) -> Iterable[x509.Certificate]:
    content = file.read_bytes()
    try:
        if b"-----BEGIN" in content:
            return x509.load_pem_x509_certificates(content)
        return [x509.load_der_x509_certificate(content)]
    except ValueError:
        raise OperatorError(f"{file} holds no certificate: PEM or DER is read.") from None


def _plain(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """For names: the other library complains of those above 64 signs, as organisations have."""
    return asn1_x509.Certificate.load(der(certificate))


def _holder(certificate: x509.Certificate) -> Holder:
    subject = _plain(certificate).subject
    bin_ = _numbered(_texts(subject, NameOID.ORGANIZATIONAL_UNIT_NAME), "BIN")
    return Holder(
        name=_person(subject),
        iin=_numbered(_texts(subject, NameOID.SERIAL_NUMBER), "IIN"),
        bin=bin_,
        organisation=_text(subject, NameOID.ORGANIZATION_NAME),
        is_head=oids.HEAD in usages(certificate),
    )


def _person(subject: asn1_x509.Name) -> str:
    """Family and first name stand in the common name; the patronymic in the given name."""
    parts = (_text(subject, NameOID.COMMON_NAME), _text(subject, NameOID.GIVEN_NAME))
    return " ".join(part for part in parts if part)


def _use(certificate: x509.Certificate) -> KeyUse:
    """By usage, extended usage and policy together: where they disagree it is some other key."""
    told_usages, policies = usages(certificate), _policies(certificate)
    bits = _bits(certificate)
    if bits is None or not bits.digital_signature or certificate_is_ca(certificate):
        return KeyUse.OTHER
    if (
        bits.content_commitment
        and oids.EMAIL_PROTECTION in told_usages
        and _agrees(oids.SIGNING_POLICIES, policies, told_usages)
    ):
        return KeyUse.SIGNING
    if oids.CLIENT_AUTH in told_usages and _agrees(oids.SIGN_IN_POLICIES, policies, told_usages):
        return KeyUse.SIGN_IN
    return KeyUse.OTHER


def _agrees(known: dict[str, str], policies: set[str], told_usages: frozenset[str]) -> bool:
    return any(known[policy] in told_usages for policy in policies if policy in known)


def certificate_is_ca(certificate: x509.Certificate) -> bool:
    """Whether it may issue others."""
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _bits(certificate: x509.Certificate) -> x509.KeyUsage | None:
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return None


def _policies(certificate: x509.Certificate) -> set[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except (x509.ExtensionNotFound, ValueError):
        return set()
    return {one.policy_identifier.dotted_string for one in found}


def _numbered(texts: Iterable[str], mark: str) -> str:
    """The twelve digits behind a mark; a number that stands twice is none."""
    found = {text.removeprefix(mark) for text in texts if text.startswith(mark)}
    number = found.pop() if len(found) == 1 else ""
    return number if len(number) == 12 and number.isascii() and number.isdigit() else ""


def _texts(name: asn1_x509.Name, oid: x509.ObjectIdentifier) -> list[str]:
    pairs = (pair for part in name.chosen for pair in part)
    return [str(one["value"].native) for one in pairs if one["type"].dotted == oid.dotted_string]


def _text(name: asn1_x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next(iter(_texts(name, oid)), "")


def valid_at(certificate: x509.Certificate, moment: datetime) -> bool:
    """Whether the certificate's own term holds the moment."""
    return certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc
