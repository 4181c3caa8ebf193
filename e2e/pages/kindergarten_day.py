"""A whole day at a kindergarten's desk: groups, many places at once, children, August."""

from dataclasses import dataclass

from e2e.pages.kindergarten import Desk
from e2e.people import today
from e2e.windows import Window


@dataclass(frozen=True, slots=True)
class DayAtTheDesk:
    """What its staff do beside publishing a place and admitting a child."""

    desk: Desk

    @property
    def window(self) -> Window:
        """The window in which it is done."""
        return self.desk.window

    def open(self, room: str = "") -> None:
        """Types the address of one of its rooms."""
        self.window.open(f"/{self.desk.slug}/kindergarten/{room}")

    def change_norm(self, seats: int, reason: str) -> None:
        """Of the first group of the list."""
        window, words = self.window, self.window.words
        self.open("groups/")
        window.page.locator("#groups-live table a").first.click()
        window.follow(words("Change the group"))
        window.see_title(words("Change the group"))
        window.fill(words("Norm: seats in the group"), str(seats))
        window.fill(words("Why this changes"), reason)
        window.press(words("Keep the change"))
        window.see(reason)

    def publish_many(self, places: int, *, age: int = 3, language: str = "kk") -> None:
        """Numbers, a look at what follows, one press."""
        window, words = self.window, self.window.words
        self.open("places/batches/new")
        window.page.locator(f"[name='p.{today().year - age}.{language}']").fill(str(places))
        window.press(words("Look at what follows"))
        window.see_title(words("What follows if you publish now"))
        window.press(words("Publish them now"))
        window.see_title(words("Published places"))

    def take_back(self) -> None:
        """What nobody was offered, right after it was published."""
        window, words = self.window, self.window.words
        window.press(words("Take back what nobody was offered"))
        window.see(words("What nobody was offered is taken back."))

    def tick_and_recall(self, reason: str) -> None:
        """All that can be recalled."""
        window, words = self.window, self.window.words
        self.open("places/")
        for box in window.page.locator("#ticked input[name=place]").all():
            box.check()
        window.press(words("Recall the ticked places"))
        window.see_title(words("Recall several places?"))
        window.fill(words("Why the place is recalled"), reason)
        window.press(words("Propose the recall"))
        window.see_title(words("Recall of many places of a kindergarten"))

    def open_child(self, name: str, room: str = "pupils/") -> None:
        """The page of a child from a list."""
        self.open(room)
        self.window.page.get_by_role("main").get_by_role("link", name=name).first.click()
        self.window.see_title(name)

    def return_papers(self, name: str, missing: str, why: str) -> None:
        """Annex 3: which papers are missing, in the words of the kindergarten."""
        window, words = self.window, self.window.words
        self.open_child(name, "")
        window.tick(words("Documents are missing or no longer valid"))
        self._unfold()
        window.page.locator(f"input[name=missing][value='{missing}']").check()
        window.fill(words("Explanation for the family"), why)
        window.press(words("Send the decision"))
        window.see_title(self.desk.garden.name)

    def _unfold(self) -> None:
        """The list of papers stands open already where the family has left one out."""
        more = self.window.page.locator("details.more").first
        if more.get_attribute("open") is None:
            more.locator("summary").click()

    def note_away(self, name: str, because: str, year: int) -> None:
        """The place of a pupil is kept through the first of March of a year."""
        window, words = self.window, self.window.words
        self.open_child(name)
        window.page.locator(f"#absence input[value={because}]").check()
        window.fill_day(words("Last day away"), 1, 3, year)
        window.press(words("Keep the place"))
        window.see_title(name)

    def move(self, name: str, group: int) -> None:
        """Into the group of the list with this number."""
        window, words = self.window, self.window.words
        self.open_child(name)
        window.page.locator("#move select").select_option(index=group)
        window.press(words("Move the child"))
        window.see(words("The child is in the other group now. Its old place is free."))

    def end_contract(self, name: str, reason: str) -> None:
        """With the reason."""
        window, words = self.window, self.window.words
        self.open_child(name)
        window.follow(words("End the contract"))
        window.see_title(words("End the contract?"))
        window.tick(words(reason))
        window.press(words("End the contract"))
        window.see_title(words("Children"))

    def end_year(self, *, leaves: str, moves: str) -> None:
        """August today: one child goes to school, one to the next group, free places come out."""
        window, words = self.window, self.window.words
        self.open("year-end/")
        window.see_title(words("August: groups change"))
        day = today()
        window.fill_day(words("The day"), day.day, day.month, day.year)
        window.press(words("Continue"))
        window.see(words("What becomes of it"))
        window.page.get_by_role("combobox", name=leaves).select_option("leaves")
        window.page.get_by_role("combobox", name=moves).select_option(index=2)
        window.press(words("Keep and continue"))
        window.see(words("The free places"))
        boxes = window.page.get_by_label(words("Places to publish"))
        boxes.first.fill("2")
        for at in range(1, boxes.count()):
            boxes.nth(at).fill("0")
        window.tick(words("Publish them on the day, once every child has gone"))
        window.press(words("Continue"))
        window.see(words("Who goes to school"))
        window.see(leaves)
        window.see(words("Who moves to another group"))
        window.see(moves)
        window.press(words("Sign"))
        window.see(words("It is done."))

    def publish_temporary(self, year: int) -> None:
        """One place for children of three years, through the first of March of a year."""
        window, words = self.window, self.window.words
        self.open("places/new")
        window.box(words("Year of birth of the children")).select_option(str(today().year - 3))
        window.page.locator("input[name=language][value=kk]").check()
        window.fill(words("How many places"), "1")
        window.tick(words("Temporary, while a pupil is in a sanatorium"))
        window.press(words("Publish"))
        window.see(words("Enter the last day of the temporary place."))
        window.fill_day(words("Last day of the temporary place"), 1, 3, year)
        window.press(words("Publish"))
        window.page.wait_for_url("**/kindergarten/places/")

    def recall(self, reason: str) -> None:
        """The first place that can be recalled; without a reason nothing happens."""
        window, words = self.window, self.window.words
        self.open("places/")
        window.page.get_by_role("table").get_by_role("link", name=words("Recall")).first.click()
        window.see_title(words("Recall a place?"))
        window.press(words("Recall the place"))
        window.see(words("Write why the place is recalled."))
        window.fill(words("Why the place is recalled"), reason)
        window.press(words("Recall the place"))
        window.page.wait_for_url("**/kindergarten/places/")
