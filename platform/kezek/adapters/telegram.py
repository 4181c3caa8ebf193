"""The way out to Telegram by its Bot API: a text beckons and holds no personal data (94-V)."""

import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from kezek.adapters.gateway_wire import Answer, post, refused
from kezek.adapters.not_taken import NotTaken

NAME = "telegram"
_GONE = (403,)
"""The person has blocked the bot, or closed the account."""
_NO_SUCH_CHAT = "chat not found"


class TelegramGateway(Protocol):
    """Whoever carries messages to chats."""

    def send(self, chat: str, text: str, key: str) -> str:
        """Hands a message over; gives its name. Raises NotTaken."""


class NullTelegram:
    """Carries nothing: where no bot is set."""

    def send(self, chat: str, text: str, key: str) -> str:
        """Refuses. Raises NotTaken."""
        raise NotTaken("KEZEK_TELEGRAM_TOKEN is not set")


@dataclass(slots=True)
class RecordingTelegram:
    """Keeps what it was given, for tests."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, chat: str, text: str, key: str) -> str:
        """Remembers chat, text and key."""
        self.sent.append((chat, text, key))
        return ""


class TelegramBot:
    """A bot: `sendMessage`, as core.telegram.org/bots/api describes it.

    Telegram knows no idempotency keys: a message whose answer was lost may come twice. It says
    only that there is something new in the cabinet, so twice says no more than once.
    """

    def __init__(self, url: str, token: str) -> None:
        if urlsplit(url).scheme not in ("http", "https"):
            raise ValueError("the Bot API's address begins with https://")
        self._url = url.rstrip("/")
        self._token = token

    def send(self, chat: str, text: str, key: str) -> str:
        """Hands a message over. Raises NotTaken: final where the person has blocked the bot."""
        answer = self._call(
            "sendMessage",
            {"chat_id": chat, "text": text, "link_preview_options": {"is_disabled": True}},
        )
        told = _told(answer)
        if answer.status == 200 and told.get("ok") is True:
            return f"{NAME}:{key}"
        is_unknown_chat = answer.status == 400 and _NO_SUCH_CHAT in str(told.get("description", ""))
        raise refused(answer.status, is_final=answer.status in _GONE or is_unknown_chat)

    def _call(self, method: str, fields: dict[str, Any]) -> Answer:
        return post(
            f"{self._url}/bot{self._token}/{method}",
            json.dumps(fields).encode(),
            {"Content-Type": "application/json; charset=utf-8"},
        )


def telegram_for(url: str, token: str) -> TelegramGateway:
    """The bot that the settings name, or none."""
    return TelegramBot(url, token) if token else NullTelegram()


def _told(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
