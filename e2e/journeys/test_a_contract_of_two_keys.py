"""A place is taken and a contract is signed with keys, by both sides; staff come in with theirs."""

import uuid

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.account import Door
from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.pages.kindergarten import Desk
from e2e.people import Child, Parent, new_child, new_parent
from e2e.signing_pages import OF_CONTRACTS, OF_STAFF
from e2e.stack import Stack
from e2e.town import PASSWORD, Garden, new_garden, open_desk
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Actor, Role
from kezek.db.accounts import find_account_by_login
from kezek.db.kindergartens import KindergartenRow
from kezek.db.scope import tenant_scope
from kezek.demonstration.certification import Subject
from kezek.usecases.staff_keys import link_key

HEAD = Subject("БЕКОВА АЙГҮЛ", "900520400011", "990440012345", "«САПАР»", is_head=True)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_parent_and_head_sign_the_same_contract(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, parent, child = _garden(stack), new_parent(), new_child()
    stack.signer.owner = Subject(parent.full_name.upper(), parent.iin)
    window = windows.new(language)
    window.open("/demo/")
    window.speak(LANGUAGE_NAMES[language])
    sign_up_with_child(window, parent, child)
    applying = Applying(window)
    applying.fill(child, garden.name)
    applying.send()
    desk = Desk(windows.new(), garden)
    desk.come_in()
    desk.publish_place(child.born_on.year)
    examine = window.examine = desk.window.examine = Examination(stack.app)

    _next(window, parent)
    _take_the_place(window, child, garden)
    Cabinet(window, parent).hand_in_papers()
    _send_as_head(desk, stack, child)
    _next(window, parent)
    _sign_as_parent(window, stack, parent, child)

    _read_what_was_signed(window, parent, garden)
    application = window.path.split("/applications/")[1].split("/")[0]
    _read_at_the_desk(desk, application, child)
    _read_in_the_office(stack, windows, application, examine)
    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= OF_CONTRACTS


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_staff_come_in_with_their_own_key(stack: Stack, windows: Windows, language: str) -> None:
    person, login = new_parent("Омарова Айгүл"), f"admin-{uuid.uuid4().hex[:8]}"
    open_desk(stack, Role.ADMIN, login, language=language)
    stack.signer.owner = Subject(person.full_name.upper(), person.iin)
    window = windows.new(language)
    window.open("/demo/staff/sign-in")
    window.speak(LANGUAGE_NAMES[language])
    examine = window.examine = Examination(stack.app)
    words = window.words

    window.press(words("Come in with the key"))
    window.see_title(words("Sign in for staff with the key (EDS)"))
    window.press(words("Sign and come in"))
    expect(window.page.get_by_role("alert")).to_contain_text(words("You have not come in"))
    _link(stack, login, person)
    window.press(words("Sign and come in"))

    window.see_title(words("How places are given"))
    window.open("/demo/staff/again")
    window.press(words("Sign with the key"))
    window.see_title(words("Is it still you?"))
    window.press(words("Sign and go on"))
    window.see_title(words("How places are given"))
    assert not examine.faults, "\n".join(examine.faults)
    assert examine.endpoints >= OF_STAFF


def _next(window: Window, parent: Parent) -> None:
    """By the card of the cabinet to what waits for the parent."""
    Cabinet(window, parent).open()
    window.page.get_by_role("article").get_by_role("link").first.click()


def _take_the_place(window: Window, child: Child, garden: Garden) -> None:
    words = window.words
    window.see_title(words("A place is offered"))
    window.follow(words("I agree"))
    window.see_title(words("Agree to this place?"))
    window.press(words("Sign and agree"))
    window.see_title(words("Agree with your key (EDS)"))
    for said in (child.full_name, child.iin, garden.name):
        window.see(said)
    window.press(words("Sign and agree"))
    window.see_title(words("Referral to a kindergarten"))


def _send_as_head(desk: Desk, stack: Stack, child: Child) -> None:
    window, words = desk.window, desk.window.words
    window.open("/demo/kindergarten/")
    checks = window.page.get_by_role("region", name=words("Documents to check"))
    checks.get_by_role("link", name=child.full_name).click()
    window.see_title(child.full_name)
    window.tick(
        words("Everything is in order: sign the contract with the key of the head and send it")
    )
    window.press(words("Send the decision"))
    window.see_title(words("Sign the contract"))
    for said in (child.full_name, HEAD.bin, "ДОГОВОР", "ШАРТ"):
        window.see(said)
    window.press(words("Sign and send to the family"))
    window.see_title(desk.garden.name)
    assert stack.signer.asked[-1]["signerParams"]["bin"] == HEAD.bin


def _sign_as_parent(window: Window, stack: Stack, parent: Parent, child: Child) -> None:
    words = window.words
    window.see_title(words("Contract with the kindergarten"))
    window.press(words("Sign with the key"))
    window.see_title(words("Sign the contract"))
    window.see(child.full_name)
    window.press(words("Sign the contract"))
    window.see_title(words("Your child is admitted"))
    assert stack.signer.asked[-1]["signerParams"]["iin"] == parent.iin


def _read_what_was_signed(window: Window, parent: Parent, garden: Garden) -> None:
    """What the parent has agreed to, and the contract twice: by the head, and by the parent."""
    window.follow(window.words("What was signed, word for word"))
    window.see_title(window.words("What was signed"))
    contracts = window.page.get_by_role(
        "heading", level=2, name=window.words("Contract with the kindergarten")
    )
    expect(contracts).to_have_count(2)
    for said in (parent.full_name.upper(), garden.name, HEAD.bin):
        window.see(said)


def _read_at_the_desk(desk: Desk, application: str, child: Child) -> None:
    window, words = desk.window, desk.window.words
    window.open(f"/demo/kindergarten/children/{application}/")
    window.see_title(child.full_name)
    window.follow(words("What was signed, word for word"))
    window.see_title(words("What was signed"))


def _read_in_the_office(
    stack: Stack, windows: Windows, application: str, examine: Examination
) -> None:
    login = f"office-{uuid.uuid4().hex[:8]}"
    open_desk(stack, Role.OFFICE, login)
    window = windows.new()
    Door(window).sign_staff_in(login, PASSWORD)
    window.see_title(window.words("What waits"))
    window.examine = examine
    window.open(f"/demo/office/applications/{application}/signatures/")
    window.see_title(window.words("What was signed"))


def _garden(stack: Stack) -> Garden:
    """A kindergarten whose number the registry knows."""
    garden, tenant = new_garden(stack), stack.tenants["demo"]

    def know() -> None:
        with tenant_scope(tenant) as session:
            session.get_one(KindergartenRow, (tenant, garden.id)).bin = HEAD.bin

    stack.within(know)
    return garden


def _link(stack: Stack, login: str, person: Parent) -> None:
    """An administrator has linked the IIN of this person to the account."""
    tenant = stack.tenants["demo"]

    def link() -> None:
        with tenant_scope(tenant) as session:
            account = find_account_by_login(session, login)
            assert account is not None
            known = account.id
        link_key(tenant, Actor(uuid.uuid4(), Role.ADMIN), known, person.iin)

    stack.within(link)
