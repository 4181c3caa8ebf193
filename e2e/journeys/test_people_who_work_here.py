"""An administrator lets people in and out: a link, a second step, a look that leaves a trace."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import update

from e2e.pages.account import Door
from e2e.stack import Stack
from e2e.town import PASSWORD, new_garden, open_desk, waiting_family
from e2e.windows import PHONE, Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.adapters.two_step import code_at
from kezek.core.access import Role
from kezek.db.accounts import AccountRow
from kezek.db.scope import tenant_scope

OWN = "three words of mine"
STEP = timedelta(seconds=30)
_NOT_THE_CODE = (
    "This is not the code that the app shows now. Wait for the next six digits and enter them."
)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_somebody_is_invited_works_and_leaves(
    stack: Stack, windows: Windows, language: str
) -> None:
    family = waiting_family(stack, new_garden(stack))
    head, person = windows.new(language), windows.new(language, size=PHONE)
    login, name = f"a.{uuid.uuid4().hex[:10]}", "Айгерім Серікова"

    _administrator(stack, head)
    link = _invite(head, login, name)
    _accept(person, link)
    secret = _set_up_two_step(person)
    _sign_out(person)
    _come_back(person, login, secret)
    _look_at(person, family.number)

    _read_who_looked(head, name, family.number)
    _close(head, name)
    person.open("/demo/office/")
    person.see_title(person.words("Sign in for staff"))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_devices_are_signed_out_and_accounts_looked_through(
    stack: Stack, windows: Windows, language: str
) -> None:
    login = f"b.{uuid.uuid4().hex[:10]}"
    open_desk(stack, Role.OFFICE, login, language=language)
    here, there = windows.new(language), windows.new(language, size=PHONE)
    for window in (here, there):
        Door(window).sign_staff_in(login, PASSWORD)
        window.see_title(window.words("What waits"))

    # A telephone that was lost is signed out from the desk.
    here.open("/demo/sessions/")
    here.press(here.words("End"))
    here.see(here.words("That device is signed out."))
    there.open("/demo/office/")
    there.see_title(there.words("Sign in for staff"))

    # Nobody has said for a quarter that the account is needed: it is asked about, and closed.
    _nobody_has_looked_for_a_quarter(stack, login)
    head, words = windows.new(language), here.words
    _administrator(stack, head)
    head.open("/demo/admin/staff/")
    head.follow(words("Look them through one by one"))
    head.see_title(words("Is this account still needed?"))
    head.see(login)
    head.press(words("Close the account"))
    head.see(words("Every account has been looked through."))
    here.open("/demo/office/")
    here.see_title(words("Sign in for staff"))


def _nobody_has_looked_for_a_quarter(stack: Stack, login: str) -> None:
    def age() -> None:
        with tenant_scope(stack.tenants["demo"]) as session:
            session.execute(
                update(AccountRow)
                .where(AccountRow.login == login)
                .values(created_at=AccountRow.created_at - timedelta(days=91))
            )

    stack.within(age)


def _administrator(stack: Stack, window: Window) -> None:
    login = f"head-{uuid.uuid4().hex[:10]}"
    open_desk(stack, Role.ADMIN, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url("**/admin/")
    window.speak(LANGUAGE_NAMES[window.words.language])


def _invite(window: Window, login: str, name: str) -> str:
    words = window.words
    window.open("/demo/admin/staff/")
    window.see_title(words("People who work here"))
    window.follow(words("Invite somebody"))
    window.see_title(words("Invite somebody"))
    window.press(words("Make the link"))
    window.see(words("Choose what the person does."))
    window.choose(words("What the person does"), words("Specialist of the education department"))
    window.fill(words("Name and surname"), name)
    window.fill(words("Login"), login)
    window.press(words("Make the link"))
    window.see_title(words("The link to come in"))
    return window.box(words("Link")).input_value()


def _accept(window: Window, link: str) -> None:
    words = window.words
    window.open(link)
    window.see_title(words("Welcome to work"))
    window.fill(words("New password"), OWN)
    window.fill(words("Once more"), OWN)
    window.press(words("Save and come in"))
    window.see_title(words("What waits"))


def _set_up_two_step(window: Window) -> str:
    words = window.words
    window.open("/demo/sessions/")
    window.see_title(words("Where you are signed in"))
    window.see(words("this device"))
    window.follow(words("Set up the second step"))
    window.see_title(words("Set up the second step"))
    square = window.page.get_by_role("main").locator("img")
    expect(square).to_have_js_property("complete", value=True)
    assert square.evaluate("one => one.naturalWidth") > 0
    secret = window.page.locator("code").inner_text().replace(" ", "")
    window.fill(words("Code of the app"), code_at(secret, datetime.now(UTC)))
    window.press(words("Set it up"))
    window.see(words("The second step is set up. The app is asked at every sign-in."))
    window.press(words("Make ten new codes"))
    expect(window.page.locator("code")).to_have_count(10)
    window.follow(words("I have written them down"))
    window.see_title(words("Where you are signed in"))
    return secret


def _sign_out(window: Window) -> None:
    button = window.page.get_by_role("banner").get_by_role("button", name=window.words("Sign out"))
    button.click()
    expect(button).to_have_count(0)


def _come_back(window: Window, login: str, secret: str) -> None:
    """A used code opens nothing; the next one, which the app shows half a minute on, does."""
    words, now = window.words, datetime.now(UTC)
    Door(window).sign_staff_in(login, OWN)
    window.see_title(words("Second step"))
    window.fill(words("Code of the app"), "000000")
    window.press(words("Sign in"))
    window.see(words(_NOT_THE_CODE))
    window.fill(words("Code of the app"), code_at(secret, now + STEP))
    window.press(words("Sign in"))
    window.see_title(words("What waits"))


def _look_at(window: Window, number: str) -> None:
    """A family is looked for by its number, and its page opened."""
    window.open(f"/demo/office/families/?q={number}")
    link = window.page.get_by_role("main").get_by_role("table").get_by_role("link").first
    name = link.inner_text()
    link.click()
    window.see_title(name)


def _read_who_looked(window: Window, name: str, number: str) -> None:
    words = window.words
    window.open(f"/demo/admin/views/?number={number}")
    window.see_title(words("Who looked at whom"))
    row = window.page.get_by_role("row").filter(has_text=name)
    expect(row.first).to_contain_text(number)


def _close(window: Window, name: str) -> None:
    words = window.words
    window.open("/demo/admin/staff/?only=open")
    window.page.get_by_role("main").get_by_role("link", name=name).first.click()
    window.see_title(name)
    window.press(words("Close the account"))
    window.see(words("The account is closed."))
