"""A day of a kindergarten: groups, places, children who come, are away, move and leave, August."""

import uuid

import pytest
from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.kindergarten import Desk
from e2e.pages.kindergarten_day import DayAtTheDesk
from e2e.people import today
from e2e.stack import Stack
from e2e.town import PASSWORD, led_to, new_garden, open_desk, publish_place, waiting_family
from e2e.windows import PHONE, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.demonstration.days import STEPS
from kezek.usecases import admission, answers

LANGUAGES = pytest.mark.parametrize("language", ["kk", "ru"])


@LANGUAGES
def test_groups_and_many_places_at_once(stack: Stack, windows: Windows, language: str) -> None:
    garden = new_garden(stack, ages=(3, 4))
    first = waiting_family(stack, garden)
    day = _day(Desk(windows.new(language), garden), language)
    window, words = day.window, day.window.words

    day.change_norm(25, "Бұйрық № 12")
    window.see("20 → 25")
    day.publish_many(2)
    window.see(words("Offered"))
    day.take_back()

    day.publish_many(4)
    day.tick_and_recall("Топ жөнделіп жатыр")
    proposal = window.path
    specialist = windows.new(language)
    login = f"office-{garden.login}"
    open_desk(stack, Role.OFFICE, login)
    Door(specialist).sign_staff_in(login, PASSWORD)
    specialist.page.wait_for_url("**/office/**")
    specialist.speak(LANGUAGE_NAMES[language])
    specialist.open(proposal)
    specialist.press(words("Sign as the second"))
    specialist.see(words("Recalled"))
    day.open("places/?kind=recalled")
    window.see(words("Recalled by the kindergarten"))

    day.open("calendar/")
    window.see_title(words("What falls due"))
    window.page.get_by_label(words("How"), exact=True).select_option("list")
    window.see(words("August: groups change"))
    assert first.number


@LANGUAGES
def test_children_come_are_away_move_and_leave(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, tenant = new_garden(stack, ages=(3, 4)), stack.tenants["demo"]
    day = _day(Desk(windows.new(language), garden), language)
    window, words = day.window, day.window.words
    child = waiting_family(stack, garden, name="Оспанова Дана")

    # Nobody reloads: the doorbell rings at the desk when the family takes the place.
    day.open()
    publish_place(stack, garden)
    stack.within(answers.accept, tenant, "family:e2e", child.application_id)
    window.see("Оспанова Дана")
    day.open_child("Оспанова Дана", "")
    window.press(words("Remind the family"))
    window.see(words("The family was reminded."))

    _hand_in(stack, child.application_id)
    day.return_papers("Оспанова Дана", "DOC-13", "Мөр жоқ")
    _hand_in(stack, child.application_id)
    day.open_child("Оспанова Дана", "")
    window.see(words("Check the documents by"))
    day.desk.admit("Оспанова Дана")
    stack.within(admission.sign, tenant, "family:e2e", child.application_id)

    day.note_away("Оспанова Дана", "illness", today().year + 1)
    window.press(words("The child is back"))
    window.see(words("Noted: the child is back."))
    day.note_away("Оспанова Дана", "sanatorium", today().year + 1)
    window.follow(words("The pupil has returned"))
    window.press(words("The pupil is back"))
    day.move("Оспанова Дана", 1)
    day.end_contract("Оспанова Дана", "The child never came")


@LANGUAGES
def test_in_august_one_leaves_one_moves_and_places_come_out(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack, ages=(3, 4))
    names = ("Серікбай Алан", "Оспанова Дана")
    for name in names:
        led_to(stack, waiting_family(stack, garden, name=name), garden, State.ENROLLED)
    day = _day(Desk(windows.new(language), garden), language)
    window, words = day.window, day.window.words

    day.end_year(leaves=names[0], moves=names[1])

    window.see(words("The groups of the new school year are as you have decided."))
    day.open("pupils/")
    window.see(names[1])
    expect(window.link(names[0])).to_have_count(0)
    day.open("places/?kind=free")
    expect(window.page.get_by_role("main").get_by_role("row")).to_have_count(3)


@LANGUAGES
def test_a_place_is_lent_recalled_and_comes_back(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, tenant = new_garden(stack), stack.tenants["demo"]
    pupil = waiting_family(stack, garden, name="Серікбай Алан")
    led_to(stack, pupil, garden, State.ENROLLED)
    day = _day(Desk(windows.new(language), garden), language)
    window, words = day.window, day.window.words

    day.publish_temporary(today().year + 1)
    window.see(words("Temporary"))
    day.recall("Топ жөнделіп жатыр")
    day.open("places/?kind=recalled")
    window.see(words("Recalled by the kindergarten"))

    # The place of a pupil in a sanatorium is kept, and lent to the first of the queue.
    guest = waiting_family(stack, garden, name="Оспанова Дана")
    day.note_away(pupil.child.full_name, "sanatorium", today().year + 1)
    window.see(words("The child is in a sanatorium"))
    day.open("places/?kind=kept")
    window.see(words("Kept for a child in a sanatorium"))
    for _, step in STEPS:
        stack.within(step, tenant, guest.application_id)
    day.open("pupils/?kind=temporary")
    window.see(guest.child.full_name)
    day.open_child(pupil.child.full_name)
    window.follow(words("The pupil has returned"))
    window.press(words("The pupil is back"))
    window.see(words("The temporary place is closed."))
    day.open("pupils/")
    window.see(pupil.child.full_name)
    expect(window.link(guest.child.full_name)).to_have_count(0)


def test_the_day_can_be_done_on_a_telephone(stack: Stack, windows: Windows) -> None:
    garden = new_garden(stack, ages=(3,))
    day = _day(Desk(windows.new("kk", size=PHONE), garden), "kk")

    day.change_norm(22, "Бұйрық № 13")
    day.publish_many(1)
    day.take_back()


def _day(desk: Desk, language: str) -> DayAtTheDesk:
    desk.window.open("/demo/")
    desk.window.speak(LANGUAGE_NAMES[language])
    desk.come_in()
    desk.window.speak(LANGUAGE_NAMES[language])
    return DayAtTheDesk(desk)


def _hand_in(stack: Stack, application: uuid.UUID) -> None:
    tenant = stack.tenants["demo"]
    stack.within(
        admission.submit_documents,
        tenant,
        "family:e2e",
        application,
        complete=True,
        vaccinated=True,
    )
