"""The reader's language, and how dates, spans, numbers and names are said in it."""

from datetime import date, datetime
from urllib.parse import urlsplit

from flask import Blueprint, Flask, abort, redirect, request, url_for
from flask_babel import Babel, get_locale
from werkzeug.wrappers import Response as BaseResponse

from kezek.adapters import wording
from kezek.core.spans import DayOfYear
from kezek.web import reader
from kezek.web.guards import public
from kezek.web.tenant import current_zone, find_current_tenant

COOKIE = "kezek_lang"
_YEAR = 365 * 24 * 60 * 60

LANGUAGE_NAMES = {"kk": "Қазақша", "ru": "Русский"}
"""Each language by its own name, which is never translated."""

blueprint = Blueprint("language", __name__)


def init_app(app: Flask, translations_dir: str) -> None:
    """Chooses the language of each request and gives templates the words for time and numbers."""
    if "babel" not in app.extensions:
        Babel(app, default_translation_directories=translations_dir)
    chosen = app.extensions["babel"]
    chosen.locale_selector = select_locale
    chosen.default_locale = wording.LOCALES["kk"]
    app.register_blueprint(blueprint)
    app.jinja_env.globals.update(
        moment=format_moment,
        day=format_day,
        last_minute=format_last_minute,
        countdown=countdown,
        number=format_number,
        phone=wording.say_phone,
        unit=format_unit,
        file_size=format_size,
    )


def select_locale() -> str:
    """The locale of this request's pages and sentences."""
    return wording.LOCALES[select_language()]


def select_language() -> str:
    """The reader's language: the account's, else the browser's last choice, else its wish.

    The path says nothing about it, so a link that is passed on is read by everybody in their own
    language. Only languages that the region offers are taken; its first one is the last resort.
    """
    offered = offered_languages()
    person = reader.find_reader()
    for wish in (person.language if person else None, request.cookies.get(COOKIE)):
        if wish in offered:
            return wish
    return request.accept_languages.best_match(offered) or offered[0]


def offered_languages() -> list[str]:
    """Languages of the interface here; on the deployment's own pages all that we speak."""
    tenant = find_current_tenant()
    wished = tenant.languages if tenant is not None else wording.LOCALES
    return [language for language in wished if language in wording.LOCALES]


def current_language() -> str:
    """The two letters of the language in which the page is being written."""
    locale = get_locale()
    return locale.language if locale is not None else next(iter(wording.LOCALES))


def format_moment(moment: datetime, *, short: bool = False) -> str:
    """A moment in the reader's language, on the region's wall clock."""
    return wording.say_moment(moment, current_language(), current_zone(), short=short)


def format_day(day: date, *, weekday: bool = False) -> str:
    """A day in the reader's language."""
    return wording.say_day(day, current_language(), weekday=weekday)


def format_span_of_days(first: DayOfYear, last: DayOfYear) -> str:
    """A span of every year, both days included: its days with their months as words."""
    days = (
        wording.say_day_of_year(one.month, one.day, current_language()) for one in (first, last)
    )
    return " – ".join(days)


def format_last_minute(expires_at: datetime, *, short: bool = False) -> str:
    """A deadline as its last good minute, with the weekday (G-05a)."""
    return wording.say_last_minute(expires_at, current_language(), current_zone(), short=short)


def countdown(expires_at: datetime, now: datetime) -> str:
    """What is left until a deadline, in its two largest units; empty once it is over."""
    if now >= expires_at:
        return ""
    return wording.say_span(expires_at - now, current_language())


def format_number(number: int) -> str:
    """A whole number with thousands apart."""
    return wording.say_number(number, current_language())


def format_unit(count: int, unit: str) -> str:
    """So many days, hours or minutes in short."""
    return wording.say_unit(count, unit, current_language())


def format_size(size: int) -> str:
    """How large a file is."""
    return wording.say_size(size, current_language())


def switch_urls() -> list[tuple[str, str, str]]:
    """For each language offered here: its code, its own name, and the link that chooses it."""
    endpoint = "language.choose" if find_current_tenant() is None else "language.choose_here"
    back = _shown_path()
    return [
        (code, LANGUAGE_NAMES[code], url_for(endpoint, code=code, back=back))
        for code in offered_languages()
    ]


@blueprint.get("/language/<code>")
@blueprint.get("/<slug:slug>/language/<code>", endpoint="choose_here")
@public
def choose(code: str) -> BaseResponse:
    """Remembers the language and leads back to the page from which it was chosen."""
    if code not in offered_languages():
        abort(404)
    # A picture on a stranger's page must not change what an account prefers.
    if request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin":
        reader.keep_language(code)
    response = redirect(_own_path(request.args.get("back", "/")), code=303)
    response.set_cookie(
        COOKIE,
        code,
        max_age=_YEAR,
        path="/",
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
    )
    return response


def _shown_path() -> str:
    """The address to come back to; a form that was refused has none of its own, its page has."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return urlsplit(request.referrer or "").path or "/"


def _own_path(back: str) -> str:
    """The path if it is one of this site; a stranger's address leads home instead."""
    parts = urlsplit(back)
    is_own = not parts.scheme and not parts.netloc and back.startswith("/")
    return back if is_own and not back.startswith(("//", "/\\")) else "/"
