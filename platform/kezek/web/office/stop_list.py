"""The stop-list of the department: whom the distribution passes over, and until when (I-3.11)."""

from flask import Blueprint, Response, request, url_for

from kezek.core.access import Permission
from kezek.core.personal_views import Shown
from kezek.reads.stop_list import stop_list_page
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant

blueprint = Blueprint("office_stop_list", __name__, url_prefix="/<slug:slug>/office/stop-list")


@blueprint.get("/")
@needs(Permission.OFFICE_DESK, shows=Shown.LIST)
def index() -> Response:
    """All of them, or those of one territory."""
    chosen = request.args.get("territory", "")
    number = request.args.get("page", 1, type=int)
    page = stop_list_page(current_tenant().id, current_actor(), chosen, number, current_language())
    return respond(
        "office/stop_list.html",
        page=page,
        chosen=chosen,
        action=url_for("office_stop_list.index"),
        page_url=lambda one: url_for("office_stop_list.index", territory=chosen or None, page=one),
    )
