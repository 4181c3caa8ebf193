"""A certification centre for tests: its people, its answers over real HTTP, and a GOST service."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from kezek.adapters.eds.trust import Trust
from kezek.adapters.eds.verifier import CmsVerifier
from kezek.demonstration.certification import Centre, Held, Subject, Told
from kezek.demonstration.signing import as_pem, signed

NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
ASKED = NOW - timedelta(minutes=2)
SIGNED = NOW - timedelta(minutes=1)
YEAR = timedelta(days=365)

MOTHER = Subject("ОСПАНОВА ӘСЕЛ", "900520400011")
FATHER = Subject("ОСПАНОВ НҰРЛАН", "861107300012")
HEAD = Subject(
    "БЕКОВА АЙГҮЛ", "900520400011", "061211600012", "«Балапан» балабақшасы", is_head=True
)
EMPLOYEE = Subject("БЕКОВА АЙГҮЛ", "900520400011", "061211600012", "«Балапан» балабақшасы")


def centre(name: str = "ҰКО TEST") -> Centre:
    """A centre; making its keys takes a second, so there is one of each name."""
    return _centre(name)


@cache
def _centre(name: str) -> Centre:
    return Centre.opened(name, NOW)


@cache
def held(subject: Subject = MOTHER, **how: Any) -> Held:
    """A key of somebody, good for a year around the moment of these tests."""
    since = how.pop("since", NOW - YEAR / 2)
    until = how.pop("until", NOW + YEAR / 2)
    by = how.pop("by", "ҰКО TEST")
    return centre(by).give(subject, since, until, **how)


def verifier(**how: Any) -> CmsVerifier:
    """A verifier that trusts the centre's root, and knows nothing between."""
    return CmsVerifier(Trust((centre().root.certificate,)), **how)


@dataclass
class Answers:
    """What the centre's services say, changed by a test as it likes."""

    revoked: set[int] = field(default_factory=set)
    ocsp_signer: Held | None = None
    ocsp_status: int = 200
    crl_status: int = 200
    keeps_nonce: bool = True
    now: datetime = NOW
    asked: list[str] = field(default_factory=list)

    def ocsp_response(self, body: bytes) -> bytes:
        """An answer about one certificate."""
        question = ocsp.load_der_ocsp_request(body)
        is_revoked = question.serial_number in self.revoked
        signer = self.ocsp_signer or centre().issuer
        builder = ocsp.OCSPResponseBuilder().add_response_by_hash(
            question.issuer_name_hash,
            question.issuer_key_hash,
            question.serial_number,
            question.hash_algorithm,
            ocsp.OCSPCertStatus.REVOKED if is_revoked else ocsp.OCSPCertStatus.GOOD,
            self.now - timedelta(minutes=1),
            self.now + timedelta(minutes=9),
            self.now - timedelta(days=1) if is_revoked else None,
            None,
        )
        builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, signer.certificate)
        nonce = question.extensions.get_extension_for_class(x509.OCSPNonce).value.nonce
        told = nonce if self.keeps_nonce else b"\0" * 16
        builder = builder.add_extension(x509.OCSPNonce(told), critical=False)
        if self.ocsp_signer is not None:
            builder = builder.certificates([signer.certificate])
        return builder.sign(signer.key, hashes.SHA256()).public_bytes(Encoding.DER)

    def crl(self) -> bytes:
        """The list of revoked certificates."""
        issuer = centre().issuer
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(issuer.certificate.subject)
            .last_update(self.now - timedelta(hours=1))
            .next_update(self.now + timedelta(hours=1))
        )
        for number in self.revoked:
            one = x509.RevokedCertificateBuilder().serial_number(number)
            builder = builder.add_revoked_certificate(
                one.revocation_date(self.now - timedelta(days=1)).build()
            )
        return builder.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


@contextmanager
def served(handle: Callable[[str, bytes], tuple[int, bytes]]) -> Iterator[str]:
    """A service over real HTTP that answers by a function of path and body."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said = handle(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def answering(answers: Answers) -> Iterator[Told]:
    """The centre's two services, and the addresses that stand in certificates."""

    def handle(path: str, body: bytes) -> tuple[int, bytes]:
        answers.asked.append(path)
        if path == "/ocsp":
            return answers.ocsp_status, answers.ocsp_response(body)
        return answers.crl_status, answers.crl()

    with served(handle) as url:
        yield Told(ocsp=f"{url}/ocsp", crl=f"{url}/list.crl")


@dataclass
class GostService:
    """An NCANode-compatible service that says what a recording of one says."""

    answers: list[tuple[int, dict[str, Any]]]
    questions: list[dict[str, Any]] = field(default_factory=list)

    def handle(self, path: str, body: bytes) -> tuple[int, bytes]:
        """The next answer; the last one again when there is no other."""
        assert path == "/cms/verify"
        self.questions.append(json.loads(body))
        status, told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return status, json.dumps(told, ensure_ascii=False).encode()


def lasting(subject: Subject = MOTHER, **how: Any) -> Held:
    """A key that is good on every day of these tests."""
    return held(subject, until=NOW + 5 * YEAR, **how)


def sign_text(key: Held, content: bytes, at: datetime) -> str:
    """What NCALayer hands over for a text."""
    return as_pem(signed(key, content, at))
