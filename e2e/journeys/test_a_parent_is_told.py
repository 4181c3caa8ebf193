"""A parent says how to be told, and finds in the cabinet what was told."""

import re

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.people import new_child, new_parent
from e2e.stack import Stack
from e2e.town import new_garden
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES, Words

EMAIL = "aigerim@example.kz"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_parent_changes_channels_and_reads_a_notice(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    parent, child = new_parent(), new_child()
    window = windows.new(language)
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    examine = window.examine = Examination(stack.app)

    _nothing_at_all_is_refused(window)
    _give_an_email(window)
    _letters_instead_of_sms(window)
    _in_the_other_language(window)

    Applying(window).fill(child, garden.name)
    number = Applying(window).send()
    _read_the_newest(window, number)
    Cabinet(window, parent).open()
    assert not examine.faults, "\n".join(examine.faults)
    assert {"family_ways.index", "family_notices.show"} <= examine.endpoints


def _open(window: Window) -> None:
    window.open("/demo/family/account/")
    window.follow(window.words("How you are told"))
    window.see_title(window.words("How you are told"))


def _nothing_at_all_is_refused(window: Window) -> None:
    """The last way stays: an offer could pass by unseen."""
    _open(window)
    window.page.get_by_label("SMS").uncheck()
    window.press(window.words("Save"))
    window.see(
        window.words("Leave at least one way: otherwise an offer of a place could pass you by.")
    )


def _give_an_email(window: Window) -> None:
    _open(window)
    window.follow(window.words("Add an e-mail"))
    window.fill(window.words("E-mail"), EMAIL)
    window.press(window.words("Save"))
    window.see(window.words("Your details are saved."))


def _letters_instead_of_sms(window: Window) -> None:
    _open(window)
    window.page.get_by_label("SMS").uncheck()
    window.press(window.words("Save"))
    window.see(window.words("Your choice is saved."))
    expect(window.page.get_by_label("SMS")).not_to_be_checked()


def _in_the_other_language(window: Window) -> None:
    """Pages and notices are in the other language from now on."""
    other = "ru" if window.words.language == "kk" else "kk"
    window.choose(window.words("Language of notices"), LANGUAGE_NAMES[other])
    window.press(window.words("Save"))
    window.words = Words(other)
    window.see_title(window.words("How you are told"))
    window.see(window.words("Your choice is saved."))


def _read_the_newest(window: Window, number: str) -> None:
    window.open("/demo/family/notices/")
    newest = window.page.get_by_role("article").first
    expect(newest.get_by_text(window.words("New"), exact=True)).to_be_visible()
    subject = newest.get_by_role("link").inner_text()
    newest.get_by_role("link").click()
    window.see_title(subject)
    window.see(re.compile(re.escape(number)))
    window.open("/demo/family/notices/")
    expect(newest.get_by_text(window.words("New"), exact=True)).to_have_count(0)
