"""Signatures by the country's own algorithms, checked by a service that the operator runs.

The service speaks NCANode's interface (version 3, `POST /cms/verify`). It is trusted for the
arithmetic, the path and revocation, and for nothing else: that the bytes are those we gave out,
whose key it is and what for is read here. Its word `valid` is not enough by itself: it says so of
a message without any signer, and does not look at what a key is for.
"""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from kezek.adapters.breakers import Away, Breaker
from kezek.adapters.eds.messages import Message
from kezek.adapters.eds.wire import Answered, ask
from kezek.core.signatures import Asked, Fault, Revocation, refusal_of


class GostDesk(Protocol):
    """Whoever checks signatures that we cannot."""

    def check(self, message: Message, content: bytes, now: datetime) -> Asked:
        """What is known of revocation where the signature holds. Raises Refusal."""


class NoGostDesk:
    """No service was named: such keys cannot be used in this deployment."""

    def check(self, message: Message, content: bytes, now: datetime) -> Asked:
        """Refuses. Raises Refusal(SIGNATURE_REFUSED, gost_unset)."""
        raise refusal_of(Fault.GOST_UNSET)


@dataclass(slots=True)
class NcaNode:
    """An NCANode-compatible service at an address of the operator's."""

    url: str
    breaker: Breaker = field(default_factory=Breaker)

    def check(self, message: Message, content: bytes, now: datetime) -> Asked:
        """Asks the service, first with revocation and, where that is not to be had, without.

        Raises Refusal: gost_away when it does not answer, else what is wrong.
        """
        answer = self._ask(message, content, ["OCSP"])
        certificate = _only_certificate(answer, message)
        asked = _revocation(certificate, now)
        if asked.answer is Revocation.REVOKED:
            return asked
        if asked.answer is Revocation.UNKNOWN:
            answer = self._ask(message, content, [])
            certificate = _only_certificate(answer, message)
        if answer.get("valid") is not True:
            known = certificate.get("valid") is True
            raise refusal_of(Fault.TAMPERED if known else Fault.FOREIGN)
        return asked

    def _ask(self, message: Message, content: bytes, revocation: list[str]) -> Mapping[str, Any]:
        body: dict[str, object] = {
            "cms": base64.b64encode(message.encoded).decode(),
            "revocationCheck": revocation,
        }
        if message.content is None:
            body["data"] = base64.b64encode(content).decode()
        try:
            return self.breaker.ask(self._question(json.dumps(body).encode()))
        except Away:
            raise refusal_of(Fault.GOST_AWAY) from None

    def _question(self, body: bytes) -> Callable[[], Mapping[str, Any]]:
        def question() -> Mapping[str, Any]:
            try:
                told = json.loads(ask(f"{self.url}/cms/verify", body, "application/json"))
            except Answered as answered:
                # It could not take the message apart: the message is at fault, not the service.
                if answered.status in (400, 422):
                    raise refusal_of(Fault.TAMPERED) from None
                raise Away(self.url) from None
            except ValueError:
                raise Away(self.url) from None
            if not isinstance(told, dict):
                raise Away(self.url)
            return told

        return question


def _only_certificate(answer: Mapping[str, Any], message: Message) -> Mapping[str, Any]:
    """The one certificate of the one signer, which is the one that we read. Raises Refusal."""
    signers = answer.get("signers") or []
    found = [one for signer in signers for one in signer.get("certificates") or []]
    if len(signers) != 1 or len(found) != 1:
        raise refusal_of(Fault.TAMPERED)
    certificate: Mapping[str, Any] = found[0]
    if str(certificate.get("serialNumber", "")).lstrip("0") != (
        f"{message.signer.serial_number:x}"
    ):
        raise refusal_of(Fault.TAMPERED)
    return certificate


def _revocation(certificate: Mapping[str, Any], now: datetime) -> Asked:
    """Revoked where one of its sources says so; good where it asked and holds the key for valid.

    A source that did not answer is told as "not revoked" too, but the key is then not valid.
    """
    told = certificate.get("revocations") or []
    if any(one.get("revoked") for one in told):
        return Asked(Revocation.REVOKED, "gost", now)
    if told and certificate.get("valid") is True:
        return Asked(Revocation.GOOD, "gost", now)
    return Asked(Revocation.UNKNOWN)
