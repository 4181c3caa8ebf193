"""A test client that looks at every page it gets: built to be read by all, and true to its parts.

Use it wherever pages are tested (`check_pages(app)`): the rules then hold for every page that any
test opens, and nobody has to remember them.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from flask import Flask, Response, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_FRAGMENTS = "X-Test-Fragments"
_ONCE = re.compile(r'(name="(?:csrf_token|intent)"[^>]*value=")[^"]*|(data-seconds=")[^"]*')
_HTML = "text/html"

_NAMED_BY_LABEL = frozenset({"input", "select", "textarea"})
_NEEDS_NO_LABEL = frozenset({"hidden", "submit"})


def check_pages(app: Flask) -> FlaskClient:
    """A client of the app that checks what it gets."""
    app.test_client_class = CheckedClient
    if app.extensions.setdefault("kezek.checked", False) is False:
        app.extensions["kezek.checked"] = True
        app.after_request(_tell_fragments)
    return app.test_client()


class CheckedClient(FlaskClient):
    """Opens pages as a browser does, and complains of what a reader would stumble over."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """The answer, after its page and its fragments were looked at."""
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == _HTML and response.status_code not in range(300, 400)
        if not is_page or "HX-Request" in response.request.headers:
            return response
        assert list(faults(response.text)) == [], response.request.path
        if response.request.method == "GET" and response.status_code == 200:
            for fragment in response.headers.get(_FRAGMENTS, "").split():
                self._compare(response, fragment)
        return response

    def _compare(self, page: TestResponse, fragment: str) -> None:
        """The fragment law: what is given alone is literally a part of the page (house §5.2)."""
        headers = {"HX-Request": "true", "HX-Target": fragment}
        path = page.request.full_path.rstrip("?")
        part = super().open(
            path, base_url=page.request.host_url, headers={**page.request.headers, **headers}
        )
        assert part.status_code == 200
        assert _same_for_all(part.text.strip()) in _same_for_all(page.text), fragment


def faults(page: str) -> Iterator[str]:
    """What would keep somebody from reading or using the page (house §5.10)."""
    reader = _Reader()
    reader.feed(page)
    if reader.count("h1") != 1:
        yield f"{reader.count('h1')} headings of the first rank instead of one"
    if reader.count("main") != 1:
        yield "no single main landmark"
    if not reader.language:
        yield "the page does not say its language"
    yield from (f"id {name} stands twice" for name in reader.repeated_ids())
    yield from (f"{box} has no label" for box in reader.boxes_without_label())
    yield from (f"aria names {name}, which is not there" for name in reader.missing_ids())
    yield from (f"a picture without alt: {source}" for source in reader.bare_pictures)


def _same_for_all(text: str) -> str:
    """Without what is made anew for each answer."""
    return _ONCE.sub(r"\1\2", text)


def _tell_fragments(response: Response) -> Response:
    response.headers[_FRAGMENTS] = " ".join(g.get("fragments", ()))
    return response


class _Reader(HTMLParser):
    """Collects what the rules look at."""

    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.boxes: list[tuple[str, str]] = []
        self.references: set[str] = set()
        self.bare_pictures: list[str] = []
        self._open_labels = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag == "html":
            self.language = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "label":
            self._open_labels += 1
            self.labels.add(given.get("for", ""))
        if tag in _NAMED_BY_LABEL and given.get("type") not in _NEEDS_NO_LABEL:
            self._take_box(given)
        if tag == "img" and "alt" not in given:
            self.bare_pictures.append(given.get("src", ""))
        for name in ("aria-describedby", "aria-labelledby"):
            self.references.update(given.get(name, "").split())

    def handle_endtag(self, tag: str) -> None:
        self._open_labels -= tag == "label"

    def _take_box(self, given: dict[str, str]) -> None:
        if not self._open_labels and "aria-label" not in given:
            self.boxes.append((given.get("name", "?"), given.get("id", "")))

    def count(self, tag: str) -> int:
        return self.tags.count(tag)

    def repeated_ids(self) -> list[str]:
        return sorted({name for name in self.ids if self.ids.count(name) > 1})

    def boxes_without_label(self) -> list[str]:
        return [name for name, id_ in self.boxes if id_ not in self.labels]

    def missing_ids(self) -> list[str]:
        return sorted(self.references - set(self.ids))
