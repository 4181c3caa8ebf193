"""Pages and their fragments: one template, the whole of it or the blocks that were asked for."""

import hashlib
from collections.abc import Collection
from urllib.parse import urljoin

from flask import Flask, Response, g, make_response, redirect, render_template, request
from htmx_flask import Htmx
from jinja2_fragments.flask import render_block
from werkzeug.wrappers import Response as BaseResponse

from kezek.web.i18n import current_language
from kezek.web.reader import find_reader

VARY = ("HX-Request", "HX-Target", "HX-Boosted")


def init_app(app: Flask) -> None:
    """Lets every request tell whether htmx sent it."""
    Htmx(app)


def respond(
    template: str, fragments: Collection[str] = (), status: int = 200, **page: object
) -> Response:
    """The page, or only the fragment that htmx aims at.

    `fragments` are ids of elements that this view may give alone; the block has the same name
    with underscores. A fragment is given only when the request is htmx's own, is neither boosted
    nor a restored history, and aims at one of them: a header must not choose any block it likes.
    """
    g.fragments = tuple(sorted(fragments))  # what this page can be asked for in parts
    target = find_target(fragments)
    if target is None:
        response = make_response(render_template(template, **page))
    else:
        response = make_response(render_block(template, block_of(target), **page))
    response.status_code = status
    response.vary.update(VARY)
    return response


def find_target(fragments: Collection[str]) -> str | None:
    """The fragment that this request aims at, if the view gives it."""
    headers = request.htmx  # type: ignore[attr-defined]
    if not headers or headers.boosted or headers.history_restore_request:
        return None
    return headers.target if headers.target in fragments else None


def block_of(fragment: str) -> str:
    """The block's name of an element's id."""
    return fragment.replace("-", "_")


def is_fragment_request() -> bool:
    """Whether htmx asks for a part of a page, so that a whole page would be swapped into it."""
    headers = request.htmx  # type: ignore[attr-defined]
    return bool(headers) and not headers.boosted and not headers.history_restore_request


def redirect_after_post(url: str) -> BaseResponse:
    """Leads on after a success: 303, or htmx's own header, for it would swap the new page in."""
    if not is_fragment_request():
        return redirect(url, code=303)
    response = make_response("", 204)
    if _is_open_page(url):
        # To go to a spot of the page that is open is no loading: the browser would only scroll.
        response.headers["HX-Refresh"] = "true"
    else:
        response.headers["HX-Redirect"] = url
    response.vary.update(VARY)
    return response


def _is_open_page(url: str) -> bool:
    """Whether the address is a spot of the very page from which htmx asks."""
    page, mark, _ = urljoin(request.url, url).partition("#")
    return bool(mark) and page == request.headers.get("HX-Current-URL", "").partition("#")[0]


def unchanged(*parts: object) -> Response | None:
    """A 304 when the reader already has this version, asked before anything is rendered.

    `parts` say what the content depends on, such as the queue's version; the language, the
    reader and the part asked for are added here. Give a fresh answer through `with_etag`.
    """
    g.etag = _etag(parts)
    if g.etag not in request.if_none_match:
        return None
    response = Response(status=304)
    return with_etag(response)


def with_etag(response: Response) -> Response:
    """Marks the answer with its version; without a version of its own, with that of its text."""
    etag = g.pop("etag", None) or hashlib.sha256(response.get_data()).hexdigest()[:32]
    response.set_etag(etag)
    response.headers["Cache-Control"] = "private, no-cache"
    response.vary.update((*VARY, "Accept-Language", "Cookie"))
    response.make_conditional(request)
    return response


def _etag(parts: tuple[object, ...]) -> str:
    reader = find_reader()
    facts = (
        request.path,
        request.headers.get("HX-Target", ""),
        current_language(),
        reader.name if reader else "",
        *parts,
    )
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
