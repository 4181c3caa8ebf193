"""Timestamps as an authority makes them (RFC 3161), put beside the signature of a message."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, cms, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.factories.certification import NOW, YEAR, centre


@dataclass(frozen=True, slots=True)
class Authority:
    """Who stamps: a key, its certificate, and the certificates above it."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    between: tuple[x509.Certificate, ...]


def authority(by: str = "ҰКО TEST", *, may_stamp: bool = True) -> Authority:
    """An authority under a centre; without the usage for it, it is none."""
    issuer = centre(by).issuer
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TSA")]))
        .issuer_name(issuer.certificate.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - YEAR)
        .not_valid_after(NOW + YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()),
            critical=False,
        )
    )
    if may_stamp:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Authority(key, builder.sign(issuer.key, hashes.SHA256()), issuer.between)


def stamped(message: bytes, by: Authority, at: datetime, *, over: bytes | None = None) -> bytes:
    """The message with a timestamp over its signature, or over something else."""
    outer = cms.ContentInfo.load(message)
    info = outer["content"]["signer_infos"][0]
    covered = over if over is not None else info["signature"].native
    token = _token(covered, by, at)
    info["unsigned_attrs"] = cms.CMSAttributes(
        [cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})]
    )
    made: bytes = outer.dump(force=True)
    return made


def _token(covered: bytes, by: Authority, at: datetime) -> cms.ContentInfo:
    told = tsp.TSTInfo(
        {
            "version": "v1",
            "policy": "1.2.398.3.3.2.6.4",
            "message_imprint": {
                "hash_algorithm": {"algorithm": "sha256"},
                "hashed_message": hashlib.sha256(covered).digest(),
            },
            "serial_number": 7,
            "gen_time": at,
        }
    )
    certificate = asn1_x509.Certificate.load(by.certificate.public_bytes(Encoding.DER))
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute(
                {"type": "message_digest", "values": [hashlib.sha256(told.dump()).digest()]}
            ),
        ]
    )
    signature = by.key.sign(attributes.dump(), padding.PKCS1v15(), hashes.SHA256())
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": cms.SignerIdentifier(
                "issuer_and_serial_number",
                {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
            ),
            "digest_algorithm": {"algorithm": "sha256"},
            "signed_attrs": attributes,
            "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "rsassa_pkcs1v15"}),
            "signature": signature,
        }
    )
    chain = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in by.between]
    data = cms.SignedData(
        {
            "version": "v3",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "tst_info", "content": told},
            "certificates": [certificate, *chain],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": data})
