"""What everybody may look at: the live queue of a kindergarten, and how fast it follows."""

from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from e2e.people import today
from e2e.town import Garden
from e2e.windows import Window

_WATCH = """() => {
  window.seenAt = new Promise((resolve) => {
    const before = document.querySelector("#queue-board").innerText;
    const look = () => {
      const board = document.querySelector("#queue-board");
      if (!board || board.innerText === before) return;
      watcher.disconnect();
      resolve(Date.now() / 1000);
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, {childList: true, subtree: true, characterData: true});
  });
}"""


@dataclass(frozen=True, slots=True)
class QueueBoard:
    """The queue of the three-year-olds who learn in Kazakh, on its kindergarten's page."""

    window: Window
    garden: Garden

    @property
    def path(self) -> str:
        return f"/demo/kindergartens/{self.garden.id}/{today().year - 3}/kk"

    @property
    def board(self) -> Locator:
        return self.window.page.locator("#queue-board")

    def open(self) -> None:
        self.window.open(self.path)
        self.window.see_title(self.garden.name)

    def listen(self) -> None:
        """Opens the page and waits until its stream is open."""
        with self.window.page.expect_response(lambda answer: "/live?" in answer.url):
            self.open()

    def shows(self, number: str) -> None:
        """Waits for this application in the queue."""
        expect(self.board).to_contain_text(number)

    def watch(self) -> None:
        """Begins to look for the next change of the board."""
        self.window.page.evaluate(_WATCH)

    def seen_at(self) -> float:
        """The moment at which the change stood on the page, in seconds of this machine's clock."""
        return float(self.window.page.evaluate("() => window.seenAt"))
