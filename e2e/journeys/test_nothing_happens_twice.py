"""An impatient finger, the back button, two tabs, a slow line: one wish is one application."""

import pytest
from playwright.sync_api import Route, expect

from e2e.pages.account import Door
from e2e.pages.family import Applying
from e2e.people import new_child
from e2e.stack import Stack
from e2e.town import Garden, count_applications, new_family, new_garden
from e2e.windows import Window, Windows


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_two_quick_clicks_send_one_application(
    stack: Stack, windows: Windows, scripts: bool
) -> None:
    window = windows.new(scripts=scripts)
    applying, actor = _before_sending(stack, window)

    window.button(window.words("Confirm and send your application")).dblclick()

    applying.read_number()
    assert count_applications(stack, actor) == 1


def test_back_and_sent_again_is_the_same_application(stack: Stack, windows: Windows) -> None:
    window = windows.new()
    applying, actor = _before_sending(stack, window)
    other = windows.beside(window)
    other.open(window.path)
    other.see_title(other.words("Confirm your application"))
    number = applying.send()

    # The page that was open in another tab all the while.
    other.press(other.words("Confirm and send your application"))
    other.see_title(other.words("This child is in the queue already"))
    other.see(number)

    # The page to which the back button leads.
    window.page.go_back()
    window.see_title(window.words("This child is in the queue already"))
    window.see(number)
    assert count_applications(stack, actor) == 1


def test_a_slow_answer_to_a_search_undoes_no_choice(stack: Stack, windows: Windows) -> None:
    window, words = windows.new(), windows.opened[-1].words
    first, second = new_garden(stack), new_garden(stack)
    applying, _ = _before_choosing(stack, window)
    held: list[Route] = []
    window.page.route(lambda url: f"q={second.name[-8:]}" in url, lambda route: held.append(route))
    window.fill(words("Name or address"), first.name)
    window.press(words("Search"))
    card = window.page.get_by_role("article", name=first.name)
    expect(card).to_be_visible()

    window.fill(words("Name or address"), second.name[-8:])
    window.press(words("Search"))
    card.get_by_role("link").click()
    chosen = window.page.get_by_role("region", name=words("Your kindergartens"))
    expect(chosen).to_contain_text(first.name)
    for route in held:
        route.continue_()
    window.page.unroute_all(behavior="wait")

    expect(chosen).to_contain_text(first.name)
    applying.go_on_to("State the benefits (if any)")


def _before_choosing(stack: Stack, window: Window) -> tuple[Applying, object]:
    child = new_child()
    parent, actor = new_family(stack, child)
    Door(window).sign_in(parent, "My cabinet")
    applying = Applying(window)
    applying.begin(child)
    applying.consent()
    applying.say_where()
    return applying, actor.guardian_id


def _before_sending(
    stack: Stack, window: Window, garden: Garden | None = None
) -> tuple[Applying, object]:
    garden = garden or new_garden(stack)
    applying, guardian = _before_choosing(stack, window)
    applying.choose(garden.name)
    applying.say_no_benefit()
    return applying, guardian
