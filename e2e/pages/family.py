"""What families do: apply step by step, answer an offer, hand in papers, sign the contract."""

import re
from dataclasses import dataclass

from playwright.sync_api import FilePayload, expect

from e2e.pages.account import Door
from e2e.people import PAPER, Child, Parent, today
from e2e.windows import Window

NUMBER = re.compile(r"[A-Z]{3}-\d{2}-\d{6}-[A-Z]")


@dataclass(frozen=True, slots=True)
class Applying:
    """«Кезекке өтініш беру», one method for each step; each ends where the next begins."""

    window: Window
    slug: str = "demo"

    def begin(self, child: Child) -> None:
        """From «my children», by the button of this child."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/family/children/")
        card = window.page.get_by_role("article", name=child.full_name)
        card.get_by_role("link", name=words("Apply to the queue")).click()
        window.see_title(words("Confirm your consent"))

    def consent(self, then: str = "Give the territory and the parameters") -> None:
        self.window.tick(self.window.words("I agree to this for myself and for my child"))
        self.go_on_to(then)

    def say_where(self, language: str = "kk") -> None:
        """The general queue of the town, in this language of instruction."""
        page = self.window.page
        page.locator(f"input[name=language][value={language}]").check()
        page.locator("input[name=queue_type][value=general]").check()
        page.locator("input[name=territory][value=city]").check()
        self.go_on_to("Choose the territory and the kindergartens")

    def choose(self, *names: str) -> None:
        """Searches each kindergarten and chooses it."""
        window, words = self.window, self.window.words
        for at, name in enumerate(names, 1):
            window.fill(words("Name or address"), name)
            window.press(words("Search"))
            expect(window.page.locator(".kindergartens > li")).to_have_count(1)
            card = window.page.get_by_role("article", name=name)
            card.get_by_role("link").click()
            chosen = window.page.get_by_role("region", name=words("Your kindergartens"))
            expect(chosen.get_by_role("listitem")).to_have_count(at)
            expect(chosen).to_contain_text(name)
        self.go_on_to("State the benefits (if any)")

    def say_no_benefit(self) -> None:
        self.window.tick(self.window.words("None of these applies to my child"))
        self.go_on_to("Confirm your application")

    def send(self) -> str:
        """Sends it; gives the number of the application."""
        self.window.press(self.window.words("Confirm and send your application"))
        return self.read_number()

    def read_number(self) -> str:
        """The number on the page that says: keep it."""
        self.window.see_title(self.window.words("Keep the application number"))
        found = NUMBER.search(self.window.page.get_by_role("main").inner_text())
        assert found is not None
        return found[0]

    def fill(self, child: Child, *gardens: str) -> None:
        """All steps up to the review."""
        self.begin(child)
        self.consent()
        self.say_where()
        self.choose(*gardens)
        self.say_no_benefit()

    def go_on_to(self, title: str) -> None:
        """Leaves a step; the next one has this title."""
        self.window.press(self.window.words("Continue"))
        self.window.see_title(self.window.words(title))


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The application once it is sent, by its own page."""

    window: Window
    parent: Parent
    slug: str = "demo"

    def open(self) -> None:
        self.window.open(f"/{self.slug}/family/")
        self.window.see_title(self.window.words("My cabinet"))

    def open_application(self, number: str) -> None:
        """By the link of its number."""
        self.open()
        self.window.follow(number)
        self.window.see_title(self.window.words("Application %(number)s", number=number))

    def accept(self) -> None:
        """From the offer that the page shows to the referral."""
        window, words = self.window, self.window.words
        window.see_title(words("A place is offered"))
        window.follow(words("I agree"))
        window.see_title(words("Agree to this place?"))
        window.press(words("Yes, I agree"))

    def hand_in_papers(self) -> None:
        """Attaches each paper that is asked for, then hands them in."""
        window, words = self.window, self.window.words
        window.follow(words("Hand in the documents"))
        window.see_title(words("Documents for the kindergarten"))
        papers = window.page.locator("form[id^=paper-]")
        for at in range(papers.count()):
            self._attach(at)
        window.tick(words("Yes, all planned vaccinations were given"))
        window.press(words("Hand the documents in"))
        window.see(words("The kindergarten is looking at your documents"))

    def _attach(self, at: int) -> None:
        window, words = self.window, self.window.words
        form = window.page.locator("form[id^=paper-]").nth(at)
        file = FilePayload(name="paper.pdf", mimeType="application/pdf", buffer=PAPER)
        form.locator("input[type=file]:not([capture])").set_input_files(file)
        day = form.get_by_role("group").get_by_role("textbox")
        if day.count():
            for box, value in enumerate((today().day, today().month, today().year)):
                day.nth(box).fill(str(value))
        form.get_by_role("button", name=words("Attach"), exact=True).click()
        attached = window.page.get_by_text(words("Attached"), exact=True)
        expect(attached).to_have_count(at + 1)

    def sign_contract(self) -> None:
        """Reads the contract and signs it by the code from the SMS."""
        window, words = self.window, self.window.words
        window.see_title(words("Contract with the kindergarten"))
        window.press(words("I have read it, send the code"))
        window.see_title(words("Sign with the code"))
        window.fill(words("Code from the SMS"), window.code_for(self.parent.phone, self.slug))
        window.press(words("Sign the contract"))
        window.see_title(words("Your child is admitted"))

    def read_notices(self) -> list[str]:
        """Every notice of the list, the newest first."""
        self.window.open(f"/{self.slug}/family/notices/")
        self.window.see_title(self.window.words("Notices"))
        return self.window.page.get_by_role("article").all_inner_texts()

    def withdraw(self) -> None:
        """From the page of the application; cannot be taken back."""
        window, words = self.window, self.window.words
        window.follow(words("Withdraw the application"))
        window.see_title(words("Withdraw the application?"))
        window.press(words("Withdraw the application"))


def sign_up_with_child(window: Window, parent: Parent, child: Child, slug: str = "demo") -> None:
    """The way of everybody who begins."""
    door = Door(window, slug)
    door.sign_up(parent)
    window.see_title(window.words("My children"))
    door.add_child(child)
