"""Pages for what went wrong: each says what happened and what to do next."""

import logging
from collections.abc import Mapping
from functools import partial

from flask import Flask, Response, g, make_response, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from jinja2_fragments.flask import render_block
from werkzeug.exceptions import HTTPException

from kezek.core.access import STAFF
from kezek.core.days import CalendarMissing
from kezek.core.errors import Refusal
from kezek.web.htmx import VARY, is_fragment_request
from kezek.web.refusals import sentence_of, status_of
from kezek.web.tenant import current_room

_log = logging.getLogger(__name__)

_PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})
_UNAVAILABLE = 503

_LAST_RESORT = (
    "<!doctype html><meta charset=utf-8><title>Kezek</title>"
    "<p lang=kk>Портал уақытша жұмыс істемей тұр. Біраздан кейін қайталап көріңіз.</p>"
    "<p lang=ru>Портал временно не работает. Попробуйте еще раз немного позже.</p>"
)


def init_app(app: Flask, statuses: Mapping[type[Exception], int]) -> None:
    """Gives every error its page; `statuses` are what the exceptions of other rooms mean here."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CalendarMissing, _no_calendar)
    for kind, status in statuses.items():
        app.register_error_handler(kind, partial(_foreign, status))
    app.register_error_handler(Exception, _unexpected)


def problem(status: int, **values: object) -> Response:
    """The page of this status, or only its message when htmx asked for a part of a page."""
    template = f"errors/{status if status in _PAGES else _nearest(status)}.html"
    is_part = is_fragment_request()
    values = {"sentence": "", "stale": False, "level": 2 if is_part else 1, **values}
    # Nothing of a family stands on it, whatever the page that failed would have shown.
    g.pop("kezek_shows", None)
    # A page that failed half-way may have left a broken transaction; the error page needs none.
    g.setdefault("tenant", None)
    if is_part:
        response = make_response(render_block(template, "problem", **values))
    else:
        response = make_response(render_template(template, **values))
    response.status_code = status
    response.vary.update(VARY)
    return response


def _nearest(status: int) -> int:
    return 400 if status < 500 else 500


def _http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        # A redirect is no error, though it travels as one.
        return make_response(error.get_response(request.environ))
    response = _safely(error.code)
    retry_after = getattr(error, "retry_after", None)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    for allowed in getattr(error, "valid_methods", None) or ():
        response.headers.add("Allow", allowed)
    return response


def _stale_form(error: CSRFError) -> Response:
    _log.info("form.stale", extra={"reason": error.description})
    return problem(400, stale=True)


def _refused(refusal: Refusal) -> Response:
    """A refusal that no form took beside its field."""
    return problem(status_of(refusal), sentence=sentence_of(refusal))


def _no_calendar(missing: CalendarMissing) -> Response:
    """A term that leads into a year whose working days nobody knows: never guessed (R-90)."""
    _log.error("calendar.missing", extra={"year": missing.year, "path": request.path})
    if current_room() in STAFF:
        sentence = gettext(
            "The working days of %(year)s are not loaded, so the end of the term cannot be "
            "computed. Nothing was changed. Ask your administrator to load the calendar of "
            "%(year)s, then do this once more.",
            year=missing.year,
        )
    else:
        sentence = gettext(
            "The portal does not know the working days of %(year)s yet, so it cannot tell until "
            "when the term would run. This is not your mistake, and nothing was changed. Try again "
            "later, or call the hotline: its number is below.",
            year=missing.year,
        )
    return problem(409, sentence=sentence)


def _foreign(status: int, error: Exception) -> Response:
    if status == _UNAVAILABLE:
        # Who reads stands in the database; their choice of language in their browser, too.
        g.setdefault("reader", None)
    response = _safely(status)
    if status == _UNAVAILABLE:
        _log.error("service.unavailable", extra={"reason": type(error).__name__})
        response.headers["Retry-After"] = "30"
    return response


def _unexpected(error: Exception) -> Response:
    _log.error("request.failed", exc_info=error, extra={"path": request.path})
    return _safely(500)


def _safely(status: int) -> Response:
    """The page; without its reader, or two plain sentences, when that is what cannot be made."""
    try:
        return problem(status)
    except Exception:  # the page may need just what has failed
        _log.exception("error_page.failed")
    g.reader = None
    try:
        return problem(status)
    except Exception:
        _log.exception("error_page.failed")
        return Response(_LAST_RESORT, status=max(status, 500), mimetype="text/html")
