"""The page of one kindergarten: what it is, its places, and one of its live queues (V-13)."""

import uuid
from typing import Any

from flask import Response, abort, request, url_for
from flask_babel import gettext

from kezek.core.queues import SeatKey
from kezek.reads.kindergarten_page import (
    CohortLine,
    KindergartenPage,
    cohort_news,
    kindergarten_page,
    topic_of,
)
from kezek.reads.queue_board import Cohort, QueueBoard, Version, board_news
from kezek.web.guards import public
from kezek.web.htmx import find_target, respond, unchanged, with_etag
from kezek.web.i18n import current_language
from kezek.web.public.garden_words import CLOSED, cohort_name, sent_at, what_it_is
from kezek.web.public.room import asked_page, blueprint, load_anew
from kezek.web.queue_words import instruction_name
from kezek.web.tenant import current_tenant

FRAGMENTS = frozenset({"kindergarten-cohorts", "queue-board"})
"""The live parts of a kindergarten's page."""


@blueprint.get("/kindergartens/<uuid:kindergarten_id>")
@public
def kindergarten(kindergarten_id: uuid.UUID) -> Response:
    """One kindergarten, with its longest queue."""
    return _answer(kindergarten_id, None)


@blueprint.get(
    "/kindergartens/<uuid:kindergarten_id>/<int(min=2000, max=2099):birth_year>/<language>"
)
@public
def queue(kindergarten_id: uuid.UUID, birth_year: int, language: str) -> Response:
    """One kindergarten, with the queue of this year of birth and language."""
    return _answer(kindergarten_id, (birth_year, language))


def _answer(kindergarten_id: uuid.UUID, cohort: Cohort | None) -> Response:
    """The page, or a live part of it; 304 while the part is the one that the reader has."""
    target = find_target(FRAGMENTS)
    if target is None or cohort is None:
        return _page(kindergarten_id, cohort)
    if target == "queue-board":
        return _board_part(kindergarten_id, cohort)
    return _cohorts_part(kindergarten_id, cohort)


def _board_part(kindergarten_id: uuid.UUID, cohort: Cohort) -> Response:
    news = board_news(
        current_tenant().id, kindergarten_id, cohort, asked_page(), current_language(), _is_known
    )
    if news is None:
        abort(404)
    if "new" in request.args and news.queue_id is not None:
        return load_anew()
    if news.board is None:
        return _unchanged(news.version)
    return _part(kindergarten_id, cohort, board=news.board)


def _cohorts_part(kindergarten_id: uuid.UUID, cohort: Cohort) -> Response:
    news = cohort_news(current_tenant().id, kindergarten_id, cohort, _is_known)
    if news is None:
        abort(404)
    if "new" in request.args and news.queue_id is not None:
        return load_anew()
    if news.cohorts is None:
        return _unchanged(news.version)
    return _part(kindergarten_id, cohort, cohorts=news.cohorts, queue_id=news.queue_id)


def _is_known(version: Version) -> bool:
    """Whether the reader has this version of the part already."""
    return unchanged(version, request.query_string) is not None


def _unchanged(version: Version) -> Response:
    answer = unchanged(version, request.query_string)
    assert answer is not None, "it was known a moment ago"
    return answer


def _part(
    kindergarten_id: uuid.UUID,
    cohort: Cohort,
    *,
    board: QueueBoard | None = None,
    cohorts: tuple[CohortLine, ...] = (),
    queue_id: uuid.UUID | None = None,
) -> Response:
    queue_id = board.queue_id if board else queue_id
    live_url = _live_url(kindergarten_id, cohort, queue_id)
    return with_etag(_respond(kindergarten_id, cohort, live_url, board, cohorts, page=None))


def _page(kindergarten_id: uuid.UUID, cohort: Cohort | None) -> Response:
    page = kindergarten_page(
        current_tenant().id, kindergarten_id, current_language(), cohort, asked_page()
    )
    if page is None:
        abort(404)
    board = page.board
    live_url = url_for("public.kindergarten", kindergarten_id=kindergarten_id)
    if board is not None:
        cohort = _cohort_of(board)
        live_url = _live_url(kindergarten_id, cohort, board.queue_id)
    return _respond(kindergarten_id, cohort, live_url, board, page.cohorts, page=page)


def _respond(
    kindergarten_id: uuid.UUID,
    cohort: Cohort | None,
    live_url: str,
    board: QueueBoard | None,
    cohorts: tuple[CohortLine, ...],
    *,
    page: KindergartenPage | None,
) -> Response:
    # Nothing of a closed one lives: an open page is left with what it shows.
    is_live = page is None or page.closed_on is None
    return respond(
        "public/kindergarten.html",
        fragments={"kindergarten-cohorts", "queue-board"} if is_live else set(),
        page=page,
        page_facts=_facts(page) if page else [],
        map_url=_map_url(page) if page else "",
        what=what_it_is(page.kind, page.ownership) if page else "",
        closed=CLOSED,
        board=board,
        cohorts=cohorts,
        topic=topic_of(kindergarten_id),
        live_url=live_url,
        cohort_name=cohort_name,
        sent_at=sent_at,
        queue_url=lambda year, language: _queue_url(kindergarten_id, (year, language)),
        page_url=lambda number: _queue_url(kindergarten_id, cohort, page=number),
    )


def _cohort_of(board: QueueBoard) -> Cohort:
    assert isinstance(board.key, SeatKey), "the queue of a kindergarten"
    return board.key.birth_year, board.key.language


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


def _queue_url(kindergarten_id: uuid.UUID, cohort: Cohort | None, **values: Any) -> str:
    assert cohort is not None, "a queue of no cohort"
    return url_for(
        "public.queue",
        kindergarten_id=kindergarten_id,
        birth_year=cohort[0],
        language=cohort[1],
        _anchor="queue",
        **values,
    )


def _live_url(kindergarten_id: uuid.UUID, cohort: Cohort, queue_id: uuid.UUID | None) -> str:
    """Where the live parts ask again; `new` says that the queue had no bell of its own yet."""
    values: dict[str, Any] = {"page": asked_page()}
    if queue_id is None:
        values["new"] = ""
    return url_for(
        "public.queue",
        kindergarten_id=kindergarten_id,
        birth_year=cohort[0],
        language=cohort[1],
        **values,
    )
