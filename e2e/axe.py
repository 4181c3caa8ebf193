"""Looks at pages as axe does, on a telephone and on a desk, and remembers which were looked at."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask
from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException

from e2e.windows import DESK, PHONE

_RUN = "() => axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations)"
_SCROLLS = "() => document.documentElement.scrollWidth > innerWidth"


@dataclass(slots=True)
class Examination:
    """What was looked at and what was found, page by page."""

    app: Flask
    faults: list[str] = field(default_factory=list)
    endpoints: set[str] = field(default_factory=set)

    def __call__(self, page: Page) -> None:
        """Looks at the page that is open, once for each kind of page."""
        endpoint = self._endpoint(page)
        if endpoint in self.endpoints:
            return
        self.endpoints.add(endpoint)
        page.evaluate(AXE_SCRIPT)
        for size in (DESK, PHONE):
            page.set_viewport_size(size)
            self.faults.extend(_faults(page, f"{endpoint} at {size['width']}"))
        page.set_viewport_size(DESK)

    def not_seen(self, exempt: set[str]) -> set[str]:
        """Pages that nobody has looked at."""
        rules = self.app.url_map.iter_rules()
        pages = {rule.endpoint for rule in rules if "GET" in (rule.methods or ())}
        return pages - self.endpoints - exempt

    def _endpoint(self, page: Page) -> str:
        where = urlsplit(page.url)
        try:
            found: str = self.app.url_map.bind(where.netloc).match(where.path)[0]
        except HTTPException:
            return "errors"
        return found


def _faults(page: Page, where: str) -> Iterator[str]:
    if page.evaluate(_SCROLLS):
        yield f"{where}: wider than the screen"
    violations: list[dict[str, Any]] = page.evaluate(_RUN)
    for one in violations:
        for node in one["nodes"]:
            yield f"{where}: {one['id']}: {node['html'][:160]}"
