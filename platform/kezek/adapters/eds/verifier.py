"""One question: is this the signature that was asked for? The other modules answer its parts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from kezek.adapters.eds.arithmetic import need_same_content, need_sound
from kezek.adapters.eds.certificates import fingerprint, told
from kezek.adapters.eds.gost import GostDesk, NcaNode, NoGostDesk
from kezek.adapters.eds.messages import Message, decode, read_message, reading
from kezek.adapters.eds.oids import is_gost
from kezek.adapters.eds.revocation import RevocationDesk
from kezek.adapters.eds.stamps import judged_stamp
from kezek.adapters.eds.trust import Trust
from kezek.core.signatures import (
    Asked,
    Certificate,
    Fault,
    Stamp,
    Verified,
    Wanted,
    need_holder,
    need_timely,
    need_unrevoked,
    need_use,
    need_valid,
    refusal_of,
)
from kezek.settings import Settings

Policy = Literal["require", "warn"]


class SignatureVerifier(Protocol):
    """Whoever says whether a signature is good."""

    @property
    def is_set_up(self) -> bool:
        """Whether any signature can be taken at all."""

    def verify(
        self, cms: str, content: bytes, wanted: Wanted, *, asked_at: datetime, now: datetime
    ) -> Verified:
        """The facts of a good signature over `content`.

        `cms` is what the browser handed over, `asked_at` when it was asked for it. Raises
        Refusal(SIGNATURE_REFUSED) with one detail for each fault.
        """


class NullVerifier:
    """Takes no signature: where none is set up, and for tests that sign nothing."""

    is_set_up = False

    def verify(
        self, cms: str, content: bytes, wanted: Wanted, *, asked_at: datetime, now: datetime
    ) -> Verified:
        """Refuses. Raises Refusal(SIGNATURE_REFUSED, not_set_up)."""
        raise refusal_of(Fault.NOT_SET_UP)


@dataclass(slots=True)
class CmsVerifier:
    """Checks CMS: RSA and ECDSA in this process, the country's own algorithms by a service."""

    trust: Trust
    gost: GostDesk = field(default_factory=NoGostDesk)
    revocation: RevocationDesk = field(default_factory=RevocationDesk)
    policy: Policy = "warn"
    """`require`: a key of which nobody could say that it is not revoked is refused. `warn`: it is
    taken, and that nobody could say is kept with the signature."""

    @property
    def is_set_up(self) -> bool:
        """Whether the operator named a root."""
        return bool(self.trust.roots)

    def verify(
        self, cms: str, content: bytes, wanted: Wanted, *, asked_at: datetime, now: datetime
    ) -> Verified:
        """As the port has it; the network is asked last, when all else is in order."""
        message = read_message(decode(cms))
        certificate = _told(message)
        if is_gost(message.algorithm_oid):
            return self._by_service(message, certificate, content, wanted, asked_at, now)
        algorithm = _sound(message, content)
        _judge(certificate, wanted, message.signed_at, asked_at, now)
        path = self.trust.path(message.signer, message.others, now)
        stamp = judged_stamp(message, self.trust, now)
        asked = self.revocation.ask(message.signer, path[1], now)
        need_unrevoked(asked, must_know=self.policy == "require")
        chain = tuple(map(fingerprint, path))
        return _verified(message, certificate, algorithm, asked, chain, stamp)

    def _by_service(
        self,
        message: Message,
        certificate: Certificate,
        content: bytes,
        wanted: Wanted,
        asked_at: datetime,
        now: datetime,
    ) -> Verified:
        if message.content is not None and message.content != content:
            raise refusal_of(Fault.TAMPERED)
        _judge(certificate, wanted, message.signed_at, asked_at, now)
        asked = self.gost.check(message, content, now)
        need_unrevoked(asked, must_know=self.policy == "require")
        stamp = judged_stamp(message, self.trust, now)
        algorithm, chain = f"GOST {message.algorithm_oid}", (certificate.fingerprint,)
        return _verified(message, certificate, algorithm, asked, chain, stamp)


def verifier_for(settings: Settings) -> SignatureVerifier:
    """The verifier of a deployment; without a folder of roots no signature is taken.

    Raises OperatorError for a file of the folder that is no certificate.
    """
    if settings.eds_trust_dir is None:
        return NullVerifier()
    return CmsVerifier(
        Trust.from_folder(settings.eds_trust_dir),
        NcaNode(settings.eds_gost_url) if settings.eds_gost_url else NoGostDesk(),
        policy=settings.eds_revocation,
    )


def _told(message: Message) -> Certificate:
    """The signer's certificate; its inner parts are read only now, and may be broken."""
    with reading():
        return told(message.signer)


def _sound(message: Message, content: bytes) -> str:
    """The algorithm of a signature that holds over the content. Raises Refusal."""
    with reading():
        need_same_content(message, content)
        return need_sound(message)


def _judge(
    certificate: Certificate,
    wanted: Wanted,
    signed_at: datetime,
    asked_at: datetime,
    now: datetime,
) -> None:
    need_use(certificate, wanted)
    need_valid(certificate, signed_at, now)
    need_timely(signed_at, asked_at, now)
    need_holder(certificate.holder, wanted)


def _verified(
    message: Message,
    certificate: Certificate,
    algorithm: str,
    asked: Asked,
    chain: tuple[str, ...],
    stamp: Stamp,
) -> Verified:
    return Verified(
        certificate=certificate,
        signed_at=message.signed_at,
        algorithm=algorithm,
        chain=chain,
        revocation=asked,
        stamp=stamp,
    )
