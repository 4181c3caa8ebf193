"""An old telephone without scripts: sign up, apply, see the number, withdraw."""

from playwright.sync_api import expect

from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.people import new_child, new_parent
from e2e.stack import Stack
from e2e.town import new_garden, waiting_family
from e2e.windows import PHONE, Windows


def test_everything_works_without_a_script(stack: Stack, windows: Windows) -> None:
    garden = new_garden(stack)
    waiting_family(stack, garden)
    window = windows.new("ru", scripts=False, size=PHONE)
    parent, child = new_parent(), new_child()
    sign_up_with_child(window, parent, child)

    applying = Applying(window)
    applying.fill(child, garden.name)
    number = applying.send()

    cabinet = Cabinet(window, parent)
    cabinet.open_application(number)
    card = window.page.get_by_role("article").filter(has_text=garden.name)
    expect(card.locator(".number-value")).to_have_text(f"{window.words('Number')} 2")

    cabinet.withdraw()
    window.see(window.words("The application %(number)s is withdrawn.", number=number))
    cabinet.open()
    past = window.page.get_by_role("region", name=window.words("Earlier applications"))
    expect(past).to_contain_text(number)
