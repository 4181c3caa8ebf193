"""What a telephone may see that has read the square of a contract: the text, and how far it is.

The link in the square is all that the telephone has: it names one text that waits to be signed, is
sealed by this deployment, and is worth nothing once the text is signed or its minutes are over.
"""

import base64
import binascii
import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.keys import KeyMismatch
from kezek.adapters.services import services
from kezek.core.access import Actor, Role
from kezek.core.admission_stages import Stage, stage_of
from kezek.core.ids import ApplicationId, GuardianId
from kezek.core.signed_texts import SignedAct
from kezek.db.accounts import find_family_account
from kezek.db.applications import load_applications
from kezek.db.scope import read_scope
from kezek.db.signatures import challenge_context, find_challenge

_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contract that waits on a telephone for its signature."""

    challenge_id: uuid.UUID
    application_id: uuid.UUID
    actor: Actor
    """The family that asked for the square."""
    text: str
    content: bytes
    expires_at: datetime
    is_over: bool
    is_signed: bool
    """Whether the contract is signed by now, in whatever way."""


def link_of(tenant_id: int, challenge_id: uuid.UUID) -> str:
    """The last step of the address in the square."""
    sealed = services().keys.seal_text(challenge_id.hex, _context(tenant_id))
    return base64.urlsafe_b64encode(sealed).decode().rstrip("=")


def proof_of(link: str) -> str:
    """The word by which a program shows that it was led here by the request, not by the link."""
    return hashlib.sha256(b"proof:" + services().keys.paper_mark(link.encode())).hexdigest()


def find_waiting(tenant_id: int, link: str) -> Waiting | None:
    """What the link leads to; nothing for one that this deployment did not make for this region."""
    challenge_id = _opened(tenant_id, link)
    if challenge_id is None:
        return None
    with read_scope(tenant_id) as session:
        row = find_challenge(session, challenge_id)
        if row is None or row.act != SignedAct.CONTRACT or row.asked_by is None:
            return None
        account = find_family_account(session, row.asked_by)
        key = ApplicationId(uuid.UUID(row.subject))
        application = load_applications(session, [key]).get(key)
        now = services().clock.now(session)
    if account is None or not account.active or application is None:
        return None
    content = services().keys.open_text(row.content_sealed, challenge_context(row.id))
    stage = stage_of(application)
    return Waiting(
        challenge_id=row.id,
        application_id=application.id,
        actor=Actor(account.id, Role.FAMILY, guardian_id=GuardianId(row.asked_by)),
        text=content,
        content=content.encode(),
        expires_at=row.expires_at,
        is_over=now >= row.expires_at or stage is not Stage.CONTRACT,
        is_signed=stage is Stage.PUPIL,
    )


def _opened(tenant_id: int, link: str) -> uuid.UUID | None:
    if len(link) > _LONGEST:
        return None
    try:
        sealed = base64.b64decode(link + "=" * (-len(link) % 4), altchars=b"-_", validate=True)
        return uuid.UUID(hex=services().keys.open_text(sealed, _context(tenant_id)))
    except (KeyMismatch, binascii.Error, ValueError):
        return None


def _context(tenant_id: int) -> str:
    """Binds the link to its region, and to this one use."""
    return f"phone-signing:{tenant_id}"
