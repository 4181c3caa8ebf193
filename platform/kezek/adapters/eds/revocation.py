"""Whether a key was revoked: the centre is asked (OCSP, RFC 6960), else its list is looked at.

Addresses come from the signer's certificate, and only after its path to a trusted root was found:
nobody can send us to an address of their own. An answer counts when it is signed by the issuer, or
by a key that the issuer gave for answering, and is of this moment.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access

from kezek.adapters.breakers import Away, Breaker
from kezek.adapters.eds import oids
from kezek.adapters.eds.certificates import usages, valid_at
from kezek.adapters.eds.wire import Answered, ask
from kezek.core.signatures import Asked, Revocation

_SKEW = timedelta(minutes=10)
_FRESH_WITHOUT_END = timedelta(days=1)
"""How long an answer counts that does not say until when it does."""
_UNKNOWN = Asked(Revocation.UNKNOWN)


@dataclass(slots=True)
class RevocationDesk:
    """Asks, and keeps the lists that it fetched until they run out."""

    _breakers: dict[str, Breaker] = field(default_factory=dict)
    _lists: dict[str, x509.CertificateRevocationList] = field(default_factory=dict)

    def ask(self, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime) -> Asked:
        """The centre's answer, else the list's, else that nobody could be asked."""
        for url in _ocsp_urls(certificate):
            asked = self._ask_ocsp(url, certificate, issuer, now)
            if asked.answer is not Revocation.UNKNOWN:
                return asked
        for url in _list_urls(certificate):
            asked = self._look_up(url, certificate, issuer, now)
            if asked.answer is not Revocation.UNKNOWN:
                return asked
        return _UNKNOWN

    def _ask_ocsp(
        self, url: str, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime
    ) -> Asked:
        nonce = os.urandom(16)
        question = (
            ocsp.OCSPRequestBuilder()
            # The national centre looks certificates up by this hash; nothing rests on its strength.
            .add_certificate(certificate, issuer, hashes.SHA1())  # noqa: S303 - as said above
            .add_extension(x509.OCSPNonce(nonce), critical=False)
            .build()
            .public_bytes(Encoding.DER)
        )
        try:
            told = ocsp.load_der_ocsp_response(
                self._fetch(url, question, "application/ocsp-request")
            )
            return _judge_ocsp(told, certificate, issuer, nonce, now)
        except (Away, ValueError, UnsupportedAlgorithm):
            return _UNKNOWN

    def _look_up(
        self, url: str, certificate: x509.Certificate, issuer: x509.Certificate, now: datetime
    ) -> Asked:
        try:
            found = self._list(url, now)
        except (Away, ValueError):
            return _UNKNOWN
        if not _is_current_list(found, issuer, now):
            self._lists.pop(url, None)
            return _UNKNOWN
        revoked = found.get_revoked_certificate_by_serial_number(certificate.serial_number)
        answer = Revocation.REVOKED if revoked is not None else Revocation.GOOD
        return Asked(answer, "crl", found.last_update_utc)

    def _list(self, url: str, now: datetime) -> x509.CertificateRevocationList:
        known = self._lists.get(url)
        if known is not None and known.next_update_utc and now < known.next_update_utc:
            return known
        content = self._fetch(url)
        pem = b"-----BEGIN" in content[:64]
        load = x509.load_pem_x509_crl if pem else x509.load_der_x509_crl
        self._lists[url] = load(content)
        return self._lists[url]

    def _fetch(self, url: str, body: bytes | None = None, content_type: str = "") -> bytes:
        def question() -> bytes:
            try:
                return ask(url, body, content_type)
            except Answered as answered:
                raise Away(url) from answered

        return self._breakers.setdefault(url, Breaker()).ask(question)


def _judge_ocsp(
    told: ocsp.OCSPResponse,
    certificate: x509.Certificate,
    issuer: x509.Certificate,
    nonce: bytes,
    now: datetime,
) -> Asked:
    if told.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return _UNKNOWN
    if not _is_from(told, issuer, now) or not _is_answer_to(told, nonce):
        return _UNKNOWN
    for one in told.responses:
        if one.serial_number == certificate.serial_number and _is_current(one, now):
            return Asked(_answer(one), "ocsp", one.this_update_utc)
    return _UNKNOWN


def _answer(one: ocsp.OCSPSingleResponse) -> Revocation:
    known = {
        ocsp.OCSPCertStatus.GOOD: Revocation.GOOD,
        ocsp.OCSPCertStatus.REVOKED: Revocation.REVOKED,
    }
    return known.get(one.certificate_status, Revocation.UNKNOWN)


def _is_current(one: ocsp.OCSPSingleResponse, now: datetime) -> bool:
    until = one.next_update_utc or one.this_update_utc + _FRESH_WITHOUT_END
    return one.this_update_utc - _SKEW <= now <= until + _SKEW


def _is_answer_to(told: ocsp.OCSPResponse, nonce: bytes) -> bool:
    """An answer with another's nonce is an old one; a centre may leave the nonce out."""
    try:
        found = told.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
    except x509.ExtensionNotFound:
        return True
    return found == nonce


def _is_from(told: ocsp.OCSPResponse, issuer: x509.Certificate, now: datetime) -> bool:
    """Signed by the issuer, or by a key that it gave for answering (RFC 6960, 4.2.2.2)."""
    return any(_is_signed_by(told, key) for key in _answerers(told, issuer, now))


def _answerers(
    told: ocsp.OCSPResponse, issuer: x509.Certificate, now: datetime
) -> Iterator[x509.Certificate]:
    yield issuer
    for one in told.certificates:
        if oids.OCSP_SIGNING in usages(one) and valid_at(one, now) and _is_issued(one, issuer):
            yield one


def _is_issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _is_signed_by(told: ocsp.OCSPResponse, signer: x509.Certificate) -> bool:
    key, algorithm = signer.public_key(), told.signature_hash_algorithm
    if algorithm is None:
        return False
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(told.signature, told.tbs_response_bytes, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(told.signature, told.tbs_response_bytes, ec.ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _is_current_list(
    found: x509.CertificateRevocationList, issuer: x509.Certificate, now: datetime
) -> bool:
    key = issuer.public_key()
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        return False
    until = found.next_update_utc or found.last_update_utc + _FRESH_WITHOUT_END
    return (
        found.issuer == issuer.subject
        and found.is_signature_valid(key)
        and found.last_update_utc - _SKEW <= now <= until + _SKEW
    )


def _ocsp_urls(certificate: x509.Certificate) -> Iterator[str]:
    try:
        told = certificate.extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return
    for one in told:
        location = one.access_location
        if one.access_method == Access.OCSP and isinstance(
            location, x509.UniformResourceIdentifier
        ):
            yield location.value


def _list_urls(certificate: x509.Certificate) -> Iterator[str]:
    try:
        told = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return
    for point in told:
        for name in point.full_name or ():
            if isinstance(name, x509.UniformResourceIdentifier):
                yield name.value
