"""Whoever taps faster than any hand is turned away at the door, where nobody waits for it.

One claim of a family in a second is heard, and the database says which (rulebook 5.2(5)). What
comes faster than two in a second is a machine: it is counted in Redis and answered before its
session's account, its page or any row is looked up, so that it takes no time from the others.
Without Redis each process counts alone; the turn in the database holds all the same.
"""

from flask import Flask, Response, request, session
from flask_babel import force_locale, gettext
from flask_limiter.errors import RateLimitExceeded
from flask_limiter.util import get_remote_address
from markupsafe import Markup

from kezek.adapters.wording import LOCALES
from kezek.core.errors import Code, Refusal
from kezek.web.refusals import sentence_of
from kezek.web.security import limiter
from kezek.web.tenant import slug_of

TAPS = "2/second"
"""A double press: the second tap still leads to the place that the first one took."""
TAP = "family_places.take"

_TOO_MANY = 429
_LANGUAGES = ("kk", "ru")
_PAGE = Markup(
    '<!doctype html><html lang="kk"><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width"><title>Kezek</title>'
    "<main><h1>Kezek</h1>{}</main></html>"
)
_SENTENCE = Markup('<section lang="{}"><p>{}</p><p><a href="{}">{}</a></p></section>')


def init_app(app: Flask) -> None:
    """Stands before all that costs more: called before the other guards are."""
    app.before_request(_turn_away)


def _family() -> str:
    """The account of the session, whatever device it is on; a stranger's address."""
    account = str(session.get("_user_id", "")).partition(".")[0]
    return f"{slug_of(request)}:{account or get_remote_address()}"


@limiter.limit(TAPS, key_func=_family)
def _hear() -> None:
    """Counts one tap. Raises RateLimitExceeded."""


def _turn_away() -> Response | None:
    if request.endpoint != TAP or request.method != "POST":
        return None
    try:
        _hear()
    except RateLimitExceeded:
        return _too_soon()
    return None


def _too_soon() -> Response:
    """The sentence in both languages: whose it is, is not looked up for it."""
    back = request.path.rpartition("/")[0] + "/"
    said = Markup("").join(_said(language, back) for language in _LANGUAGES)
    response = Response(_PAGE.format(said), _TOO_MANY, mimetype="text/html")
    response.headers["Retry-After"] = "1"
    return response


def _said(language: str, back: str) -> Markup:
    refusal = Refusal(Code.LIMIT_REACHED, "claims", seconds=1)
    with force_locale(LOCALES[language]):
        return _SENTENCE.format(language, sentence_of(refusal), back, gettext("Back"))
