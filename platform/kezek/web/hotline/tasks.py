"""What this operator handed over to the specialists, and what came of it."""

from flask import Blueprint, Response, request, url_for

from kezek.core.access import Permission
from kezek.core.personal_views import Shown
from kezek.reads.hotline_calls import HandedOverPage, handed_over_page
from kezek.web.call_words import cause_name, outcome_label
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

blueprint = Blueprint("hotline_tasks", __name__, url_prefix="/<slug:slug>/hotline/tasks")

PARTS = {"": mark("All"), "open": mark("Waiting"), "answered": mark("Answered")}


@blueprint.get("/")
@needs(Permission.TASK_HAND_OVER, shows=Shown.LIST)
def index() -> Response:
    """One page of them, the newest first."""
    part = request.args.get("part", "")
    part = part if part in PARTS else ""
    wished = request.args.get("page", 1, type=int)
    page: HandedOverPage = handed_over_page(current_tenant().id, current_actor().tag, part, wished)
    return respond(
        "hotline/tasks.html",
        page=page,
        parts=[(say(words), _url(one), one == part) for one, words in PARTS.items()],
        page_url=lambda number: url_for("hotline_tasks.index", part=part or None, page=number),
        cause_name=cause_name,
        outcome_label=outcome_label,
    )


def _url(part: str) -> str:
    return url_for("hotline_tasks.index", part=part or None)
