"""The main links of each audience, given by its rooms as they open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, request, url_for
from werkzeug.routing import BuildError

from kezek.web.tenant import find_current_tenant
from kezek.web.words import say

_EXTENSION = "kezek.navigation"


@dataclass(frozen=True, slots=True)
class NavLink:
    """One main link: where it leads and its marked word."""

    endpoint: str
    text: str
    icon: str
    where: Callable[[str], bool] | None = None
    """In regions with a mode of which this holds; without it everywhere."""


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A main link as a page shows it."""

    url: str
    text: str
    icon: str
    is_current: bool


def init_app(app: Flask) -> None:
    """Begins with no links; templates ask by `nav_links`."""
    app.extensions[_EXTENSION] = {}
    app.jinja_env.globals.update(nav_links=nav_links)


def add_link(
    app: Flask,
    audience: str,
    endpoint: str,
    text: str,
    icon: str,
    *,
    where: Callable[[str], bool] | None = None,
) -> None:
    """Adds a main link of an audience; `text` is a marked sentence."""
    link = NavLink(endpoint, text, icon, where)
    app.extensions[_EXTENSION].setdefault(audience, []).append(link)


def nav_links(audience: str) -> list[ShownLink]:
    """The main links of an audience in the order in which its rooms opened."""
    links = cast("dict[str, list[NavLink]]", current_app.extensions[_EXTENSION])
    found = [(link, find_url(link.endpoint)) for link in links.get(audience, []) if _is_here(link)]
    current = _current([url for _, url in found if url])
    return [ShownLink(url, say(link.text), link.icon, url == current) for link, url in found if url]


def _is_here(link: NavLink) -> bool:
    tenant = find_current_tenant()
    return link.where is None or (tenant is not None and any(map(link.where, tenant.modes)))


def find_url(endpoint: str, **values: object) -> str:
    """The address of a page that may not be open here; empty when it is not."""
    try:
        return url_for(endpoint, **values)  # type: ignore[arg-type]
    except BuildError:
        return ""


def _current(urls: list[str]) -> str:
    """The address of the room that we are in: of those that hold our page the innermost."""
    # A region's own page holds every page of the region, and is no room.
    holding = [
        url
        for url in urls
        if request.path == url
        or (url.count("/") > 2 and request.path.startswith(f"{url.rstrip('/')}/"))
    ]
    return max(holding, key=len, default="")
