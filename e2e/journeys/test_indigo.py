"""A morning and an evening in Saran: the bulletin, the window, open places, papers, a miss."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, expect

from e2e.axe import Examination
from e2e.people import PAPER
from e2e.saran import (
    INDIGO_PAGES,
    SLUG,
    garden_in_saran,
    publish_in_saran,
    resident,
    take_in_saran,
)
from e2e.shifted import Shifted, shifted_stack
from e2e.stack import Stack
from e2e.town import Garden
from e2e.windows import PHONE, Window, Windows
from kezek.usecases.standing import verify

_AGES = {"kk": 3, "ru": 2}
"""Each language has a cohort of its own, for both have one queue."""
_MOMENT = timedelta(seconds=2)
"""Before the hour: what comes then is seen to come by itself."""


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_place_is_taken_at_nine_and_another_at_twenty(
    house: Shifted, windows: Windows, language: str
) -> None:
    stack = house.stack
    day = house.next_morning(SLUG)
    garden = garden_in_saran(stack)
    age = _AGES[language]
    first, second, third = (
        resident(stack, name, language=language, age=age) for name in ("Айша", "Дана", "Томирис")
    )
    publish_in_saran(stack, garden, 2, age=age)
    mine, hers, others = (windows.new(language, size=PHONE) for _ in range(3))
    square = windows.new(language)
    for one, window in ((first, mine), (second, hers), (third, others)):
        one.come_in(window)
        one.confirm(window)
    _listen(square, f"/{SLUG}/bulletin/")
    square.see(square.words("The bulletin comes out at"))

    house.go_to(day + timedelta(hours=9) - _MOMENT)

    _entry(square, garden, "2")
    square.see(square.words("The window is open until"))
    for window in (mine, hers):
        window.see(window.words("It is your turn today: choose one of the places."))
    expect(others.button(others.words("Take this place"))).to_have_count(0)

    _take(mine, garden)
    mine.see_title(mine.words("Referral to a kindergarten"))
    expect(_line(square, garden)).to_contain_text(square.words("Taken"))
    square.see(first.number)
    square.see(re.compile(r"09:00:\d\d,\d{3}"))

    house.go_to(day + timedelta(hours=20) - _MOMENT)

    others.see(others.words("Open places"))
    _take(others, garden)
    others.see_title(others.words("Referral to a kindergarten"))
    square.see(third.number)
    expect(hers.button(hers.words("Take this place"))).to_have_count(0)
    hers.see(hers.words("There is no place for your child now"))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_benefit_is_shown_by_its_papers_before_one_comes(
    house: Shifted, windows: Windows, language: str
) -> None:
    stack = house.stack
    house.next_morning(SLUG)
    garden = garden_in_saran(stack, ownership="private_order")
    one = resident(stack, "Інжу", language=language, category=12, age=4)
    publish_in_saran(stack, garden, age=4)
    window = windows.new(language, size=PHONE)
    one.come_in(window)
    one.confirm(window)

    _take(window, garden)

    window.see_title(window.words("Papers of the benefit"))
    form = window.page.locator("#paper-doc-05")
    form.locator("input[type=file]:not([capture])").set_input_files(
        {"name": "diploma.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    )
    form.get_by_role("button", name=window.words("Attach"), exact=True).click()
    expect(window.link("diploma.pdf")).to_be_visible()
    window.open(one.path())
    stack.within(verify, stack.tenants[SLUG], "office:e2e", one.application_id)
    window.see(window.words("Referral issued"))


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_who_does_not_come_reads_until_when_and_why(
    house: Shifted, windows: Windows, language: str
) -> None:
    stack = house.stack
    house.next_morning(SLUG)
    garden = garden_in_saran(stack, ownership="private_order")
    one = resident(stack, "Мадина", language=language, age=5)
    publish_in_saran(stack, garden, age=5)
    take_in_saran(stack, one, garden)
    window = windows.new(language, size=PHONE)
    one.come_in(window)
    window.open(one.path())
    window.see(window.words("Referral issued"))

    house.go_to(house.now(SLUG) + timedelta(days=12))

    window.see(window.words("On the stop-list"))
    window.see(window.words("Missed: %(strikes)s of %(most)s.", strikes=1, most=2))
    window.open(one.path("places/"))
    expect(window.button(window.words("Take this place"))).to_have_count(0)


def test_every_page_of_bulletins_can_be_read_by_everybody(house: Shifted, windows: Windows) -> None:
    stack = house.stack
    day = house.next_morning(SLUG)
    examine = Examination(stack.app)
    window = windows.new("ru")
    window.examine = examine
    garden = garden_in_saran(stack, ownership="private_order")
    publish_in_saran(stack, garden, 2, age=4)
    publish_in_saran(stack, garden_in_saran(stack), age=4)
    one = resident(stack, "Жансая", language="ru", category=12, age=4)
    house.go_to(day + timedelta(hours=9, minutes=1))
    window.open(f"/{SLUG}/bulletin/of/{SLUG}/")
    window.see_title(window.words("Bulletin of free places"))
    one.come_in(window)
    one.confirm(window)
    _take(window, garden)
    window.see_title(window.words("Papers of the benefit"))

    assert not examine.faults, "\n".join(examine.faults)
    assert INDIGO_PAGES - examine.endpoints == set()


def _take(window: Window, garden: Garden) -> None:
    """One tap on this kindergarten."""
    card = window.page.get_by_role("article", name=garden.name)
    card.get_by_role("button", name=window.words("Take this place")).click()


def _listen(window: Window, path: str) -> None:
    """Opens the page and waits until its stream is open."""
    with window.page.expect_response(lambda answer: "/live?" in answer.url):
        window.open(path)


def _line(window: Window, garden: Garden) -> Locator:
    return window.page.locator("#morning-now .log > li").filter(has_text=garden.name).first


def _entry(window: Window, garden: Garden, count: str) -> None:
    expect(_line(window, garden).locator(".log-count")).to_have_text(count)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shifted]:
    """A house of its own, whose clock is moved on."""
    with shifted_stack(tmp_path_factory.mktemp("indigo"), SLUG) as running:
        yield running


@pytest.fixture
def stack(house: Shifted) -> Stack:
    """Windows open this house."""
    return house.stack
