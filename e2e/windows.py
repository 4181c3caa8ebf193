"""A window before a person: pages are used by the names that people read, and nothing may break."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Response,
    ViewportSize,
    expect,
)

from e2e.words import Words

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)
_EXPECTED = ("Failed to load resource", "[object Event]", "htmx:", "WebSocket connection to")
"""A refused form is a 422 by design; of a stream that is cut, and of a request that another one
replaces, htmx tells; an NCALayer that was not started is no fault of the page."""
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")


@dataclass(slots=True)
class Window:
    """One tab of one browser of one person."""

    page: Page
    words: Words
    address: str
    complaints: list[str] = field(default_factory=list)
    """What broke: an error of a script, a refusal of the content policy, a page that failed."""
    examine: Callable[[Page], None] | None = None
    """Who looks at every page to which a journey comes."""

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("response", lambda response: self._look(response))

    def open(self, path: str) -> Response | None:
        """Types an address."""
        return self.page.goto(path if "://" in path else f"{self.address}{path}")

    @property
    def path(self) -> str:
        """Where the window is, without the server's name."""
        return self.page.url.removeprefix(self.address)

    def see_title(self, text: str) -> None:
        """Waits for the page with this first heading."""
        expect(self.page.get_by_role("heading", level=1, name=text)).to_be_visible()
        if self.examine is not None:
            self.examine(self.page)

    def see(self, text: str | re.Pattern[str]) -> None:
        """Waits for these words in the main part of the page."""
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def button(self, text: str) -> Locator:
        return self.page.get_by_role("button", name=text, exact=True)

    def press(self, text: str) -> None:
        self.button(text).click()

    def link(self, text: str) -> Locator:
        return self.page.get_by_role("main").get_by_role("link", name=text, exact=True)

    def follow(self, text: str) -> None:
        self.link(text).first.click()

    def box(self, label: str) -> Locator:
        """The box with this label; sections may be called the same."""
        boxes = self.page.locator("input, textarea, select")
        return boxes.and_(self.page.get_by_label(label))

    def fill(self, label: str, value: str) -> None:
        self.box(label).fill(value)

    def fill_day(self, legend: str, day: int, month: int, year: int) -> None:
        """Fills in the three boxes of a day."""
        boxes = self.page.get_by_role("group", name=legend).get_by_role("textbox")
        for at, value in enumerate((day, month, year)):
            boxes.nth(at).fill(str(value))

    def tick(self, label: str) -> None:
        self.box(label).check()

    def choose(self, legend: str, label: str) -> None:
        """Chooses one card of a group."""
        self.page.get_by_role("group", name=legend).get_by_label(label).check()

    def speak(self, name: str) -> None:
        """Changes the language by the link in the head of the page."""
        self.page.get_by_role("banner").get_by_role("link", name=name).click()

    def code_for(self, phone: str, slug: str) -> str:
        """The newest code that went to this telephone, read as one reads one's telephone."""
        tab = self.page.context.new_page()
        try:
            tab.goto(f"{self.address}/{slug}/demo/codes")
            digits = phone[-10:]
            for text in tab.get_by_role("article").all_inner_texts():
                if digits in re.sub(r"\D", "", text.splitlines()[0]):
                    return str(_CODE.findall(text)[-1])
            raise AssertionError(f"no code went to {phone}")
        finally:
            tab.close()

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not text.startswith(_EXPECTED):
            self.complaints.append(f"console: {text}")

    def _look(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status}: {response.url}")


@dataclass(slots=True)
class Windows:
    """Opens windows; each has cookies of its own unless it is opened beside another."""

    browser: Browser
    address: str
    opened: list[Window] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def new(
        self,
        language: str = "kk",
        *,
        scripts: bool = True,
        size: ViewportSize | None = None,
        by_hand: bool = False,
    ) -> Window:
        """A window of somebody whose browser speaks this language; a telephone is held by hand."""
        context = self.browser.new_context(
            locale={"kk": "kk-KZ", "ru": "ru-RU"}[language],
            timezone_id="Asia/Almaty",
            viewport=size or DESK,
            java_script_enabled=scripts,
            has_touch=by_hand,
            is_mobile=by_hand,
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        return self._window(context, language)

    def beside(self, window: Window) -> Window:
        """A second window of the same person."""
        return self._window(window.page.context, window.words.language)

    def _window(self, context: BrowserContext, language: str) -> Window:
        window = Window(context.new_page(), Words(language), self.address)
        self.opened.append(window)
        return window

    def complaints(self) -> list[str]:
        return [complaint for window in self.opened for complaint in window.complaints]

    def take_pictures(self, folder: Path, name: str) -> list[Path]:
        """What stands in every open window, for whoever looks for the fault."""
        taken = []
        for at, window in enumerate(self.opened, 1):
            if not window.page.is_closed():
                path = folder / f"{name}-{at}.png"
                window.page.screenshot(path=path, full_page=True)
                taken.append(path)
        return taken

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@contextmanager
def counted(page: Page, is_counted: Callable[[str], bool]) -> Iterator[list[str]]:
    """The addresses that the page asks for meanwhile."""
    asked: list[str] = []

    def note(request: object) -> None:
        url = str(getattr(request, "url", ""))
        if is_counted(url):
            asked.append(url)

    page.on("request", note)
    try:
        yield asked
    finally:
        page.remove_listener("request", note)
