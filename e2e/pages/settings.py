"""What an administrator does in the settings of a region: rooms, the change, its signature."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from e2e.pages.account import Door
from e2e.people import today
from e2e.stack import Stack
from e2e.town import PASSWORD, open_desk
from e2e.windows import Window
from e2e.words import LANGUAGE_NAMES, Words
from kezek.core.access import Role

LATER = timedelta(days=40)
"""How long before its day a change is signed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one region before one administrator."""

    window: Window
    slug: str

    @property
    def words(self) -> Words:
        return self.window.words

    def come_in(self, stack: Stack, login: str) -> None:
        """A new administrator, who reads the language of the window."""
        open_desk(stack, Role.ADMIN, login, slug=self.slug)
        Door(self.window, self.slug).sign_staff_in(login, PASSWORD)
        self.window.page.wait_for_url("**/admin/")
        self.window.speak(LANGUAGE_NAMES[self.words.language])
        self.window.see_title(self.words("How places are given"))

    def open(self, room: str) -> None:
        """Types the address of a room."""
        self.window.open(f"/{self.slug}/admin/settings/{room}")

    def put_in(self, room: str, box: str, value: str) -> None:
        """Types one value into a room and puts it into the change."""
        self.open(room)
        self.window.page.locator(f"#{box}").fill(value)
        self.keep()

    def keep(self) -> None:
        """What stands in the room goes into the change; the change is shown."""
        self.window.press(self.words("Put into the change"))
        self.window.see_title(self.words("Change of the settings"))

    def rehearse(self) -> None:
        """Tries the change on everybody who waits; ends on the change."""
        self.window.press(self.words("Rehearse the change"))
        self.window.see_title(self.words("Rehearsal of a change"))
        self.open("change/")
        self.window.see(self.words("Rehearsed as it stands"))

    def sign(self, when: str, decision: str = "№ 7") -> None:
        """Signs it at once, or for the beginning of a day to come."""
        window, words = self.window, self.words
        window.follow(words("Go on to sign"))
        window.see_title(words("Sign the change?"))
        window.choose(words("From when it holds"), words(when))
        if when != "At once":
            day = today() + LATER
            window.fill_day(words("From which day"), day.day, day.month, day.year)
        window.fill(words("By which decision, and why"), decision)
        window.press(words("Sign"))
        window.see(words("The change is signed."))
        window.see(decision)

    def drop(self) -> None:
        """Nothing of the change is left."""
        self.open("change/")
        self.window.press(self.words("Drop the change"))
        self.window.see_title(self.words("Settings of the region"))

    def take_back(self, version: str, why: str) -> None:
        """A version whose day has not come, by its address."""
        window, words = self.window, self.words
        window.open(version)
        window.follow(words("Take it back"))
        window.see_title(words("Take the version back?"))
        window.fill(words("Why it is taken back"), why)
        window.press(words("Take it back"))
        window.see(words("The version is taken back. It will not come into force."))
        window.see(why)

    def bring_in(self, file: Path) -> None:
        """Reads a file in; what differs is shown."""
        self.window.page.locator("#file-box").set_input_files(file)
        self.window.press(self.words("Show the differences"))
