"""Stands before every view: a region that stands still, or a thing that is off, is answered here.

Both are acts of operators, known to every process within seconds. The answer is 503 with a plain
sentence, and says when it is worth asking again.
"""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache

from flask import Flask, Response, make_response, render_template, request
from flask_babel import gettext
from jinja2_fragments.flask import render_block

from kezek.core.stops import Level, Stop
from kezek.core.switches import Switch
from kezek.usecases.switchboard import switchboard
from kezek.web import live
from kezek.web.htmx import VARY, is_fragment_request
from kezek.web.i18n import current_language
from kezek.web.tenant import find_current_tenant
from kezek.web.words import mark, say

ENDPOINTS: Mapping[str, Switch] = {
    "family_apply*": Switch.APPLICATIONS,
    "family_places.take": Switch.TAPS,
    "family_places.confirm": Switch.TAPS,
    "live.*": Switch.LIVE,
    "family.send_code": Switch.SMS,
    "family.send_again": Switch.SMS,
    "family_contract.send_code": Switch.SMS,
    "family_phone.ask": Switch.SMS,
    "family_places.send_code": Switch.SMS,
    "registry.new_file": Switch.IMPORTS,
    "registry.bring": Switch.IMPORTS,
    "registry.take": Switch.IMPORTS,
    "admin.import_region": Switch.IMPORTS,
    "statistics.*": Switch.STATISTICS,
    "open_data.*": Switch.STATISTICS,
}
"""Which routes each switch turns off, by their names; the first that fits holds."""

OPEN = frozenset({"family_apply_sending.sent", "login.sign_out", "language.choose_here"})
"""Routes that stay: what was sent already, the way out, the language."""

SENTENCES: Mapping[Switch, str] = {
    Switch.APPLICATIONS: mark(
        "New applications are not taken in at the moment. What you have filled in is kept. "
        "Numbers are given by the moment of submission, so come back as soon as it is possible."
    ),
    Switch.TAPS: mark(
        "Open places cannot be taken at the moment, by anybody. Nothing was changed. Everybody "
        "can begin again at the same time."
    ),
    Switch.LIVE: mark("Pages do not renew themselves at once now, but by the minute."),
    Switch.SMS: mark(
        "SMS are not being sent at the moment, so there would be no code. Nothing was changed. "
        "Terms are moved when you could not act in time."
    ),
    Switch.EMAIL: mark("E-mail is not being sent at the moment. It will go out afterwards."),
    Switch.IMPORTS: mark("Files cannot be brought in at the moment. Nothing was changed."),
    Switch.STATISTICS: mark("Statistics and open data are not given at the moment."),
}
"""What is said instead of the page; a switch without a sentence fails the build."""

_STATUS = {Level.READS_ONLY: 503, Level.SUSPENDED: 503, Level.CLOSED: 410}
_STOPPED_RETRY = 600


def init_app(app: Flask) -> None:
    """Puts it before the gate: who may not come in now need not show who they are."""
    app.before_request(_look)
    board = switchboard()
    live.end_when(app, lambda tenant: board.find_off(Switch.LIVE, tenant) or board.stop_of(tenant))


@cache
def switch_of(endpoint: str) -> Switch | None:
    """The switch that turns a route off, if any does."""
    if endpoint in OPEN:
        return None
    return next((one for name, one in ENDPOINTS.items() if fnmatchcase(endpoint, name)), None)


def _look() -> Response | None:
    tenant = find_current_tenant()
    endpoint = request.endpoint
    if endpoint is None or endpoint in OPEN:
        return None
    board = switchboard()
    stop = board.stop_of(tenant.id) if tenant is not None else None
    is_act = request.method not in ("GET", "HEAD", "OPTIONS")
    if stop is not None and not stop.lets_through(is_act=is_act):
        return _stopped(stop)
    switch = switch_of(endpoint)
    off = board.find_off(switch, tenant.id if tenant else None) if switch else None
    if off is None:
        return None
    return _page(
        503,
        say(SENTENCES[off.switch]),
        gettext("This is turned off for a while"),
        board.retry_after(off),
    )


def _stopped(stop: Stop) -> Response:
    titles = {
        Level.READS_ONLY: gettext("Nothing can be sent at the moment"),
        Level.SUSPENDED: gettext("The region's pages rest for a while"),
        Level.CLOSED: gettext("The region is no longer served here"),
    }
    words = stop.words(current_language())
    retry = None if stop.level is Level.CLOSED else _STOPPED_RETRY
    return _page(_STATUS[stop.level], words, titles[stop.level], retry, level=stop.level)


def _page(
    status: int, sentence: str, title: str, retry_after: int | None, *, level: Level | None = None
) -> Response:
    values = {
        "title": title,
        "sentence": sentence,
        "runs_on": level in (Level.READS_ONLY, Level.SUSPENDED),
        "level": 2 if is_fragment_request() else 1,
    }
    if is_fragment_request():
        response = make_response(render_block("errors/stopped.html", "problem", **values))
    else:
        response = make_response(render_template("errors/stopped.html", **values))
    response.status_code = status
    response.vary.update(VARY)
    response.headers["Cache-Control"] = "no-store"
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response
