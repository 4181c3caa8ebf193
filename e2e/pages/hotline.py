"""What an operator of the hotline does with a caller on the line."""

from dataclasses import dataclass

from e2e.pages.account import Door
from e2e.people import Child, Parent
from e2e.stack import Stack
from e2e.town import PASSWORD, open_desk
from e2e.windows import Window
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role


@dataclass(frozen=True, slots=True)
class SupportLine:
    """The seat of one operator."""

    window: Window

    def come_in(self, stack: Stack, login: str) -> None:
        """A new operator, who reads the language of the window."""
        open_desk(stack, Role.HOTLINE, login)
        Door(self.window).sign_staff_in(login, PASSWORD)
        self.window.page.wait_for_url("**/hotline/")
        self.window.speak(LANGUAGE_NAMES[self.window.words.language])
        self.window.see_title(self.window.words("Hotline"))

    def look_up(self, typed: str, number: str) -> None:
        """Types what the caller tells; the answer opens."""
        self.window.open("/demo/hotline/")
        self.window.fill(self.window.words("Application number, IIN or telephone"), typed)
        self.window.press(self.window.words("Look up"))
        self.window.see_title(number)

    def look_up_by_name(self, child: Child, reason: str, number: str) -> None:
        """The caller knows the child's name and birth date alone."""
        window, words = self.window, self.window.words
        window.open("/demo/hotline/")
        window.follow(words("By name and birth date"))
        window.see_title(words("By name and birth date"))
        window.fill(words("Name of the child"), child.full_name.upper())
        born = child.born_on
        window.fill_day(words("Date of birth"), born.day, born.month, born.year)
        window.press(words("Look up"))
        window.see(words("Write why: the administrator of the region reads it."))
        window.fill(words("Why do you look by name?"), reason)
        window.press(words("Look up"))
        window.see_title(words("Found"))
        window.follow(number)
        window.see_title(number)

    def read_code_back(self, parent: Parent) -> None:
        """The family's telephone gets a code, and the caller reads it."""
        window, words = self.window, self.window.words
        window.press(words("Send a code"))
        window.page.wait_for_url("**#caller")
        assert parent.full_name not in window.page.content()
        window.fill(words("Code from the SMS"), window.code_for(parent.phone, "demo"))
        window.press(words("Open the data"))
        window.see(parent.full_name)

    def look_up_elsewhere(self, number: str, region: str) -> None:
        """A number of another region: where the caller should turn to, and nothing else."""
        window, words = self.window, self.window.words
        window.open("/demo/hotline/")
        window.fill(words("Application number, IIN or telephone"), number)
        window.press(words("Look up"))
        window.see_title(words("Nobody is found"))
        window.see(words("This number belongs to another region."))
        window.see(region)

    def note(self, cause: str, note: str, *, hands_over: bool) -> None:
        """The end of a call."""
        window, words = self.window, self.window.words
        window.box(words("What was the call about?")).select_option(label=words(cause))
        window.fill(words("Note"), note)
        if hands_over:
            window.tick(words("A specialist has to answer this"))
        window.press(words("Note the call"))
        window.see_title(words("Hotline"))
