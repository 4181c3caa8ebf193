"""A territory of Pavlodar region changes its way of giving places: rehearsed, signed, and lived."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.family import Applying
from e2e.people import Child, Parent, new_child
from e2e.shifted import Shifted, shifted_stack
from e2e.stack import Stack
from e2e.town import PASSWORD, Garden, new_family, new_garden, open_desk
from e2e.windows import PHONE, Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Actor, Role
from kezek.core.children import ChildWish
from kezek.usecases.accounts import keep_language
from kezek.usecases.applications import Wish, submit
from kezek.usecases.children import add_child

SLUG = "pavlodar"
CITY = "pavlodar"
KINDERGARTENS = "Choose the territory and the kindergartens"
BENEFITS = "State the benefits (if any)"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which territory changes into which mode, and how both are called on pages."""

    territory: str
    mode: str
    called: str
    mode_called: str


PLANS = {
    "kk": Plan("aksu", "voucher", "Ақсу қаласы", "vouchers"),
    "ru": Plan("ekibastuz", "indigo", "город Экибастуз", "one queue with a daily bulletin"),
}


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_switch_is_rehearsed_signed_and_comes_at_midnight(
    house: Shifted, windows: Windows, language: str
) -> None:
    plan, stack = PLANS[language], house.stack
    day = house.now(SLUG).date() + timedelta(days=2)
    first, second = (_waits(stack, plan, name, language) for name in ("Айша", "Дана"))
    head, family = windows.new(language), windows.new(language, size=PHONE)

    Door(family, SLUG).sign_in(first.parent, "My cabinet")
    in_the_city, before, after = first.others
    _sees_the_form(family, in_the_city, CITY, then=BENEFITS)
    _sees_the_form(family, before, plan.territory, then=KINDERGARTENS)
    login = _rehearse(head, stack, plan, day)
    for one in (first, second):
        expect(head.page.get_by_role("row", name=one.number)).to_be_visible()
    head.see(head.words("Nothing has been changed"))
    _sign(head, windows, stack, plan)

    _reach(house, head, login, day)

    head.see(head.words("Yes, for every child"))
    family.open(f"/{SLUG}/family/notices/")
    family.see(_LETTER[language])
    family.page.get_by_role("article").get_by_role("link", name=_LETTER[language]).click()
    family.see(first.number)
    _sees_the_form(family, after, plan.territory, then=BENEFITS)


def test_a_signed_switch_is_taken_back_before_its_day(house: Shifted, windows: Windows) -> None:
    plan = Plan("bayanaul", "voucher", "Баянауыл ауданы", "vouchers")
    head = windows.new("kk", size=PHONE)
    day = house.now(SLUG).date() + timedelta(days=30)
    _rehearse(head, house.stack, plan, day)
    _sign(head, windows, house.stack, plan)

    head.follow(head.words("Cancel the switch"))
    head.see_title(head.words("Cancel the switch?"))
    head.fill(head.words("Why it is cancelled"), "Шешім өзгерді")
    head.press(head.words("Cancel the switch"))

    head.see_title(head.words("Switch of a territory"))
    head.see(head.words("Cancelled"))
    head.see("Шешім өзгерді")


_LETTER = {
    "kk": "Аумағыңызда орын беру тәртібі өзгерді",
    "ru": "На вашей территории изменился порядок предоставления мест",
}


@dataclass(frozen=True, slots=True)
class Family:
    """A family of which one child waits in the territory."""

    parent: Parent
    actor: Actor
    others: tuple[Child, ...]
    """Brothers and sisters who have not applied yet."""
    garden: Garden
    number: str


