"""A parent with a key: the application is signed with NCALayer, and the key opens the door."""

import pytest
from playwright.sync_api import expect

from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.people import new_child, new_parent
from e2e.stack import Stack
from e2e.town import new_garden
from e2e.windows import Windows
from e2e.words import LANGUAGE_NAMES
from kezek.demonstration.certification import Subject
from kezek.demonstration.ncalayer import Mood


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_parent_signs_the_application_and_comes_back_by_key(
    stack: Stack, windows: Windows, language: str, alone: None
) -> None:
    garden = new_garden(stack)
    parent, child = new_parent(), new_child()
    stack.signer.owner = Subject(parent.full_name.upper(), parent.iin)
    window = windows.new(language)
    words, page = window.words, window.page
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    applying = Applying(window)
    applying.fill(child, garden.name)

    window.press(words("Sign and send"))
    window.see_title(words("Sign your application"))
    for said in (child.full_name, child.iin, parent.iin, garden.name):
        window.see(said)

    # The parent closes NCALayer's window, then has an old one, then signs.
    for mood, sentence in (
        (Mood.CANCELS, "You have closed the window of NCALayer."),
        (Mood.IS_OLD, "This NCALayer is too old."),
        (Mood.FAILS, "NCALayer could not sign."),
    ):
        stack.signer.mood = mood
        window.press(words("Sign and send"))
        expect(page.get_by_text(words(sentence))).to_be_visible()
    stack.signer.mood = Mood.SIGNS
    window.press(words("Sign and send"))
    number = applying.read_number()
    assert stack.signer.asked[-1]["signerParams"]["iin"] == parent.iin

    page.context.clear_cookies()
    window.open("/demo/family/sign-up")
    window.press(words("Come in with the key"))
    window.see_title(words("Come in with an electronic signature"))
    window.press(words("Sign and come in"))
    window.see_title(words("My cabinet"))
    Cabinet(window, parent).open_application(number)


def test_without_ncalayer_the_page_says_what_to_do(
    stack: Stack, windows: Windows, alone: None
) -> None:
    window = windows.new("ru")
    window.open("/demo/family/sign-up")
    window.speak(LANGUAGE_NAMES["ru"])
    window.press(window.words("Come in with the key"))
    window.see_title(window.words("Come in with an electronic signature"))
    window.page.route_web_socket("**", lambda socket: socket.close())

    window.press(window.words("Sign and come in"))

    expect(window.page.get_by_text(window.words("NCALayer does not answer."))).to_be_visible()
