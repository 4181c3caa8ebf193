"""What families with a voucher do, and the specialist who offers vouchers."""

from dataclasses import dataclass

from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.family import Applying
from e2e.people import Child
from e2e.town import PASSWORD
from e2e.windows import Window


@dataclass(frozen=True, slots=True)
class VoucherApplying(Applying):
    """The application of a voucher territory: it names no kindergarten (V-15 to V-17)."""

    slug: str = "pavlodar"

    def say_where(self, language: str = "kk") -> None:
        """The city; what comes next are the benefits."""
        page = self.window.page
        page.locator(f"input[name=language][value={language}]").check()
        page.locator("input[name=queue_type][value=general]").check()
        page.locator("input[name=territory][value=pavlodar]").check()
        self.go_on_to("State the benefits (if any)")

    def fill(self, child: Child, *gardens: str) -> None:
        """All steps up to the review."""
        assert not gardens, "no kindergarten is named in a voucher territory"
        self.begin(child)
        self.consent()
        self.say_where()
        self.say_no_benefit()


@dataclass(frozen=True, slots=True)
class Holder:
    """A family with a voucher, before its window."""

    window: Window

    def accept(self) -> None:
        """From the page of the application to the list of kindergartens."""
        window, words = self.window, self.window.words
        window.follow(words("Read about the voucher and answer"))
        window.see_title(words("A voucher is offered"))
        window.follow(words("I agree"))
        window.see_title(words("Agree to the voucher?"))
        window.press(words("Yes, I agree"))
        window.see_title(words("Choose a kindergarten"))

    def act(self, garden: str, button: str, title: str) -> None:
        """Finds a kindergarten in the list, and does with it what the button says, twice asked."""
        window, words = self.window, self.window.words
        window.fill(words("Name or address"), garden)
        window.press(words("Show"))
        expect(window.page.locator(".kindergartens > li")).to_have_count(1)
        card = window.page.get_by_role("article", name=garden)
        card.get_by_role("link", name=words(button)).click()
        window.see_title(words(title))
        window.press(words(button))


@dataclass(frozen=True, slots=True)
class Specialist:
    """A specialist of the city's education department."""

    window: Window
    login: str
    slug: str = "pavlodar"

    def come_in(self) -> None:
        Door(self.window, self.slug).sign_staff_in(self.login, PASSWORD)
        self.window.see_title(self.window.words("What waits"))

    def offer_vouchers(self) -> None:
        """Looks at what an iteration would give, and gives it."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/office/iterations/")
        window.see_title(words("Iteration of vouchers"))
        window.press(words("Offer the vouchers now"))
        window.see(
            words(
                "Nothing would be offered now: no free place is left over, nobody waits, or the "
                "budget is used up."
            )
        )