def _waits(stack: Stack, plan: Plan, name: str, language: str) -> Family:
    tenant = stack.tenants[SLUG]
    garden = new_garden(stack, slug=SLUG, territory=plan.territory)
    others = tuple(new_child(f"Серікова {one}") for one in ("Мадина", "Томирис", "Інжу"))
    parent, actor = new_family(stack, *others, slug=SLUG)
    stack.within(keep_language, tenant, actor, language)
    child = new_child(f"Серікова {name}")
    child_id: uuid.UUID = stack.within(
        add_child, tenant, actor, ChildWish(child.identity, child.full_name, child.born_on)
    )
    wish = Wish(
        child_id=child_id,
        territory=plan.territory,
        language="kk",
        choices=(garden.id,),
        consent=True,
        proof_accepted=True,
    )
    sent = stack.within(submit, tenant, actor.tag, wish)
    return Family(parent, actor, others, garden, sent.number)


def _sees_the_form(window: Window, child: Child, territory: str, *, then: str) -> None:
    """The parent names a territory and gets the form of that territory (G-10, V-17)."""
    applying, page = Applying(window, SLUG), window.page
    applying.begin(child)
    applying.consent()
    page.locator("input[name=language][value=kk]").check()
    page.locator("input[name=queue_type][value=general]").check()
    page.locator(f"input[name=territory][value={territory}]").check()
    applying.go_on_to(then)


def _rehearse(window: Window, stack: Stack, plan: Plan, day: date) -> str:
    """From the administrator's first page to the rehearsal; gives the login."""
    login, words = f"admin-{uuid.uuid4().hex[:12]}", window.words
    open_desk(stack, Role.ADMIN, login, slug=SLUG)
    _come_in(window, login)
    window.follow(words("Change a territory"))
    window.see_title(words("Change a territory"))
    window.box(words("Territory")).select_option(plan.territory)
    window.page.locator(f"input[name=mode][value={plan.mode}]").check()
    window.fill_day(words("From which day"), day.day, day.month, day.year)
    window.press(words("Rehearse"))
    window.see_title(words("Rehearsal of a switch"))
    window.see(plan.called)
    window.see(words(plan.mode_called))
    return login


def _come_in(window: Window, login: str) -> None:
    """The administrator's account speaks Kazakh; the window then speaks its own language."""
    Door(window, SLUG).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url("**/admin/")
    window.speak(LANGUAGE_NAMES[window.words.language])
    window.see_title(window.words("How places are given"))


def _sign(window: Window, windows: Windows, stack: Stack, plan: Plan) -> None:
    """One administrator signs, a second one too; then the first looks at what they have set."""
    words = window.words
    window.follow(words("Go on to sign"))
    window.see_title(words("Sign the switch?"))
    window.fill(words("By which decision, and why"), "Бұйрық № 12")
    window.press(words("Sign"))
    window.see_title(words("Another way of giving places in a territory"))
    window.see(words("Somebody else has to sign too"))

    second, login = windows.new(words.language), f"admin-{uuid.uuid4().hex[:12]}"
    open_desk(stack, Role.ADMIN, login, slug=SLUG)
    _come_in(second, login)
    second.open(window.path)
    second.see(plan.called)
    second.press(words("Sign as the second"))
    second.see_title(words("Switch of a territory"))
    second.page.close()

    window.open(second.path)
    window.see("Бұйрық № 12")
    window.see(words("Its day is to come"))
    window.see(plan.called)


def _reach(house: Shifted, window: Window, login: str, day: date) -> None:
    """Midnight comes, and with it the end of the session; the page is opened until it is done."""
    path, zone = window.path, house.now(SLUG).tzinfo
    house.go_to(datetime.combine(day, time(0), zone))
    _come_in(window, login)
    done = window.page.get_by_text(window.words("Carried out"), exact=True).first
    for _ in range(60):
        window.open(path)
        if done.is_visible():
            return
        window.page.wait_for_timeout(500)
    raise AssertionError("midnight came and nothing happened")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shifted]:
    """A house of its own, whose clock is moved on."""
    with shifted_stack(tmp_path_factory.mktemp("switch"), SLUG) as running:
        yield running


@pytest.fixture
def stack(house: Shifted) -> Stack:
    """Windows open this house."""
    return house.stack
