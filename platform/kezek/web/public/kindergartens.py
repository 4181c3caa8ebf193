"""The list of kindergartens, and the page of each with its live queues (D-10, V-13)."""

import uuid
from datetime import datetime

from flask import Response, abort, request, url_for
from flask_babel import gettext

from kezek.adapters import wording
from kezek.reads.kindergarten_list import Closed, Sieve, kindergarten_list
from kezek.reads.kindergarten_page import Cohort, KindergartenPage, kindergarten_page, page_version
from kezek.usecases.bells import BULLETIN
from kezek.web.guards import public
from kezek.web.htmx import find_target, is_fragment_request, respond, unchanged, with_etag
from kezek.web.i18n import current_language
from kezek.web.public.room import asked_page, asked_text, blueprint, page_url
from kezek.web.queue_words import instruction_name, kind_name, ownership_name
from kezek.web.tenant import current_tenant, current_zone
from kezek.web.words import mark, say

CLOSED = {
    Closed.NO_GROUPS: mark("Cannot be chosen yet: its groups are not listed"),
    Closed.PRIVATE: mark("Takes no children from the state queue"),
    Closed.VOUCHER: mark("Cannot be chosen yet: opens with the voucher"),
    Closed.OTHER_MODE: mark("Cannot be chosen yet: the queue is not open in this territory"),
}
"""Why a kindergarten is listed and cannot be chosen."""

FRAGMENTS = frozenset({"kindergarten-cohorts", "queue-board"})
"""The live parts of a kindergarten's page."""


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


@blueprint.get("/kindergartens/<uuid:kindergarten_id>")
@public
def kindergarten(kindergarten_id: uuid.UUID) -> Response:
    """One kindergarten, with its longest queue."""
    return _answer(kindergarten_id, None)


@blueprint.get("/kindergartens/<uuid:kindergarten_id>/<int:birth_year>/<language>")
@public
def queue(kindergarten_id: uuid.UUID, birth_year: int, language: str) -> Response:
    """One kindergarten, with the queue of this year of birth and language."""
    return _answer(kindergarten_id, (birth_year, language))


def _answer(kindergarten_id: uuid.UUID, cohort: Cohort | None) -> Response:
    """The page, or a live part of it; 304 while the part is the one that the reader has."""
    target = find_target(FRAGMENTS)
    if target is None or cohort is None:
        return _page(kindergarten_id, cohort)
    version = page_version(
        current_tenant().id, kindergarten_id, cohort, of_board=target == "queue-board"
    )
    if version is None:
        abort(404)
    if "new" in request.args and version.queue_id is not None:
        return _load_anew()
    same = unchanged(*version.parts, request.query_string)
    return same if same is not None else with_etag(_page(kindergarten_id, cohort))


def _load_anew() -> Response:
    """Somebody stands in the queue at last: the page must listen to the bell that it has now."""
    response = Response(status=204)
    response.headers["HX-Refresh"] = "true"
    return response


def _page(kindergarten_id: uuid.UUID, cohort: Cohort | None) -> Response:
    page = kindergarten_page(
        current_tenant().id, kindergarten_id, current_language(), cohort, asked_page()
    )
    if page is None:
        abort(404)
    return respond(
        "public/kindergarten.html",
        fragments={"kindergarten-cohorts", "queue-board"},
        page=page,
        board=page.board,
        closed=CLOSED,
        cohort_name=cohort_name,
        what=what_it_is(page.kind, page.ownership),
        page_facts=_facts(page),
        map_url=_map_url(page),
        sent_at=sent_at,
        live_url=_live_url(page),
        queue_url=lambda year, language: _queue_url(page, (year, language)),
        page_url=lambda number: _board_url(page, number),
    )


def cohort_name(birth_year: int, language: str) -> str:
    """For whom a queue is, in words."""
    words = mark("Born in %(year)s · %(language)s")
    return say(words, year=birth_year, language=instruction_name(language))


def what_it_is(kind: str, ownership: str) -> str:
    """The kind of a kindergarten and whose it is, as the beginning of a line."""
    words = kind_name(kind)
    if ownership != "unknown":
        words = f"{words}, {ownership_name(ownership)}"
    return words[:1].upper() + words[1:]


def sent_at(moment: datetime) -> str:
    """The moment of sending to the second: it decides the order inside a class."""
    return wording.say_exact_moment(moment, current_language(), current_zone())


def _facts(page: KindergartenPage) -> list[tuple[str, str]]:
    """What the registry knows of it; what it does not know is left out."""
    languages = ", ".join(instruction_name(code) for code in page.languages)
    known = [
        (gettext("Territory"), page.territory),
        (gettext("Address"), page.address),
        (gettext("Languages of instruction"), languages),
        (gettext("Hours a day"), page.hours.replace(".", ",")),
        (gettext("Places in all"), str(page.capacity or "")),
        (gettext("Puts children into the queue"), page.provider),
    ]
    return [(name, value) for name, value in known if value]


def _map_url(page: KindergartenPage) -> str:
    if page.place_on_map is None:
        return ""
    lat, lon = page.place_on_map
    return f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=17/{lat}/{lon}"


def _queue_url(shown: KindergartenPage, cohort: Cohort, **values: object) -> str:
    return url_for(
        "public.queue",
        kindergarten_id=shown.id,
        birth_year=cohort[0],
        language=cohort[1],
        _anchor="queue",
        **values,  # type: ignore[arg-type]
    )


def _board_url(page: KindergartenPage, number: int) -> str:
    board = page.board
    assert board is not None, "pages of no board"
    values = {"page": number} if number > 1 else {}
    return _queue_url(page, (board.birth_year, board.language), **values)


def _live_url(page: KindergartenPage) -> str:
    """Where the live parts ask again; `new` says that the queue had no bell of its own yet."""
    board = page.board
    if board is None:
        return url_for("public.kindergarten", kindergarten_id=page.id)
    values: dict[str, object] = {"page": board.pages.current}
    if board.queue_id is None:
        values["new"] = ""
    return url_for(
        "public.queue",
        kindergarten_id=page.id,
        birth_year=board.birth_year,
        language=board.language,
        **values,  # type: ignore[arg-type]
    )
