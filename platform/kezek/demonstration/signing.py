"""Signed messages as NCALayer makes them, for the demonstration's stand-in and for tests."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from kezek.demonstration.certification import Held

_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class Form:
    """How a message is made."""

    attached: bool = False
    pss: bool = False
    with_attributes: bool = True
    with_time: bool = True


DETACHED = Form()


def signed(held: Held, content: bytes, at: datetime, form: Form = DETACHED) -> bytes:
    """A message over `content` by one signer, as bytes."""
    attributes = _attributes(content, at, form) if form.with_attributes else None
    covered = attributes.dump() if attributes is not None else content
    signature, algorithm = _signature(held, covered, pss=form.pss)
    certificate = _plain(held.certificate)
    info: dict[str, object] = {
        "version": "v1",
        "sid": cms.SignerIdentifier(
            "issuer_and_serial_number",
            {"issuer": certificate.issuer, "serial_number": certificate.serial_number},
        ),
        "digest_algorithm": {"algorithm": _DIGEST},
        "signature_algorithm": algorithm,
        "signature": signature,
    }
    if attributes is not None:
        info["signed_attrs"] = attributes
    inner: dict[str, object] = {"content_type": "data"}
    if form.attached:
        inner["content"] = content
    chain = [certificate, *map(_plain, held.between)]
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": _DIGEST}],
            "encap_content_info": inner,
            "certificates": chain,
            "signer_infos": [cms.SignerInfo(info)],
        }
    )
    made: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    return made


def as_pem(message: bytes) -> str:
    """The message as NCALayer hands it over."""
    lines = base64.encodebytes(message).decode()
    return f"-----BEGIN CMS-----\n{lines}-----END CMS-----\n"


def _attributes(content: bytes, at: datetime, form: Form) -> cms.CMSAttributes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    found: list[dict[str, object]] = [
        {"type": "content_type", "values": ["data"]},
        {"type": "message_digest", "values": [digest.finalize()]},
    ]
    if form.with_time:
        moment = cms.Time({"utc_time": at.astimezone(UTC)})
        found.append({"type": "signing_time", "values": [moment]})
    return cms.CMSAttributes([cms.CMSAttribute(one) for one in found])


def _signature(held: Held, covered: bytes, *, pss: bool) -> tuple[bytes, dict[str, object]]:
    if isinstance(held.key, ec.EllipticCurvePrivateKey):
        return held.key.sign(covered, ec.ECDSA(hashes.SHA256())), {"algorithm": "sha256_ecdsa"}
    if pss:
        return _pss(held.key, covered)
    made = held.key.sign(covered, padding.PKCS1v15(), hashes.SHA256())
    return made, {"algorithm": "rsassa_pkcs1v15"}


def _pss(key: rsa.RSAPrivateKey, covered: bytes) -> tuple[bytes, dict[str, object]]:
    length = hashes.SHA256.digest_size
    made = key.sign(covered, padding.PSS(padding.MGF1(hashes.SHA256()), length), hashes.SHA256())
    parameters = algos.RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": _DIGEST},
            "mask_gen_algorithm": {"algorithm": "mgf1", "parameters": {"algorithm": _DIGEST}},
            "salt_length": length,
        }
    )
    return made, {"algorithm": "rsassa_pss", "parameters": parameters}


def _plain(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
