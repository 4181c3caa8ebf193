"""The waiting lists of a kindergarten in a voucher territory: who is first, without names."""

from flask import Blueprint, Response, url_for

from kezek.core.access import Permission
from kezek.reads.waiting_lists import waiting_lists
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.htmx import respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.staff import kindergarten_id
from kezek.web.tenant import current_tenant

blueprint = Blueprint(
    "kindergarten_waiting", __name__, url_prefix="/<slug:slug>/kindergarten/waiting-list"
)


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK)
def index() -> Response:
    """The lists by year of birth and language, each in the order of joining."""
    page = waiting_lists(current_tenant().id, kindergarten_id(), current_language())
    if page is None:
        raise NotFound("kindergarten")
    return with_etag(
        respond(
            "kindergarten/waiting.html",
            fragments={"waiting-live"},
            page=page,
            topics=[f"kindergarten-{page.id}"],
            live_url=url_for("kindergarten_waiting.index"),
        )
    )
