"""A kindergarten returns papers, refuses by the rule of 10 %, and is looked over by the office."""

import pytest
from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.family import Cabinet
from e2e.pages.kindergarten import Desk
from e2e.pages.kindergarten_day import DayAtTheDesk
from e2e.pages.office import Office
from e2e.stack import Stack
from e2e.town import Garden, new_garden, open_desk, sent_to, waiting_family
from e2e.windows import Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role
from kezek.usecases.accounts import keep_language

pytestmark = pytest.mark.parametrize("language", ["kk", "ru"])
PAPER = "052-2/у"
WHY = "Мөрі жоқ, жаңасы керек"


def test_papers_are_returned_with_the_list_of_annex_3(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    one = sent_to(stack, waiting_family(stack, garden), garden)
    stack.within(keep_language, stack.tenants["demo"], one.actor, language)
    day = _day(windows, garden, language)
    window, words = day.window, day.window.words

    day.return_papers(one.child.full_name, "DOC-13", WHY)
    window.see(words("The documents were returned to the family, with your list."))

    home = windows.new(language)
    Door(home).sign_in(one.parent, "My cabinet")
    Cabinet(home, one.parent).read_notices()
    home.page.get_by_role("article").first.get_by_role("link").first.click()
    home.see(WHY)
    home.see(PAPER)


def test_the_limit_of_ten_percent_is_explained_and_reviewed(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    one = sent_to(stack, waiting_family(stack, garden), garden, vaccinated=False)
    day = _day(windows, garden, language)
    window, words = day.window, day.window.words

    # Nobody is in the group: one child without vaccinations would be the whole of it.
    day.open_child(one.child.full_name, "")
    window.see(words("The family says that the child has no planned vaccinations."))
    share = window.page.get_by_role("row", name=words(_SHARE))
    expect(share).to_contain_text("100,0 %")
    window.see(words(_MORE, percent=10))
    window.choose(words("Planned vaccinations by card № 065/е"), words("No"))
    window.tick(words("The limit of children without vaccinations would be exceeded"))
    window.press(words("Send the decision"))
    window.see(words("The refusal went to the education department for review."))
    window.see(words("Refusals under review by the education department"))

    office = _office(stack, windows, garden, language)
    office.open_matter(one.application_id, one.number)
    expect(office.window.page.get_by_role("row", name=words(_SHARE))).to_contain_text("100,0 %")
    office.window.choose(
        words("Your decision"), words("The refusal is overturned: the kindergarten must check anew")
    )
    office.window.press(words("Decide and go on"))
    day.open_child(one.child.full_name, "")
    window.see(words("Check the documents by"))


_SHARE = "With one more child without vaccinations: (u + 1) / (n + 1)"
_MORE = "That is more than %(percent)s %%: a child without planned vaccinations may be refused."


def _day(windows: Windows, garden: Garden, language: str) -> DayAtTheDesk:
    desk = Desk(windows.new(language), garden)
    desk.come_in()
    desk.window.speak(LANGUAGE_NAMES[language])
    return DayAtTheDesk(desk)


def _office(stack: Stack, windows: Windows, garden: Garden, language: str) -> Office:
    login = f"office-{garden.login}"
    open_desk(stack, Role.OFFICE, login, language=language)
    office = Office(windows.new(language), login)
    office.come_in()
    return office
