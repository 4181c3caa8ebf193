"""A voucher is applied for, offered, used, and moved; and a place comes from a waiting list."""

import pytest

from e2e.pages.account import Door
from e2e.pages.family import Cabinet, sign_up_with_child
from e2e.pages.kindergarten import Desk
from e2e.pages.voucher import Holder, Specialist, VoucherApplying
from e2e.people import Child, Parent, new_child, new_parent
from e2e.stack import Stack
from e2e.town import Garden
from e2e.voucher_town import SLUG, city_garden, city_specialist, voucher_family
from e2e.windows import PHONE, Window, Windows
from e2e.words import LANGUAGE_NAMES

# What the family was told at the turns of its way.
TOLD = {
    "kk": ("Сізге ваучер ұсынылды", "Ваучер белсенді", "Бала басқа балабақшаға ауысты"),
    "ru": ("Вам предложен ваучер", "Ваучер активен", "Ребенок переведен в другой детский сад"),
}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_voucher_leads_to_a_contract_and_moves_with_the_child(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, other = city_garden(stack), city_garden(stack)
    parent, child = new_parent(), new_child()
    window = windows.new(language)
    words = window.words
    number = apply_for_voucher(window, parent, child, language)
    cabinet, holder = Cabinet(window, parent, SLUG), Holder(window)
    cabinet.open_application(number)
    window.see(words("Your category"))

    desk = open_desk(windows.new(language), garden, child, language)
    specialist = Specialist(windows.new(), city_specialist(stack))
    specialist.come_in()
    specialist.offer_vouchers()

    # Nobody reloads: the doorbell rings in the window of the parent.
    window.see(words("Voucher offered"))
    holder.accept()
    holder.act(garden.name, "Choose this kindergarten", "Choose this kindergarten?")
    window.see_title(words("Documents for the kindergarten"))
    cabinet.open_application(number)
    cabinet.hand_in_papers()
    desk.admit(child.full_name)
    sign(cabinet)
    window.see(garden.name)

    second = open_desk(windows.new(language), other, child, language)
    cabinet.open_application(number)
    window.follow(words("Move to another kindergarten"))
    window.see_title(words("Move to another kindergarten"))
    holder.act(other.name, "Move to this kindergarten", "Move your child to this kindergarten?")
    window.see_title(words("Documents for the kindergarten"))
    window.tick(words("Yes, all planned vaccinations were given"))
    window.press(words("Hand the documents in"))
    window.see(words("The kindergarten is looking at your documents"))
    desk.see_leaving(child.full_name)
    second.see_coming(child.full_name)
    second.admit(child.full_name)
    sign(cabinet)
    window.see(other.name)

    told = "\n".join(cabinet.read_notices())
    for said in TOLD[language]:
        assert said in told


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_place_that_appears_goes_to_the_first_of_the_waiting_list(
    stack: Stack, windows: Windows, language: str
) -> None:
    full = city_garden(stack)
    waiting = voucher_family(stack, language=language)
    window = windows.new(language, size=PHONE)
    words = window.words
    Door(window, SLUG).sign_in(waiting.parent, "My cabinet")
    cabinet, holder = Cabinet(window, waiting.parent, SLUG), Holder(window)
    window.follow(words("Choose a kindergarten"))
    window.see_title(words("Choose a kindergarten"))
    holder.act(full.name, "Join the waiting list", "Join the waiting list of this kindergarten?")
    window.see_title(words("Application %(number)s", number=waiting.number))
    window.see(words("Your time stands still until"))

    desk = Desk(windows.new(), full, SLUG)
    desk.come_in()
    desk.publish_place(waiting.child.born_on.year)

    # Nobody reloads: the kept place stands before the parent by itself.
    window.see(words("Take the place by"))
    window.follow(words("Take the place"))
    window.see_title(words("Choose this kindergarten?"))
    window.press(words("Choose this kindergarten"))
    window.see_title(words("Documents for the kindergarten"))
    window.see(full.name)
    cabinet.open_application(waiting.number)
    window.see(words("Place chosen"))


def apply_for_voucher(window: Window, parent: Parent, child: Child, language: str) -> str:
    """From the first page of the city to a sent application; gives its number."""
    window.open(f"/{SLUG}/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child, SLUG)
    applying = VoucherApplying(window)
    applying.fill(child)
    return applying.send()


def open_desk(window: Window, garden: Garden, child: Child, language: str) -> Desk:
    """A kindergarten that has just published a place for children of this one's year."""
    desk = Desk(window, garden, SLUG)
    desk.come_in()
    window.speak(LANGUAGE_NAMES[language])
    desk.publish_place(child.born_on.year)
    return desk


def sign(cabinet: Cabinet) -> None:
    """From the first page of the cabinet to the signed contract."""
    cabinet.open()
    cabinet.window.page.get_by_role("article").get_by_role("link").first.click()
    cabinet.sign_contract()
