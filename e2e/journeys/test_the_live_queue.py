"""Two people look at one queue; whatever happens to it stands before both within a second."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from e2e.pages.public import QueueBoard
from e2e.stack import Stack
from e2e.town import Garden, new_garden, waiting_family
from e2e.windows import PHONE, Windows, counted

# A second is promised for a quiet machine; this one also runs the browsers.
LONGEST = 2.0

_HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", {get: () => hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_a_change_stands_in_both_windows_at_once(
    stack: Stack, windows: Windows, garden: Garden, capsys: pytest.CaptureFixture[str], alone: None
) -> None:
    boards = [
        QueueBoard(windows.new("kk"), garden),
        QueueBoard(windows.new("ru", size=PHONE), garden),
    ]
    for board in boards:
        board.listen()
        board.watch()

    newcomer = waiting_family(stack, garden)
    kept_at = time.time()

    for board in boards:
        board.shows(newcomer.number)
    late = max(board.seen_at() for board in boards) - kept_at
    with capsys.disabled():
        print(f"\nthe change stood in both windows {late:.2f} s after it was kept")
    assert late <= LONGEST


def test_without_the_stream_the_page_asks_by_the_minute(
    stack: Stack, windows: Windows, garden: Garden
) -> None:
    window = windows.new()
    window.page.route(re.compile(r"/live\?"), lambda route: route.abort())
    window.page.clock.install()
    board = QueueBoard(window, garden)
    board.open()
    expect(board.board).to_have_attribute("hx-trigger", re.compile("every 60s"))

    newcomer = waiting_family(stack, garden)

    expect(board.board).not_to_contain_text(newcomer.number)
    window.page.clock.fast_forward(61_000)
    board.shows(newcomer.number)


def test_a_page_that_nobody_looks_at_asks_for_nothing(
    stack: Stack, windows: Windows, garden: Garden
) -> None:
    window = windows.new()
    window.page.clock.install()
    hidden, looked_at = QueueBoard(window, garden), QueueBoard(windows.new(), garden)
    hidden.listen()
    looked_at.listen()

    with counted(window.page, lambda url: stack.address in url) as asked:
        window.page.evaluate(_HIDE, True)
        newcomer = waiting_family(stack, garden)
        looked_at.shows(newcomer.number)
        _let_minutes_pass(window.page)
    assert asked == []
    expect(hidden.board).not_to_contain_text(newcomer.number)

    window.page.evaluate(_HIDE, False)
    hidden.shows(newcomer.number)


def _let_minutes_pass(page: Page) -> None:
    """Past the patience with which the stream is kept, and past several slow polls."""
    for _ in range(3):
        page.clock.fast_forward(61_000)


@pytest.fixture
def garden(stack: Stack) -> Garden:
    """A kindergarten in whose queue one child stands already."""
    made = new_garden(stack)
    waiting_family(stack, made, name="Әлиев Тимур")
    return made
