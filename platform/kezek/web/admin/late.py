"""The head sees what is late at the education department, by territory (9.1 row 6, N-54)."""

from flask import Blueprint, Response, request, url_for

from kezek.core.access import Permission
from kezek.reads.late_work import late_page
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.tenant import current_tenant
from kezek.web.work_words import work_label, work_name

blueprint = Blueprint("admin_late", __name__, url_prefix="/<slug:slug>/admin/late")


@blueprint.get("/")
@needs(Permission.LATE_SEE)
def index() -> Response:
    """What is late by more than its term, in one territory or in all."""
    chosen = request.args.get("territory", "")
    number = request.args.get("page", 1, type=int)
    page = late_page(current_tenant().id, current_actor(), chosen, number, current_language())
    return respond(
        "admin/late.html",
        page=page,
        chosen=chosen,
        work_name=work_name,
        work_label=work_label,
        territory_url=lambda slug: url_for("admin_late.index", territory=slug),
        page_url=lambda one: url_for("admin_late.index", territory=chosen or None, page=one),
    )
