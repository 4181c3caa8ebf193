"""Registers are down, then up: a specialist verifies, or it is confirmed; a birth is told."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.account import Door
from e2e.pages.family import Applying, sign_up_with_child
from e2e.pages.office import Office
from e2e.people import Child, Parent, new_child, new_parent
from e2e.stack import Stack
from e2e.town import new_garden, open_desk
from e2e.windows import Window, Windows
from kezek.adapters.registers import BENEFITS
from kezek.core.access import Role
from kezek.demonstration.counterparts.moods import Mood
from tests.factories.partners import Partner

pytestmark = pytest.mark.parametrize("language", ["kk", "ru"])


def test_without_the_register_a_specialist_verifies(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    window = windows.new(language)
    window.examine = examine = Examination(stack.app)
    stack.systems.moods.set(BENEFITS, Mood.FAILS)
    _apply_as_large_family(window, garden.name)

    window.see(window.words("The state register did not answer"))
    number = Applying(window).read_number()
    window.follow(window.words("Open the application"))
    window.see(window.words("The state register did not answer"))
    application_id = uuid.UUID(window.path.split("/")[4])

    stack.systems.moods.clear()
    login = f"registers-{language}"
    open_desk(stack, Role.OFFICE, login, language=language)
    office = Office(windows.new(language), login)
    desk, words = office.window, office.window.words
    office.come_in()
    office.open_matter(application_id, number)
    desk.see(words("The register did not answer"))
    desk.press(words("Ask the registers now"))
    desk.see(words("The registers have answered."))
    expect(desk.page.get_by_role("main")).not_to_contain_text(words("The register did not answer"))
    office.decide("Everything is in order: put the child into the queue")
    desk.see(words("Confirmed. The family was told."))
    assert not examine.faults, "\n".join(examine.faults)


def test_with_the_register_it_is_confirmed_at_once(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    window = windows.new(language)

    _apply_as_large_family(window, garden.name)

    window.see_title(window.words("Keep the application number"))
    window.see(window.words("The application is in the queue."))


def test_a_parent_answers_the_states_word_of_a_birth(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    parent, child = new_parent(), new_child()
    registers = Partner(stack.address, "registers", "registers", stack.systems.secret)
    told = registers.ask("/exchange/registers/births", _birth(parent, child, language))
    assert told.body == {"state": "offered"}

    window = windows.new(language)
    words = window.words
    window.examine = examine = Examination(stack.app)
    door = Door(window)
    window.open("/demo/family/sign-up")
    door.ask_for_code(parent)
    door.enter_code(parent)
    window.see_title(words("My cabinet"))
    window.see(words("The queue is offered to you"))
    window.follow(words("Look and answer"))
    window.see_title(words("The queue is offered to you"))
    window.tick(words("I agree"))
    window.press(words("Agree and go on"))
    window.see_title(words("Choose the territory and the kindergartens"))
    applying = Applying(window)
    applying.choose(garden.name)
    applying.say_no_benefit()
    applying.send()
    assert not examine.faults, "\n".join(examine.faults)


def _apply_as_large_family(window: Window, garden: str) -> None:
    parent, child = new_parent(), new_child()
    sign_up_with_child(window, parent, child)
    applying = Applying(window)
    applying.begin(child)
    applying.consent()
    applying.say_where()
    applying.choose(garden)
    window.page.locator("input[name=first_priority][value='10']").check()
    window.press(window.words("Continue"))
    title = window.words("Confirm your application")
    if window.page.get_by_role("heading", level=1, name=title).count() == 0:
        window.press(window.words("Continue"))
    window.see_title(title)
    window.press(window.words("Confirm and send your application"))


def _birth(parent: Parent, child: Child, language: str) -> dict[str, Any]:
    return {
        "message_id": str(uuid.uuid4()),
        "territory": "demo/city",
        "applicant": {
            "iin": parent.iin,
            "full_name": parent.full_name,
            "address": parent.address,
            "phone": parent.phone,
            "language": language,
        },
        "child": {
            "iin": child.iin,
            "full_name": child.full_name,
            "born_on": child.born_on.isoformat(),
        },
        "instruction_language": "kk",
    }


@pytest.fixture(autouse=True)
def well_again(stack: Stack) -> Iterator[None]:
    """No other journey meets a register in trouble."""
    yield
    stack.systems.moods.clear()
