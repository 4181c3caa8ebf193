"""A contract is signed on a telephone: one screen shows the square, the other reads and signs."""

import pytest

from e2e.axe import Examination
from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.pages.kindergarten import Desk
from e2e.people import new_child, new_parent
from e2e.signing_pages import OF_TELEPHONES
from e2e.stack import Stack
from e2e.town import new_garden
from e2e.windows import Windows
from e2e.words import LANGUAGE_NAMES


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_contract_is_signed_by_a_square(stack: Stack, windows: Windows, language: str) -> None:
    garden, parent, child = new_garden(stack), new_parent(), new_child()
    window, phone = windows.new(language), windows.new(language)
    words = window.words
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    applying = Applying(window)
    applying.fill(child, garden.name)
    applying.send()
    desk = Desk(windows.new(), garden)
    desk.come_in()
    desk.publish_place(child.born_on.year)
    cabinet = Cabinet(window, parent)
    cabinet.open()
    window.page.get_by_role("article").get_by_role("link").first.click()
    cabinet.accept()
    cabinet.hand_in_papers()
    desk.admit(child.full_name)
    cabinet.open()
    window.page.get_by_role("article").get_by_role("link").first.click()
    examine = window.examine = phone.examine = Examination(stack.app)

    window.press(words("Sign on the telephone"))
    window.see_title(words("Sign on your telephone"))
    address = window.page.get_by_text("/demo/sign/").inner_text()
    phone.open("/demo/")
    phone.speak(LANGUAGE_NAMES[language])
    phone.page.goto(address)
    phone.see_title(words("Contract with the kindergarten"))
    phone.see(child.full_name)
    phone.press(words("I have read it, send the code"))
    phone.fill(words("Code from the SMS"), phone.code_for(parent.phone, "demo"))
    phone.press(words("Sign the contract"))
    phone.see(words("The contract is signed"))

    # Nobody reloads: the bell rings on the other screen.
    window.see(words("The contract is signed"))
    window.follow(words("Open the contract"))
    window.see_title(words("Your child is admitted"))
    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= OF_TELEPHONES
