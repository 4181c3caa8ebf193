"""The hotline as the administrator sees it: who looked for whom, and what people call about."""

import csv
import io
from datetime import date

from flask import Blueprint, Response, make_response, request, url_for
from flask_babel import gettext

from kezek.core.access import Permission
from kezek.core.personal_views import Shown
from kezek.core.typed import read_day
from kezek.reads.call_journal import CausePage, cause_page, lookup_page
from kezek.web.call_words import cause_name, key_name
from kezek.web.guards import needs
from kezek.web.htmx import respond
from kezek.web.tenant import current_tenant

blueprint = Blueprint("admin_calls", __name__, url_prefix="/<slug:slug>/admin/calls")


@blueprint.get("/")
@needs(Permission.CALLS_READ)
def index() -> Response:
    """The ranking of causes in a period."""
    page, (first, last) = _causes()
    return respond(
        "admin/calls.html",
        page=page,
        first=first,
        last=last,
        is_first=_is_day("first"),
        is_last=_is_day("last"),
        cause_name=cause_name,
        csv_url=url_for("admin_calls.as_csv", first=page.first, last=page.last),
    )


@blueprint.get("/causes.csv")
@needs(Permission.CALLS_READ)
def as_csv() -> Response:
    """The same table for a spreadsheet."""
    page, _ = _causes()
    sheet = io.StringIO()
    lines = csv.writer(sheet, delimiter=";")
    lines.writerow([gettext("Cause"), gettext("Calls"), "%", gettext("In the period before")])
    lines.writerows([cause_name(one.cause), one.calls, one.share, one.before] for one in page.lines)
    # The mark of the byte order tells a spreadsheet that the letters are not Western European.
    response = make_response(sheet.getvalue().encode("utf-8-sig"))
    response.mimetype = "text/csv"
    name = f"calls-{page.first}-{page.last}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/lookups")
@needs(Permission.CALLS_READ, shows=Shown.LOOKUP)
def lookups() -> Response:
    """Who looked for whom, by operator and day."""
    operator, day = request.args.get("operator", ""), _day("day")
    page = lookup_page(current_tenant().id, operator, day, request.args.get("page", 1, type=int))
    return respond(
        "admin/lookups.html",
        page=page,
        operator=operator,
        day_value=day,
        is_day=_is_day("day"),
        key_name=key_name,
        page_url=lambda number: url_for(
            "admin_calls.lookups", operator=operator or None, day=day, page=number
        ),
    )


def _causes() -> tuple[CausePage, tuple[date | None, date | None]]:
    days = _day("first"), _day("last")
    return cause_page(current_tenant().id, *days), days


def _day(name: str) -> date | None:
    return read_day(request.args.get(name, ""))


def _is_day(name: str) -> bool:
    """Whether nothing was typed, or a day."""
    return not request.args.get(name) or _day(name) is not None
