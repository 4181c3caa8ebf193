"""A family takes its data along and its consent back; the office erases by a signed paper."""

import json
import uuid
import zipfile

import pytest

from e2e.axe import Examination
from e2e.data_pages import TAKEN_ALONG, TAKEN_BACK
from e2e.pages.account import Door
from e2e.pages.family import Applying, sign_up_with_child
from e2e.people import Parent, new_child, new_parent
from e2e.stack import Stack
from e2e.town import PASSWORD, new_garden, open_desk
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role

DATA = "/demo/family/data/"


LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru"])


@LANGUAGES
def test_a_family_takes_its_data_along_and_asks_for_erasure(
    stack: Stack, windows: Windows, language: str
) -> None:
    window, parent, number = _applied(stack, windows, language)
    examine = window.examine = Examination(stack.app)

    _take_a_copy(window, parent, number)
    _ask_for_erasure(window, parent, number)

    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= TAKEN_ALONG


@LANGUAGES
def test_a_consent_is_taken_back_and_the_office_erases(
    stack: Stack, windows: Windows, language: str
) -> None:
    # Another family: nobody is sent codes without end.
    window, parent, _ = _applied(stack, windows, language)
    examine = window.examine = Examination(stack.app)
    window.open(DATA)
    _take_the_consent_back(window, parent)

    desk = windows.new(language)
    desk.examine = examine
    Door(desk).sign_staff_in(_specialist(stack), PASSWORD)
    desk.page.wait_for_url("**/office/")
    desk.speak(LANGUAGE_NAMES[language])
    desk.see_title(desk.words("What waits"))
    _erase_by_paper(desk, parent)
    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= TAKEN_BACK


def _applied(stack: Stack, windows: Windows, language: str) -> tuple[Window, Parent, str]:
    """A family whose child waits, in its own window."""
    garden = new_garden(stack)
    parent, child = new_parent(), new_child()
    window = windows.new(language)
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    Applying(window).fill(child, garden.name)
    return window, parent, Applying(window).send()


def _take_a_copy(window: Window, parent: Parent, number: str) -> None:
    """One ZIP, opened by a code: a page to be read, and the same for other programs."""
    window.open(DATA)
    window.see_title(window.words("My data"))
    window.follow(window.words("Take a copy"))
    window.see_title(window.words("A copy of my data"))
    with window.page.expect_download() as taken:
        _enter_a_code(window, parent, "Take the copy")
    archive = zipfile.ZipFile(taken.value.path())
    copy = json.loads(archive.read("my-data.json"))
    assert copy["parent"]["iin"] == parent.iin
    assert [one["number"] for one in copy["applications"]] == [number]
    assert parent.iin in archive.read("my-data.html").decode()


def _ask_for_erasure(window: Window, parent: Parent, number: str) -> None:
    """The application holds the data: the request waits, says for what, and is taken back."""
    window.open(DATA)
    window.follow(window.words("Ask for erasure"))
    window.see_title(window.words("Erase everything"))
    window.see(number)
    _enter_a_code(window, parent, "Erase my data")
    window.see_title(window.words("My data"))
    window.see(number)
    window.press(window.words("Keep my data after all"))
    window.see(window.words("Your request is taken back: your data stay."))


def _take_the_consent_back(window: Window, parent: Parent) -> None:
    """What it costs is said before: the application goes with it."""
    window.follow(window.words("Take this consent back"))
    window.see_title(window.words("Take the consent back"))
    _enter_a_code(window, parent, "Take back and withdraw")
    window.see_title(window.words("My data"))
    window.see(window.words("The consent is taken back, and the application is withdrawn."))


def _erase_by_paper(desk: Window, parent: Parent) -> None:
    """Nothing holds the data any more: by a signed paper they go at once."""
    words = desk.words
    desk.open("/demo/office/families/")
    desk.fill(words("Application number, IIN or telephone"), parent.iin)
    desk.press(words("Search"))
    desk.page.get_by_role("main").get_by_role("link", name=parent.full_name).click()
    desk.follow(words("Erase the family's data"))
    desk.see_title(words("Erase the family's data"))
    desk.fill_day(words("Day of the signature"), 1, 9, 2025)
    desk.tick(words("The signed request and the identity document lie before me"))
    desk.press(words("Enter the request"))
    desk.see_title(words("Erase the family's data"))
    desk.see(words("The data of the family are erased"))


def _enter_a_code(window: Window, parent: Parent, button: str) -> None:
    if window.page.get_by_label(window.words("Code from the SMS")).count() == 0:
        window.press(window.words("Send the code"))
    window.fill(window.words("Code from the SMS"), window.code_for(parent.phone, "demo"))
    window.press(window.words(button))


def _specialist(stack: Stack) -> str:
    login = f"rights-{uuid.uuid4().hex[:8]}"
    open_desk(stack, Role.OFFICE, login)
    return login
