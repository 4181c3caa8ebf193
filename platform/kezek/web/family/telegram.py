"""The bot of Telegram: a parent binds a chat by a one-time code, and unbinds it."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, abort, flash, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters.services import services
from kezek.core.access import Permission
from kezek.reads.chats import chat_page
from kezek.usecases.chats import make_code, unbind_chat
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family_telegram", __name__, url_prefix="/<slug:slug>/family/telegram")


@blueprint.before_request
def need_a_bot() -> None:
    """Where a deployment has no bot there is no such page."""
    if not services().settings.has_telegram:
        abort(404)


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """Whether a chat is bound, and how to bind one."""
    return _page()


@blueprint.post("/")
@needs(Permission.FAMILY_ROOM)
def begin() -> Response:
    """Shows a link that opens the bot; it is good for some minutes and for one chat."""
    code, expires_at = make_code(current_tenant().id, current_actor().tag, _own_id())
    return _page(link=_link(code), expires_at=expires_at)


@blueprint.post("/off")
@needs(Permission.FAMILY_ROOM)
def off() -> BaseResponse:
    """The bot writes no more."""
    unbind_chat(current_tenant().id, current_actor().tag, _own_id())
    flash(gettext("The bot is disconnected. It keeps nothing of yours."), "good")
    return redirect_after_post(url_for("family_telegram.index"))


def _page(*, link: str = "", expires_at: datetime | None = None) -> Response:
    page = chat_page(current_tenant().id, current_actor())
    if page is None:
        raise NotFound("family")
    return respond(
        "family/telegram.html",
        page=page,
        bot=services().settings.telegram_bot,
        link=link,
        expires_at=expires_at,
    )


def _own_id() -> UUID:
    guardian_id = current_actor().guardian_id
    if guardian_id is None:
        raise NotFound("family")
    return guardian_id


def _link(code: str) -> str:
    return f"https://t.me/{services().settings.telegram_bot}?{urlencode({'start': code})}"
