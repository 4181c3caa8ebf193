"""«Хабарламалар»: all that the family was told, and what of it has been read."""

import uuid

from flask import Blueprint, Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.reads.family_notices import notice_page, notices_page
from kezek.reads.subjects import notice_subject
from kezek.reads.ways_of_notices import family_bad_contacts
from kezek.usecases.deciding import NotFound
from kezek.usecases.notice_reading import read_all_notices, read_notice
from kezek.web.call_words import channel_name, state_label
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond
from kezek.web.i18n import LANGUAGE_NAMES
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("family_notices", __name__, url_prefix="/<slug:slug>/family/notices")


@blueprint.get("/")
@needs(Permission.FAMILY_ROOM)
def index() -> Response:
    """The list, the newest first."""
    number = request.args.get("page", 1, type=int)
    return respond(
        "family/notices.html",
        page=notices_page(current_tenant().id, current_actor(), number),
        page_url=lambda other: url_for("family_notices.index", page=other),
        language_names=LANGUAGE_NAMES,
        bad=family_bad_contacts(current_tenant().id, current_actor()),
    )


@blueprint.get("/<uuid:notice_id>")
@needs(Permission.NOTICE_READ, notice_subject)
def show(notice_id: uuid.UUID) -> Response:
    """One notice. To open it is to read it: from then on nobody need call the family about it."""
    page = notice_page(current_tenant().id, current_actor(), notice_id)
    if page is None:
        raise NotFound(notice_id)
    if request.method == "GET":
        read_notice(current_tenant().id, current_actor(), notice_id)
    return respond(
        "family/notice.html",
        page=page,
        language_names=LANGUAGE_NAMES,
        channel_name=channel_name,
        state_label=state_label,
    )


@blueprint.post("/read")
@needs(Permission.FAMILY_ROOM)
def read_all() -> BaseResponse:
    """Notes that all have been read."""
    read_all_notices(current_tenant().id, current_actor())
    return redirect_after_post(url_for("family_notices.index"))
