"""What waits for the specialist: one list by its working day, the late on top (L-6.1)."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from kezek.core.access import Permission
from kezek.core.personal_views import Shown
from kezek.core.work import Lane, Order, Wanted, Whose, Work, tally
from kezek.reads.office_desk import OfficeDesk, next_item, office_desk
from kezek.reads.staff_news import staff_news
from kezek.usecases.batch_plans import BatchAct
from kezek.web.guards import needs
from kezek.web.htmx import redirect_after_post, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.login import current_actor
from kezek.web.office.batch_words import ACT
from kezek.web.office.way import carried, desk_url, item_url, wanted
from kezek.web.staff_news_words import news_sentence
from kezek.web.tenant import current_tenant
from kezek.web.words import mark, say
from kezek.web.work_words import ORDER, WHOSE, lane_name, work_label, work_name

_ALL_WORK = mark("All work")
_EVERYBODYS = mark("Everybody's")

Link = tuple[str, str, bool]

blueprint = Blueprint("office_desk", __name__, url_prefix="/<slug:slug>/office")


@blueprint.get("/")
@needs(Permission.OFFICE_DESK, shows=Shown.LIST)
def index() -> Response:
    """Everything that waits, or a part of it, page by page."""
    tenant_id, part = current_tenant().id, wanted()
    number = request.args.get("page", 1, type=int)
    page = office_desk(tenant_id, current_actor(), part, number, current_language())
    return with_etag(
        respond(
            "office/desk.html",
            fragments={"work-live"},
            page=page,
            part=part,
            kinds=_kinds(page, part),
            whose=_whose(page, part),
            lanes=[
                (lane, f"{lane_name(lane)} ({page.facets.lanes.get(lane, 0)})") for lane in Lane
            ],
            orders=[(one, say(words)) for one, words in ORDER.items() if one is not Order.DUE],
            first_order=say(ORDER[Order.DUE]),
            acts=[(str(one), say(words)) for one, words in ACT.items()],
            hands_over=BatchAct.HAND_OVER,
            all_chosen=request.args.get("chosen") == "page",
            choose_url=_url(part, chosen="page", page=number),
            news=staff_news(tenant_id),
            live_url=_url(part, page=number),
            action=url_for("office_desk.index"),
            page_url=lambda number: _url(part, page=number),
            item_url=item_url,
            carried=carried(part),
            work_label=work_label,
            lane_name=lane_name,
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


def _kinds(page: OfficeDesk, part: Wanted) -> list[Link]:
    """A link for each kind of work, with how much of it waits."""
    counts = page.facets.kinds
    everything = replace(part, work=None)
    links = [(f"{say(_ALL_WORK)} ({tally(counts)})", _url(everything), part.work is None)]
    shown = [one for one in Work if counts.get(one) or part.work is one]
    return links + _links(
        (f"{work_name(one)} ({counts.get(one, 0)})", replace(part, work=one), part.work is one)
        for one in shown
    )


def _whose(page: OfficeDesk, part: Wanted) -> list[Link]:
    """A link for everybody's, the own, the free, and what colleagues have."""
    counts = page.facets.whose
    everybodys = [(say(_EVERYBODYS), _url(replace(part, whose=None)), part.whose is None)]
    return everybodys + _links(
        (f"{say(WHOSE[one])} ({counts.get(one, 0)})", replace(part, whose=one), part.whose is one)
        for one in Whose
    )


def _links(choices: Iterable[tuple[str, Wanted, bool]]) -> list[Link]:
    return [(text, _url(part), is_current) for text, part, is_current in choices]


def _url(part: Wanted, **more: object) -> str:
    return url_for("office_desk.index", **carried(part), **more)  # type: ignore[arg-type]
