"""Telegram tells here what people write to the bot: only a code from a cabinet means anything."""

import hmac
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask_babel import force_locale, gettext

from kezek.adapters.services import services
from kezek.usecases.chats import bind_chat
from kezek.web.guards import public
from kezek.web.security import csrf, limiter

blueprint = Blueprint("telegram", __name__, url_prefix="/gateways")
csrf.exempt(blueprint)
limiter.exempt(blueprint)

_MOST = 64 * 1024
_START = "/start"


@blueprint.post("/telegram")
@public
def update() -> Response:
    """One update; what is answered to it is said in the answer itself, as the Bot API allows."""
    request.max_content_length = _MOST
    secret = services().settings.telegram_secret
    given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
    if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
        return Response(status=403, mimetype="text/plain")
    told = request.get_json(silent=True)
    message = told.get("message") if isinstance(told, dict) else None
    chat, text = _said(message)
    if not chat:
        return jsonify({})
    return jsonify(method="sendMessage", chat_id=chat, text=_answer(chat, text))


def _said(message: Any) -> tuple[str, str]:
    """The private chat and what was written in it; of groups and other things nothing."""
    if not isinstance(message, dict) or not isinstance(message.get("chat"), dict):
        return "", ""
    chat = message["chat"]
    if chat.get("type") != "private" or not isinstance(chat.get("id"), int):
        return "", ""
    return str(chat["id"]), str(message.get("text", ""))


def _answer(chat: str, text: str) -> str:
    """What the bot says; of nobody's data."""
    command, _, code = text.partition(" ")
    bound = bind_chat(code.strip(), chat) if command == _START and code else None
    if bound is None:
        return "\n\n".join(_in(language, _how) for language in ("kk", "ru"))
    return _in(bound.language, _welcome)


def _in(language: str, words: Callable[[], str]) -> str:
    with force_locale(language):
        return words()


def _how() -> str:
    words: str = gettext(
        "This bot tells when there is a new notice in your cabinet. To connect it, open your "
        "account in the cabinet and press «Connect the bot» there: a link is good for some minutes."
    )
    return words


def _welcome() -> str:
    words: str = gettext(
        "Connected. When there is a new notice in your cabinet, the bot tells you here. To stop, "
        "disconnect it in your account or block it."
    )
    return words
