"""A parent with a key: the application is signed with NCALayer, and the key opens the door."""

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.people import Child, Parent, new_child, new_parent
from e2e.signing_pages import OF_APPLICATIONS
from e2e.stack import Stack
from e2e.town import new_garden
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.demonstration.certification import Subject
from kezek.demonstration.ncalayer import Mood, StandIn

FAULTS = (
    (Mood.CANCELS, "You have closed the window of NCALayer."),
    (Mood.IS_OLD, "This NCALayer is too old."),
    (Mood.FAILS, "NCALayer could not sign."),
)
"""What may go wrong at a person's own computer, and what the page says then."""


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_parent_signs_the_application_and_comes_back_by_key(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    parent, child = new_parent(), new_child()
    stack.signer.owner = Subject(parent.full_name.upper(), parent.iin)
    window = windows.new(language)
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    examine = window.examine = Examination(stack.app)

    Applying(window).fill(child, garden.name)
    _read_the_text(window, child.full_name, child.iin, parent.iin, garden.name)
    _meet_every_fault(window, stack.signer)
    window.press(window.words("Sign and send"))
    number = Applying(window).read_number()
    assert stack.signer.asked[-1]["signerParams"]["iin"] == parent.iin

    window.page.context.clear_cookies()
    _come_in_by_key(window)
    Cabinet(window, parent).open_application(number)
    _see_what_was_signed(window, parent, child)
    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= OF_APPLICATIONS


def test_without_ncalayer_the_page_says_what_to_do(stack: Stack, windows: Windows) -> None:
    window = windows.new("ru")
    window.page.route_web_socket("**", lambda socket: socket.close())
    window.open("/demo/family/sign-up")
    window.press(window.words("Come in with the key"))
    window.see_title(window.words("Come in with an electronic signature"))

    window.press(window.words("Sign and come in"))

    expect(window.page.get_by_text(window.words("NCALayer does not answer."))).to_be_visible()


def _read_the_text(window: Window, *said: str) -> None:
    window.press(window.words("Sign and send"))
    window.see_title(window.words("Sign your application"))
    for words in said:
        window.see(words)


def _meet_every_fault(window: Window, signer: StandIn) -> None:
    """Each has a sentence of its own; afterwards the same button signs."""
    for mood, sentence in FAULTS:
        signer.mood = mood
        window.press(window.words("Sign and send"))
        expect(window.page.get_by_text(window.words(sentence))).to_be_visible()
    signer.mood = Mood.SIGNS


def _come_in_by_key(window: Window) -> None:
    window.open("/demo/family/sign-up")
    window.press(window.words("Come in with the key"))
    window.see_title(window.words("Come in with an electronic signature"))
    window.press(window.words("Sign and come in"))
    window.see_title(window.words("My cabinet"))


def _see_what_was_signed(window: Window, parent: Parent, child: Child) -> None:
    """The same words again, and both files, by a link of the application's own page."""
    window.follow(window.words("What was signed, word for word"))
    window.see_title(window.words("What was signed"))
    for words in (parent.full_name.upper(), child.full_name, child.iin):
        window.see(words)
    for name, ending in (("The text as a file", ".txt"), ("The signature as a file", ".cms")):
        with window.page.expect_download() as taken:
            window.follow(window.words(name))
        assert taken.value.suggested_filename.endswith(ending)
