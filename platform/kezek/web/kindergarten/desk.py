"""The first page of a kindergarten: what waits, the late on top, and how its groups stand."""

from flask import Blueprint, Response, url_for

from kezek.core.access import Permission
from kezek.core.modes.registry import gives_vouchers
from kezek.core.personal_views import Shown
from kezek.reads.kindergarten_desk import KindergartenDesk, kindergarten_desk
from kezek.reads.modes import mode_of_kindergarten
from kezek.reads.staff_news import staff_news
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.htmx import respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.staff import kindergarten_id
from kezek.web.staff_news_words import news_sentence
from kezek.web.tenant import current_tenant

blueprint = Blueprint("kindergarten_desk", __name__, url_prefix="/<slug:slug>/kindergarten")


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK, shows=Shown.LIST)
def index() -> Response:
    """What waits for the kindergarten."""
    page = _page()
    return with_etag(
        respond(
            "kindergarten/desk.html",
            fragments={"desk-live"},
            page=page,
            topics=[f"kindergarten-{page.id}"],
            live_url=url_for("kindergarten_desk.index"),
            news=staff_news(current_tenant().id, page.id),
            news_sentence=news_sentence,
            has_waiting_lists=gives_vouchers(mode_of_kindergarten(current_tenant().id, page.id)),
        )
    )


def _page() -> KindergartenDesk:
    page = kindergarten_desk(current_tenant().id, kindergarten_id(), current_language())
    if page is None:
        raise NotFound("kindergarten")
    return page
