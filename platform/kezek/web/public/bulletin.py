"""The bulletin of free places, live, and the chronology of its publications (L-3.04, L-17.1)."""

from flask import Response, request

from kezek.reads.bulletin import bulletin, chronology
from kezek.usecases.bells import BULLETIN
from kezek.web.guards import public
from kezek.web.htmx import is_fragment_request, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.public.garden_words import cohort_name
from kezek.web.public.morning import bulletins_of_all, morning_response
from kezek.web.public.room import asked_day, asked_page, asked_text, blueprint, page_url
from kezek.web.queue_words import instruction_name
from kezek.web.tenant import current_tenant
from kezek.web.words import Label, mark

ENDED = {
    "place:recalled": mark("Recalled by the kindergarten"),
    "place:closed": mark("The time of the temporary place is over"),
    "place:pupil-returned": mark("The pupil of the temporary place is back"),
    "temporary:ended": mark("The time of the temporary place is over"),
}
"""How places leave the bulletin otherwise than to a child."""

PUBLISHED = Label(mark("Published"), "place", "active")
GONE = Label(mark("Taken out"), "cross", "past")

_YEARS = range(2000, 2100)


@blueprint.get("/bulletin/")
@public
def free_places() -> Response:
    """What is free and offered now; it keeps itself up to date.

    Where all places are given by bulletins of the morning, that bulletin is what people look for.
    """
    own = bulletins_of_all()
    if own:
        return morning_response(own)
    year = asked_text("year")
    page = bulletin(
        current_tenant().id,
        asked_page(),
        current_language(),
        territory=asked_text("territory"),
        birth_year=int(year) if year in set(map(str, _YEARS)) else 0,
        language=asked_text("language"),
    )
    response = respond(
        "public/bulletin.html",
        fragments={"bulletin-now"},
        page=page,
        asked=request.args,
        birth_years=[(one, str(one)) for one in page.birth_years],
        languages=[(code, instruction_name(code)) for code in page.languages],
        cohort_name=cohort_name,
        topics=[BULLETIN],
        page_url=_page_url,
    )
    return with_etag(response) if is_fragment_request() else response


@blueprint.get("/bulletin/chronology")
@public
def bulletin_chronology() -> Response:
    """What was published and recalled, entry by entry, as the journal has it."""
    day, is_day = asked_day()
    page = chronology(current_tenant().id, day, asked_page(), current_language())
    return respond(
        "public/chronology.html",
        status=200 if is_day else 422,
        page=page,
        is_day=is_day,
        ended=ENDED,
        published=PUBLISHED,
        gone=GONE,
        cohort_name=cohort_name,
        page_url=_chronology_url,
    )


def _page_url(number: int) -> str:
    return page_url("public.free_places", number)


def _chronology_url(number: int) -> str:
    return page_url("public.bulletin_chronology", number)
