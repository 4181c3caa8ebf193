"""Pages on which people are let in, sign as the second, and see who looked: each one by axe."""

import uuid
from datetime import UTC, datetime

from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.stack import Stack
from e2e.town import PASSWORD, open_desk
from e2e.windows import Window
from kezek.adapters.two_step import code_at
from kezek.core.access import Role

OWN = "three words of mine"


def pages_of_people(window: Window, stranger: Window) -> None:
    """An administrator's pages about those who work here, and the way in of somebody invited."""
    words = window.words
    for path in ("staff/", "staff/new", "views/"):
        window.open(f"/demo/admin/{path}")
        _examine(window)
    login = f"b.{uuid.uuid4().hex[:10]}"
    window.open("/demo/admin/staff/new")
    window.choose(words("What the person does"), words("Administrator of the region"))
    window.fill(words("Name and surname"), "Дана Ли")
    window.fill(words("Login"), login)
    window.press(words("Make the link"))
    window.see_title(words("The link to come in"))
    link = window.box(words("Link")).input_value()
    window.follow(words("To the account"))
    window.see_title("Дана Ли")
    _come_in(stranger, link)
    _second_step(stranger, login)


def second_signature(window: Window, stack: Stack, path: str) -> None:
    """Another administrator looks at what waits, and signs."""
    words, login = window.words, f"second-{uuid.uuid4().hex[:10]}"
    open_desk(stack, Role.ADMIN, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url("**/admin/")
    window.open("/demo/approvals/")
    window.see_title(words("Second signature"))
    window.open(path)
    window.see_title(words("Another way of giving places in a territory"))
    window.press(words("Sign as the second"))
    window.see_title(words("Switch of a territory"))


def _come_in(window: Window, link: str) -> None:
    words = window.words
    window.open(link)
    window.see_title(words("Welcome to work"))
    window.fill(words("New password"), OWN)
    window.fill(words("Once more"), OWN)
    window.press(words("Save and come in"))
    window.see_title(words("How places are given"))


def _second_step(window: Window, login: str) -> None:
    words = window.words
    for path in ("sessions/", "staff/again", "staff/two-step"):
        window.open(f"/demo/{path}")
        _examine(window)
    secret = window.page.locator("code").inner_text().replace(" ", "")
    window.fill(words("Code of the app"), code_at(secret, datetime.now(UTC)))
    window.press(words("Set it up"))
    window.see_title(words("Codes for a lost telephone"))
    window.press(words("Make ten new codes"))
    expect(window.page.locator("code")).to_have_count(10)
    _examine(window)
    window.page.get_by_role("banner").get_by_role("button", name=words("Sign out")).click()
    Door(window).sign_staff_in(login, OWN)
    window.see_title(words("Second step"))


def _examine(window: Window) -> None:
    assert window.examine is not None
    window.examine(window.page)
