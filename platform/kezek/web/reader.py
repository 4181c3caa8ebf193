"""Who reads the page: the few things about a signed-in person that every page may show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app, g, has_request_context

_EXTENSION = "kezek.readers"


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in person, as the head of each page knows them."""

    name: str
    language: str | None
    """The language chosen for the account; `None` leaves it to the browser."""
    home_url: str
    sign_out_url: str
    unread: int = 0
    """Notices not read yet."""
    account_url: str = ""
    """Where staff see their own sign-ins; families have it on a page of theirs."""
    room: str = ""
    """The audience whose main links stand above the pages that all share."""


@dataclass(frozen=True, slots=True)
class Readers:
    """How the login room tells who reads, and how it is told of a chosen language."""

    find: Callable[[], Reader | None]
    keep_language: Callable[[str], None]


def init_app(app: Flask, readers: Readers | None) -> None:
    """Joins the login room to the pages; without one everybody is a stranger."""
    app.extensions[_EXTENSION] = readers or Readers(lambda: None, lambda _: None)


def find_reader() -> Reader | None:
    """The signed-in person of this request, looked up once; `None` for a stranger."""
    if not has_request_context():
        return None
    if "reader" not in g:
        g.reader = _readers().find()
    return cast("Reader | None", g.reader)


def keep_language(language: str) -> None:
    """Remembers the choice with the account, if somebody is signed in."""
    if find_reader() is not None:
        _readers().keep_language(language)


def _readers() -> Readers:
    return cast(Readers, current_app.extensions[_EXTENSION])
