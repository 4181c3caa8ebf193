"""What was signed electronically about an application, and the very bytes of it."""

import uuid
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kezek.adapters.eds.certificates import told
from kezek.adapters.eds.messages import decode, read_message
from kezek.adapters.eds.oids import CLIENT_AUTH, EMAIL_PROTECTION
from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.signed_texts import SignedAct
from kezek.core.signing_ways import Ways, takes_keys, ways_of
from kezek.db.family_keys import FamilyErased, family_key
from kezek.db.kindergartens import find_kindergarten
from kezek.db.people import find_guardian
from kezek.db.private import identity_of
from kezek.db.rules_in_force import rules_at
from kezek.db.scope import read_scope
from kezek.db.signatures import (
    challenge_context,
    find_challenge,
    find_signature,
    signatures_of,
)


@dataclass(frozen=True, slots=True)
class ShownSignature:
    """One signature in a list; whose it is stands in the opened one."""

    id: uuid.UUID
    act: str
    signed_at: datetime
    kept_at: datetime
    algorithm: str


@dataclass(frozen=True, slots=True)
class OpenedSignature:
    """A signature with what was signed."""

    shown: ShownSignature
    holder: str
    organisation: str
    issuer: str
    serial: str
    revocation: str
    stamp: str
    """What its timestamp is worth."""
    stamped_at: datetime | None
    content: bytes
    cms: str


def signatures_about(tenant_id: int, subject: uuid.UUID) -> Sequence[ShownSignature]:
    """The signatures of a subject, the first one first."""
    with read_scope(tenant_id) as session:
        return [
            ShownSignature(one.id, one.act, one.signed_at, one.kept_at, one.facts["algorithm"])
            for one in signatures_of(session, subject)
        ]


def is_signed(tenant_id: int, subject: uuid.UUID, act: SignedAct | None = None) -> bool:
    """Whether anything, or this act, was signed electronically about it."""
    found = signatures_about(tenant_id, subject)
    return any(act is None or one.act == act for one in found)


def open_signature(
    tenant_id: int, subject: uuid.UUID, signature_id: uuid.UUID
) -> OpenedSignature | None:
    """One signature of a subject; nothing for another's, or once the family was erased."""
    with read_scope(tenant_id) as session:
        row = find_signature(session, signature_id)
        if row is None or row.subject != subject:
            return None
        try:
            wrapped = family_key(session, tenant_id, row.guardian_id)
        except FamilyErased:
            return None

        def opened(part: str, sealed: bytes) -> bytes:
            file_id = str(uuid.uuid5(row.id, part))
            keys = services().keys
            return keys.open_file(tenant_id, row.guardian_id, wrapped, file_id, sealed)

        cms = opened("cms", row.cms_sealed).decode()
        holder = told(read_message(decode(cms)).signer).holder
        return OpenedSignature(
            shown=ShownSignature(
                row.id, row.act, row.signed_at, row.kept_at, row.facts["algorithm"]
            ),
            holder=holder.name,
            organisation=holder.organisation,
            issuer=row.facts["issuer"],
            serial=row.facts["serial"],
            revocation=row.facts["revocation"],
            stamp=row.facts.get("stamp", "none"),
            stamped_at=_moment(row.facts.get("stamped_at")),
            content=opened("content", row.content_sealed),
            cms=cms,
        )


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A text that waits to be signed, as the page needs it."""

    content: bytes
    expires_at: datetime
    usage: str
    """Which of the reader's keys NCALayer offers, by its extended usage."""
    signer_url: str
    is_stand_in: bool
    """Whether somebody else answers there: the stand-in of the demonstration."""
    iin: str = ""
    """Whose keys NCALayer offers, where that is known."""
    bin: str = ""
    """Of which organisation, where an organisation signs."""

    @property
    def text(self) -> str:
        """The words."""
        return self.content.decode()

    @property
    def base64(self) -> str:
        """The bytes as NCALayer takes them."""
        return b64encode(self.content).decode()


def waiting_text(
    tenant_id: int,
    challenge_id: uuid.UUID,
    signed_act: SignedAct,
    subject: str,
    actor: Actor | None = None,
    *,
    of: uuid.UUID | None = None,
) -> WaitingText | None:
    """The text of this act that can still be signed; nothing for one that is over or another's.

    `of` is the kindergarten that signs, where an organisation does.
    """
    guardian_id = actor.guardian_id if actor else None
    asked_by = (guardian_id or actor.account_id) if actor else None
    with read_scope(tenant_id) as session:
        row = find_challenge(session, challenge_id)
        now = services().clock.now(session)
        guardian = find_guardian(session, guardian_id) if guardian_id else None
        garden = find_kindergarten(session, of) if of else None
    if row is None or row.used_at is not None or now >= row.expires_at:
        return None
    if (row.act, row.subject, row.asked_by) != (signed_act, subject, asked_by):
        return None
    content = services().keys.open_text(row.content_sealed, challenge_context(row.id))
    usage = CLIENT_AUTH if signed_act is SignedAct.ENTRY else EMAIL_PROTECTION
    return WaitingText(
        content.encode(),
        row.expires_at,
        usage,
        services().settings.eds_signer_url,
        services().settings.has_stand_in_signer,
        identity_of(guardian).iin if guardian else "",
        garden.bin if garden else "",
    )


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def checks_keys() -> bool:
    """Whether this deployment can check electronic signatures at all."""
    return services().eds.is_set_up


def can_sign(tenant_id: int) -> bool:
    """Whether this region takes electronic signatures, and this deployment can check them."""
    if not checks_keys():
        return False
    with read_scope(tenant_id) as session:
        rules = rules_at(session, tenant_id, services().clock.now(session))
    return takes_keys(rules.settings)


def open_ways(tenant_id: int, signed_act: SignedAct) -> Ways:
    """By which ways an act is signed here; with keys only where this deployment can check them."""
    with read_scope(tenant_id) as session:
        rules = rules_at(session, tenant_id, services().clock.now(session))
    ways = ways_of(rules.settings, signed_act)
    return replace(ways, eds=ways.eds and checks_keys())
