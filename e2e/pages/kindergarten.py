"""What a kindergarten does at its desk: publishes a place, looks at papers, admits."""

from dataclasses import dataclass

from e2e.pages.account import Door
from e2e.town import PASSWORD, Garden
from e2e.windows import Window


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk of one kindergarten."""

    window: Window
    garden: Garden
    slug: str = "demo"

    def come_in(self) -> None:
        Door(self.window, self.slug).sign_staff_in(self.garden.login, PASSWORD)
        self.window.see_title(self.garden.name)

    def publish_place(self, birth_year: int) -> None:
        """Publishes one place for children of that year who learn in Kazakh."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/kindergarten/places/new")
        window.see_title(words("Publish places"))
        window.box(words("Year of birth of the children")).select_option(str(birth_year))
        window.page.locator("input[name=language][value=kk]").check()
        window.fill(words("How many places"), "1")
        window.press(words("Publish"))
        # In Kazakh the title of the form begins with that of the list.
        window.page.wait_for_url("**/kindergarten/places/")
        window.see_title(words("Places"))

    def admit(self, child_name: str) -> None:
        """Opens the child that waits for a check and sends the contract."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/kindergarten/")
        checks = window.page.get_by_role("region", name=words("Documents to check"))
        checks.get_by_role("link", name=child_name).click()
        window.see_title(child_name)
        window.tick(words("Everything is in order: send the contract"))
        window.press(words("Send the decision"))
        window.see_title(self.garden.name)

    def see_leaving(self, child_name: str) -> None:
        """A pupil who moves to another kindergarten: its contract holds until the new one."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/kindergarten/")
        part = window.page.get_by_role(
            "region", name=words("Pupils who are moving to another kindergarten")
        )
        part.get_by_role("link", name=child_name).click()
        window.see_title(child_name)
        window.see(words("The child is moving to another kindergarten."))

    def see_coming(self, child_name: str) -> None:
        """A child that comes from another kindergarten, where it is still a pupil."""
        window, words = self.window, self.window.words
        window.open(f"/{self.slug}/kindergarten/")
        window.see(words("moves here"))
        window.page.get_by_role("main").get_by_role("link", name=child_name).first.click()
        window.see_title(child_name)
        window.see(words("The child comes from another kindergarten."))
