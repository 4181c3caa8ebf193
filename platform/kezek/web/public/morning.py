"""The bulletin of a morning: its places live, who took what by number, and earlier mornings."""

from datetime import date

from flask import Response, abort, request, url_for

from kezek.reads.morning_bulletin import MorningPage, Phase, bulletin_territories, morning_page
from kezek.usecases.bells import BULLETIN
from kezek.web.guards import public
from kezek.web.htmx import is_fragment_request, respond, with_etag
from kezek.web.i18n import current_language, format_span_of_days
from kezek.web.morning_words import PHASES, PRIVATE, TAKEN_FROM, clock_time, exact_time
from kezek.web.public.garden_words import cohort_name
from kezek.web.public.room import asked_day, asked_page, asked_text, blueprint, page_url
from kezek.web.queue_words import instruction_name, queue_type_name
from kezek.web.tenant import current_tenant
from kezek.web.words import mark

_YEARS = range(2000, 2100)

COUNTDOWN = {
    Phase.BEFORE: mark("The bulletin comes out at"),
    Phase.WINDOW: mark("The window is open until"),
}
"""What the page counts down to."""


@blueprint.get("/bulletin/of/<territory>/")
@public
def morning(territory: str) -> Response:
    """The bulletin of today, or of the day that is asked for."""
    return morning_response(territory)


def bulletins_of_all() -> str:
    """The territory whose bulletin is this region's, where places are given by nothing else."""
    known, is_all = bulletin_territories(current_tenant().id)
    return known[0] if known and is_all else ""


def morning_response(territory: str) -> Response:
    """One bulletin; 404 where there are none, 422 for a day that is none."""
    day, is_day = asked_day()
    year = asked_text("year")
    page = morning_page(
        current_tenant().id,
        territory,
        day,
        asked_page(),
        current_language(),
        birth_year=int(year) if year in set(map(str, _YEARS)) else 0,
        language=asked_text("language"),
    )
    if page is None:
        abort(404)
    response = _respond(page, is_day=is_day)
    return with_etag(response) if is_fragment_request() and is_day else response


def _respond(page: MorningPage, *, is_day: bool) -> Response:
    return respond(
        "public/morning.html",
        fragments={"morning-now"},
        status=200 if is_day else 422,
        page=page,
        is_day=is_day,
        asked=request.args,
        phase=PHASES[page.today.phase],
        countdown_name=COUNTDOWN.get(page.today.phase, ""),
        birth_years=[(one, str(one)) for one in page.birth_years],
        languages=[(code, instruction_name(code)) for code in page.languages],
        taken_from=TAKEN_FROM,
        private_label=PRIVATE,
        cohort_name=cohort_name,
        queue_type_name=queue_type_name,
        exact_time=exact_time,
        clock_time=clock_time,
        freezes=[format_span_of_days(one.first, one.last) for one in page.today.freezes],
        topics=[BULLETIN],
        page_url=_page_url,
        day_url=lambda one: _day_url(page.territory, one),
        form_url=url_for("public.morning", territory=page.territory),
    )


def _page_url(number: int) -> str:
    assert request.endpoint is not None, "a page without an endpoint"
    values = request.view_args or {}
    own = {name: value for name, value in values.items() if name != "slug"}
    return page_url(request.endpoint, number, **own)


def _day_url(territory: str, day: date) -> str:
    return url_for("public.morning", territory=territory, day=day.isoformat())
