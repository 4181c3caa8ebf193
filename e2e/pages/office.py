"""What a specialist of the education department does at the office's pages."""

import uuid
from dataclasses import dataclass

from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.people import Child, Parent, today
from e2e.town import PASSWORD
from e2e.windows import Window


@dataclass(frozen=True, slots=True)
class Office:
    """The office of one region before one specialist."""

    window: Window
    login: str

    def come_in(self) -> None:
        Door(self.window).sign_staff_in(self.login, PASSWORD)
        self.window.see_title(self.window.words("What waits"))

    def open_list(self, query: str) -> None:
        """One part of the work, by its address."""
        self.window.open(f"/demo/office/?{query}")
        self.window.see_title(self.window.words("What waits"))

    def open_last_page(self) -> None:
        """The newest numbers, where the list has more than one page."""
        pages = self.window.page.locator("nav.pages a[aria-label]")
        if pages.count():
            pages.last.click()

    def open_matter(self, application_id: uuid.UUID, number: str) -> None:
        self.window.open(f"/demo/office/applications/{application_id}/")
        self.window.see_title(number)

    def take(self) -> None:
        """Takes the matter that is open."""
        window, words = self.window, self.window.words
        window.press(words("Take"))
        window.see(words("The matter is yours now."))

    def note(self, text: str) -> None:
        """Writes a note among staff."""
        window, words = self.window, self.window.words
        window.fill(words("New note"), text)
        window.press(words("Keep the note"))
        window.see(text)

    def hand_over(self, note: str) -> None:
        """Hands the open matter over to the colleague who stands first."""
        window, words = self.window, self.window.words
        window.page.get_by_text(words("Hand over to a colleague"), exact=True).click()
        window.fill(words("Note for the colleague"), note)
        window.press(words("Hand over"))
        window.see(words("The matter was handed over."))

    def decide(self, label: str) -> None:
        """Decides a check; what follows is the next matter, or the list."""
        window, words = self.window, self.window.words
        window.choose(words("Your decision"), words(label))
        window.press(words("Decide and go on"))

    def tick(self, *numbers: str) -> None:
        """Ticks matters of the list by their application's number."""
        for number in numbers:
            label = self.window.words("Choose %(matter)s", matter=number)
            self.window.page.get_by_label(label).check()

    def look_first(self, act: str) -> None:
        """Looks what an act would do with the ticked."""
        window, words = self.window, self.window.words
        window.box(words("With those ticked")).select_option(label=words(act))
        window.press(words("Look first what will happen"))
        window.see_title(words(act))

    def do_it(self) -> None:
        """Does what was looked at."""
        self.window.page.locator("form#do-batch button").click()
        self.window.see(self.window.words("What became of each"))

    def enter_parent(self, parent: Parent, language: str) -> None:
        """The parent at the counter, by the identity card."""
        window, words = self.window, self.window.words
        window.open("/demo/office/assisted/")
        window.see_title(words("Application at the counter"))
        window.page.locator("input[name=iin]").fill(parent.iin)
        window.fill(words("Surname, given name, patronymic"), parent.full_name)
        window.fill(words("Home address"), parent.address)
        window.fill(words("Mobile number"), parent.phone)
        window.page.locator(f"input[name=language][value={language}]").check()
        window.tick(words("I have seen the identity document"))
        window.press(words("Continue"))
        window.see_title(words("For which child"))

    def enter_child(self, child: Child) -> None:
        """The child, by the birth certificate."""
        window, words = self.window, self.window.words
        window.page.locator("input[name=iin]").fill(child.iin)
        window.fill(words("Surname, given name, patronymic of the child"), child.full_name)
        born = child.born_on
        window.fill_day(words("Date of birth"), born.day, born.month, born.year)
        window.tick(words("I have seen the birth certificate: confirm the parentage"))
        window.press(words("Continue"))
        window.see_title(words("What stands on the paper"))

    def say_where(self) -> None:
        """What the parent has written on paper; ends where kindergartens are chosen."""
        window, words = self.window, self.window.words
        day = today()
        window.tick(words("The consent of Annex 5 is signed on paper and lies here"))
        window.fill_day(words("Day of the signature"), 1, day.month, day.year)
        for name, value in (
            ("paper_language", "kk"),
            ("territory", "city"),
            ("language", "kk"),
            ("queue_type", "general"),
        ):
            window.page.locator(f"input[name={name}][value={value}]").check()
        window.press(words("Continue"))
        window.see_title(words("Kindergartens and documents"))

    def enter_paper(self, garden: uuid.UUID) -> None:
        """The paper and the kindergarten; ends on the sent application."""
        window, words = self.window, self.window.words
        page = window.page
        self.say_where()
        page.locator("#choice-0").select_option(str(garden))
        window.press(words("Keep the choice"))
        expect(page.locator("#choice-0")).to_have_value(str(garden))
        window.press(words("Send the application"))
        window.see(words("The application was sent. The family gets its number by SMS."))
