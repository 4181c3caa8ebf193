"""The list of kindergartens: found by name, sifted, with live figures (D-10, V-13)."""

from flask import Response

from kezek.reads.kindergarten_list import Sieve, kindergarten_list
from kezek.usecases.bells import BULLETIN
from kezek.web.guards import public
from kezek.web.htmx import is_fragment_request, respond, with_etag
from kezek.web.i18n import current_language
from kezek.web.public.garden_words import CLOSED, what_it_is
from kezek.web.public.room import asked_page, asked_text, blueprint, page_url
from kezek.web.queue_words import instruction_name
from kezek.web.tenant import current_tenant


@blueprint.get("/kindergartens/")
@public
def kindergartens() -> Response:
    """What was found, with free places and queues that keep themselves up to date."""
    sieve = Sieve(
        name=asked_text("name"),
        territory=asked_text("territory"),
        language=asked_text("language"),
        free_only=asked_text("free") == "yes",
        page=asked_page(),
    )
    page = kindergarten_list(current_tenant().id, sieve, current_language())
    response = respond(
        "public/kindergartens.html",
        fragments={"found-kindergartens"},
        page=page,
        sieve=sieve,
        closed=CLOSED,
        what=what_it_is,
        languages=[(code, instruction_name(code)) for code in page.languages],
        topics=[BULLETIN],
        page_url=lambda number: page_url("public.kindergartens", number),
    )
    return with_etag(response) if is_fragment_request() else response
