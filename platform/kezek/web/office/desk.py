"""What waits for the specialist: one list by its working day, the late on top (L-6.1)."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.reads.office_desk import OfficeDesk, next_item, office_desk
from kezek.reads.office_work import Work
from kezek.reads.staff_news import staff_news
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.office.way import desk_url, item_url, wanted, way
from kezek.web.office.words import work_label, work_name
from kezek.web.staff_news_words import news_sentence
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say

_ALL_WORK = mark("All work")
_ALL_TERRITORIES = mark("All territories")

blueprint = Blueprint("office_desk", __name__, url_prefix="/<slug:slug>/office")


@blueprint.get("/")
@needs(Permission.OFFICE_DESK)
def index() -> Response:
    """Everything that waits, or one kind of it, page by page."""
    tenant_id = current_tenant().id
    number = request.args.get("page", 1, type=int)
    page = office_desk(tenant_id, current_actor(), wanted(), number, current_language())
    return with_etag(
        respond(
            "office/desk.html",
            fragments={"work-live"},
            page=page,
            kinds=_kinds(page),
            places=_places(page),
            news=staff_news(tenant_id),
            live_url=url_for("office_desk.index", page=number, **_filter()),
            page_url=_page_url,
            item_url=item_url,
            work_label=work_label,
            news_sentence=news_sentence,
        )
    )


@blueprint.get("/next")
@needs(Permission.OFFICE_DESK)
def go_on() -> BaseResponse:
    """Leads to what comes next in this part of the work."""
    after = request.args.get("after", "")
    item = next_item(current_tenant().id, current_actor(), wanted(), after, current_language())
    if item is None:
        flash(gettext("Nothing more waits here."), "good")
        return redirect_after_post(desk_url())
    return redirect_after_post(item_url(item))


def _filter() -> dict[str, Any]:
    carried = way()
    carried.pop("after", None)
    return carried


def _kinds(page: OfficeDesk) -> list[tuple[str, str, bool]]:
    """A link for each kind of work, with how much of it waits."""
    part = wanted()
    total = sum(page.counts.values())
    links = [(f"{say(_ALL_WORK)} ({total})", _url(None, part.territory), part.work is None)]
    return links + [
        (
            f"{work_name(work)} ({page.counts.get(work, 0)})",
            _url(work, part.territory),
            part.work is work,
        )
        for work in Work
        if page.counts.get(work) or part.work is work
    ]


def _places(page: OfficeDesk) -> list[tuple[str, str, bool]]:
    """A link for each territory, where the specialist has more than one."""
    if len(page.territories) < 2:
        return []
    part = wanted()
    everywhere = (say(_ALL_TERRITORIES), _url(part.work, ""), not part.territory)
    return [
        everywhere,
        *((name, _url(part.work, slug), part.territory == slug) for slug, name in page.territories),
    ]


def _url(work: Work | None, territory: str) -> str:
    return url_for("office_desk.index", work=work or None, territory=territory or None)


def _page_url(number: int) -> str:
    return url_for("office_desk.index", page=number, **_filter())
