"""A parent's chat with the bot: bound by a one-time code from the cabinet, unbound at any time."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from kezek.adapters.services import services
from kezek.db.chats import TelegramCodeRow, forget_codes_of, take_code
from kezek.db.people import GuardianRow, find_guardian
from kezek.db.scope import deployment_scope
from kezek.db.tenants import all_tenants
from kezek.usecases.unit_of_work import SYSTEM, act

GOOD_FOR = timedelta(minutes=15)
_SIGNS = 18


@dataclass(frozen=True, slots=True)
class Bound:
    """A chat that has just been bound, and in which language its owner reads."""

    language: str
    slug: str


def chat_of(guardian: GuardianRow) -> str:
    """The chat of this parent; nothing where none is bound."""
    if guardian.telegram_sealed is None:
        return ""
    return services().keys.open_text(guardian.telegram_sealed, _context(guardian.id))


def make_code(tenant_id: int, actor: str, guardian_id: uuid.UUID) -> tuple[str, datetime]:
    """A new code and until when it is good; earlier ones of the parent are good no more.

    It begins with the region's number: the bot is the deployment's, a cabinet is a region's.
    """
    code = f"{tenant_id}-{token_urlsafe(_SIGNS)}"
    with act(tenant_id, actor) as running:
        expires_at = running.now() + GOOD_FOR
        forget_codes_of(running.session, guardian_id)
        running.session.add(
            TelegramCodeRow(
                tenant_id=tenant_id,
                code_hash=_hash(code),
                guardian_id=guardian_id,
                expires_at=expires_at,
            )
        )
    return code, expires_at


def bind_chat(code: str, chat: str) -> Bound | None:
    """Binds the chat in which the code was sent; nothing for a code that opens nothing.

    A code opens once: a call that comes again finds it gone, and changes nothing.
    """
    number = code.partition("-")[0]
    with deployment_scope() as session:
        region = next((row for row in all_tenants(session) if str(row.id) == number), None)
    if region is None:
        return None
    with act(region.id, SYSTEM) as running:
        now = running.now()
        guardian_id = take_code(running.session, _hash(code), now)
        guardian = find_guardian(running.session, guardian_id) if guardian_id else None
        if guardian is None:
            return None
        context = _context(guardian.id)
        guardian.telegram_sealed = services().keys.seal_text(chat, context)
        guardian.telegram_at = now
        running.bells.add(f"family-{guardian.id}")
        return Bound(guardian.language, region.slug)


def unbind_chat(tenant_id: int, actor: str, guardian_id: uuid.UUID) -> None:
    """The bot writes no more to this parent; twice is as once."""
    with act(tenant_id, actor) as running:
        forget_codes_of(running.session, guardian_id)
        guardian = find_guardian(running.session, guardian_id)
        if guardian is not None:
            guardian.telegram_sealed = guardian.telegram_at = None


def _context(guardian_id: uuid.UUID) -> str:
    return f"telegram:{guardian_id}"


def _hash(code: str) -> bytes:
    return sha256(code.encode()).digest()
