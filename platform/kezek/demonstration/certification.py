"""A certification centre of the demonstration and of tests: keys as the national one gives them.

Two of its certificates stand between nobody and the real centre: no deployment trusts them unless
its operator puts their root into the folder of roots.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID, ObjectIdentifier

from kezek.adapters.eds import oids

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a key is given to."""

    name: str
    iin: str
    bin: str = ""
    organisation: str = ""
    is_head: bool = False

    def as_name(self) -> x509.Name:
        """The subject as the national centre writes it."""
        parts = [(NameOID.COMMON_NAME, self.name), (NameOID.SURNAME, self.name.split()[0])]
        parts += [(NameOID.SERIAL_NUMBER, f"IIN{self.iin}"), (NameOID.COUNTRY_NAME, "KZ")]
        if self.bin:
            parts.append((NameOID.ORGANIZATION_NAME, self.organisation))
            parts.append((NameOID.ORGANIZATIONAL_UNIT_NAME, f"BIN{self.bin}"))
        return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


NOBODY = Subject("ТЕСТОВ ТЕСТ", "861107300012")
"""Of whom nobody has heard."""


@dataclass(frozen=True, slots=True)
class Held:
    """A key with its certificate, and the certificates between it and the root."""

    key: Key
    certificate: x509.Certificate
    between: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """Where a certificate says that its revocation can be asked about."""

    ocsp: str = ""
    crl: str = ""


_NOWHERE = Told()


@dataclass(frozen=True, slots=True)
class Centre:
    """A root and the certificate under it that issues keys."""

    root: Held
    issuer: Held

    @classmethod
    def opened(cls, name: str, now: datetime) -> "Centre":
        """A centre that has stood for two years."""
        root_key, issuer_key = _rsa(), _rsa()
        since, until = now - 2 * _YEAR, now + 8 * _YEAR
        root_name, issuer_name = _common(f"{name} root"), _common(name)
        root = _authority(root_name, root_key, root_name, root_key, since, until)
        issuer = _authority(issuer_name, issuer_key, root_name, root_key, since, until)
        return cls(Held(root_key, root), Held(issuer_key, issuer, (issuer,)))

    def give(
        self,
        subject: Subject,
        since: datetime,
        until: datetime,
        *,
        for_sign_in: bool = False,
        curve: bool = False,
        told: Told = _NOWHERE,
    ) -> Held:
        """A key for signing, or for signing in, with its certificate."""
        key: Key = ec.generate_private_key(ec.SECP256R1()) if curve else _rsa()
        holder = oids.ORGANISATION if subject.bin else oids.PERSON
        usages = [oids.CLIENT_AUTH if for_sign_in else oids.EMAIL_PROTECTION, holder]
        if subject.is_head:
            usages.append(oids.HEAD)
        policies = oids.SIGN_IN_POLICIES if for_sign_in else oids.SIGNING_POLICIES
        builder = _begun(subject.as_name(), key, self.issuer, since, until)
        builder = builder.add_extension(_usage(for_sign_in=for_sign_in), critical=True)
        builder = builder.add_extension(
            x509.ExtendedKeyUsage([ObjectIdentifier(one) for one in usages]), critical=False
        )
        policy = next(oid for oid, whose in policies.items() if whose == holder)
        builder = builder.add_extension(
            x509.CertificatePolicies([x509.PolicyInformation(ObjectIdentifier(policy), None)]),
            critical=False,
        )
        certificate = _addressed(builder, told).sign(self.issuer.key, hashes.SHA256())
        return Held(key, certificate, self.issuer.between)

    def roots_pem(self) -> bytes:
        """The root, as an operator puts it into the folder."""
        return self.root.certificate.public_bytes(Encoding.PEM)


def _addressed(builder: x509.CertificateBuilder, told: Told) -> x509.CertificateBuilder:
    if told.ocsp:
        place = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(told.ocsp)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([place]), critical=False)
    if told.crl:
        names = [x509.UniformResourceIdentifier(told.crl)]
        point = x509.DistributionPoint(names, None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return builder


def _authority(
    name: x509.Name, key: Key, by: x509.Name, by_key: Key, since: datetime, until: datetime
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(_serial(name, since))
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_authority_key(by_key), critical=False)
        .add_extension(_usage(for_authority=True), critical=True)
    )
    return builder.sign(by_key, hashes.SHA256())


def _begun(
    name: x509.Name, key: Key, issuer: Held, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(_authority_key(issuer.key), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, for_sign_in: bool = False, for_authority: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not for_authority,
        content_commitment=not for_sign_in and not for_authority,
        key_encipherment=for_sign_in,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=for_authority,
        crl_sign=for_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _authority_key(key: Key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _common(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "KZ"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _serial(name: x509.Name, since: datetime) -> int:
    seed = f"{name.rfc4514_string()}{since.isoformat()}".encode()
    return int.from_bytes(hashlib.sha256(seed).digest()[:16]) >> 1
