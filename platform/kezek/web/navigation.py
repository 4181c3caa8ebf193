"""The main links of each audience, given by its rooms as they open, and gathered where many are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from flask import Flask, current_app, request, url_for
from werkzeug.routing import BuildError

from kezek.web.tenant import find_current_tenant
from kezek.web.words import say

_EXTENSION = "kezek.navigation"


@dataclass(frozen=True, slots=True)
class NavLink:
    """One link: where it leads and its marked word."""

    endpoint: str
    text: str
    icon: str
    where: Callable[[str], bool] | None = None
    """In regions with a mode of which this holds; without it everywhere."""


@dataclass(slots=True)
class NavSection:
    """Links of one kind under one word, or a single one that stands for itself."""

    text: str
    icon: str
    links: list[NavLink] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A main link as a page shows it, with those that are gathered under it."""

    url: str
    text: str
    icon: str
    is_current: bool
    within: tuple["ShownLink", ...] = ()


def init_app(app: Flask) -> None:
    """Begins with no links; templates ask by `nav_links`."""
    app.extensions[_EXTENSION] = {}
    app.jinja_env.globals.update(nav_links=nav_links)


def add_section(app: Flask, audience: str, name: str, text: str, icon: str) -> None:
    """Opens a place for links of one kind; `text` is a marked sentence."""
    _sections(app, audience)[name] = NavSection(text, icon)


def add_link(
    app: Flask,
    audience: str,
    endpoint: str,
    text: str,
    icon: str,
    *,
    section: str = "",
    where: Callable[[str], bool] | None = None,
) -> None:
    """Adds a link of an audience, in a section or by itself; `text` is a marked sentence."""
    sections = _sections(app, audience)
    if not section:
        sections[endpoint] = NavSection(text, icon)
    sections[section or endpoint].links.append(NavLink(endpoint, text, icon, where))


def nav_links(audience: str) -> list[ShownLink]:
    """The main links of an audience in the order in which its rooms opened."""
    sections = list(_sections(current_app, audience).values())
    known = [(section, _open_links(section)) for section in sections]
    current = _current([url for _, links in known for _, url in links])
    return [_shown(section, links, current) for section, links in known if links]


def _sections(app: Flask, audience: str) -> dict[str, NavSection]:
    sections = cast("dict[str, dict[str, NavSection]]", app.extensions[_EXTENSION])
    return sections.setdefault(audience, {})


def _open_links(section: NavSection) -> list[tuple[NavLink, str]]:
    found = [(link, find_url(link.endpoint)) for link in section.links if _is_here(link)]
    return [(link, url) for link, url in found if url]


def _shown(section: NavSection, links: list[tuple[NavLink, str]], current: str) -> ShownLink:
    within = tuple(ShownLink(url, say(one.text), one.icon, url == current) for one, url in links)
    if len(within) == 1:
        return within[0]
    is_current = any(one.is_current for one in within)
    return ShownLink(within[0].url, say(section.text), section.icon, is_current, within)


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
