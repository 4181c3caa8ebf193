"""A parent's page about the bot: whether a chat is bound, and since when."""

from dataclasses import dataclass
from datetime import datetime

from kezek.core.access import Actor
from kezek.db.people import find_guardian
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What the parent is shown."""

    bound_at: datetime | None


def chat_page(tenant_id: int, actor: Actor) -> ChatPage | None:
    """The page of this parent; nothing for somebody who is none."""
    with read_scope(tenant_id) as session:
        guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
        return ChatPage(guardian.telegram_at) if guardian is not None else None
