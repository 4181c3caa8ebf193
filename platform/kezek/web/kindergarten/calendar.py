"""What falls due, as a month and as a list (L-17, L-22.6)."""

from datetime import date

from flask import Blueprint, Response, request, url_for

from kezek.adapters.wording import say_month, say_weekday
from kezek.core.access import Permission
from kezek.core.due_dates import by_day, month_after, weeks_of
from kezek.core.personal_views import Shown
from kezek.reads.kindergarten_calendar import calendar_page
from kezek.usecases.deciding import NotFound
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.i18n import current_language
from kezek.web.kindergarten.words import DUE, asked
from kezek.web.staff import kindergarten_id
from kezek.web.tenant import current_tenant
from kezek.web.words import say

blueprint = Blueprint(
    "kindergarten_calendar", __name__, url_prefix="/<slug:slug>/kindergarten/calendar"
)

VIEWS = ("month", "list")


@blueprint.get("/")
@needs(Permission.KINDERGARTEN_DESK, shows=Shown.LIST)
def index() -> Response:
    """A month of it, or everything that is late or comes; of one kind or of all."""
    kind, view = asked("kind", DUE), asked("view", dict.fromkeys(VIEWS), "month")
    page = calendar_page(
        current_tenant().id,
        kindergarten_id(),
        current_language(),
        month=request.args.get("month", ""),
        kind=kind,
        as_list=view == "list",
        wished=request.args.get("page", 1, type=int),
    )
    if page is None:
        raise NotFound("kindergarten")
    return respond(
        "kindergarten/calendar.html",
        fragments={"calendar-part"},
        page=page,
        kind=kind,
        view=view,
        kinds=[(str(one), say(label.text)) for one, label in DUE.items()],
        labels=DUE,
        weeks=weeks_of(page.month),
        of_day=by_day(page.entries),
        before=f"{month_after(page.month, -1):%Y-%m}",
        after=f"{month_after(page.month, 1):%Y-%m}",
        month_name=_month_name,
        weekday_name=_weekday_name,
        page_url=lambda number: url_for(
            "kindergarten_calendar.index", view="list", kind=kind, page=number
        ),
    )


def _month_name(first: date) -> str:
    """`Қыркүйек 2026`, as a calendar has it on its head."""
    return say_month(first, current_language())


def _weekday_name(day: date) -> str:
    """`дс`, `пн`."""
    return say_weekday(day, current_language())
