"""What the public pages share: one set of routes, and what a link or a form may ask for."""

from collections.abc import Iterable
from datetime import date

from flask import Blueprint, Response, request, url_for

blueprint = Blueprint("public", __name__, url_prefix="/<slug:slug>")

_MOST_LETTERS = 80
_LAST_PAGE = 1_000_000


def page_url(endpoint: str, number: int, **path: object) -> str:
    """The address of another page of the list at hand, sifted as it is; `path` is the route's."""
    values = {**request.args.to_dict(), "page": str(number), **path}
    return url_for(endpoint, **values)  # type: ignore[arg-type]


def load_anew() -> Response:
    """Has an open page loaded anew: it must listen to bells that it did not have before."""
    response = Response(status=204)
    response.headers["HX-Refresh"] = "true"
    return response


def asked_page() -> int:
    """The page that a link asks for; the first for anything that is no number."""
    text = request.args.get("page", "")
    return min(int(text), _LAST_PAGE) if text.isascii() and text.isdigit() else 1


def asked_text(name: str, allowed: Iterable[str] | None = None) -> str:
    """A word that a form or a link asks for; empty when it is none of those that there are."""
    typed = request.args.get(name, "")[:_MOST_LETTERS]
    # The database takes no signs that nobody can type.
    text = "".join(sign for sign in typed if sign.isprintable()).strip()
    return text if allowed is None or text in set(allowed) else ""


def asked_day() -> tuple[date | None, bool]:
    """The day that is asked for, and whether what was typed is one."""
    text = request.args.get("day", "").strip()
    if not text:
        return None, True
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None, False
    # Days beyond these have no neighbours on every wall clock.
    return (day, True) if 2000 <= day.year < 2100 else (None, False)
