"""Days pass: a family does not come, a check and an answer are late, and the head learns of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from e2e.pages.account import Door
from e2e.shifted import Shifted, shifted_stack
from e2e.stack import Stack
from e2e.town import PASSWORD, Waiting, led_to, new_garden, open_desk, sent_to
from e2e.town import waiting_family as family
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.core.complaints import About, Body
from kezek.usecases.complaints import ComplaintWish, file_complaint
from kezek.usecases.late_work import raise_late_work

SLUG = "kostanay"
TERMS = {Body.PROVIDER: 5, Body.AUTHORITY: 15}
"""Working days for the answer to a complaint (L-19.2, L-19.3)."""


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_what_is_not_done_in_its_term_is_seen_by_those_whom_it_concerns(
    house: Shifted, windows: Windows, language: str
) -> None:
    stack, garden = house.stack, new_garden(house.stack, slug=SLUG, territory=SLUG)
    absent = led_to(stack, family(stack, garden, name="Оспанова Дана"), garden, State.REFERRED)
    waiting = sent_to(stack, family(stack, garden, name="Серікбай Алан"), garden)
    desk, office, head = (windows.new(language) for _ in range(3))
    login = f"office-{garden.login}"
    open_desk(stack, Role.OFFICE, login, slug=SLUG)
    open_desk(stack, Role.ADMIN, f"head-{garden.login}", slug=SLUG)

    _comes_in(desk, garden.login, "kindergarten/")
    desk.see(desk.words("Children sent to you, documents awaited"))
    desk.see(absent.child.full_name)
    _comes_in(office, login, "office/")
    for body, days in TERMS.items():
        _reads_the_term(house, office, waiting, body, days)

    house.go_to(house.now(SLUG) + timedelta(days=14))

    _comes_in(desk, garden.login, "kindergarten/")
    _until(desk, desk.words("Did not come in time"))
    desk.see(absent.number)
    desk.see(
        desk.words(
            "The education department was told. The family's term grows by each day of delay."
        )
    )
    _comes_in(office, login, "office/")
    office.open(f"/{SLUG}/office/?work=late_check")
    office.see(waiting.number)
    # The worker's round of every quarter of an hour.
    stack.within(raise_late_work, stack.tenants[SLUG])
    office.open(f"/{SLUG}/office/late/")
    office.see(waiting.number)
    office.see(office.words("the head knows"))
    _comes_in(head, f"head-{garden.login}", "admin/")
    head.open(f"/{SLUG}/admin/late/")
    head.see_title(head.words("Late work"))
    head.see(waiting.number)
    head.see(head.words("the head knows"))


def _comes_in(window: Window, login: str, room: str) -> None:
    Door(window, SLUG).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url(f"**/{SLUG}/{room}")
    window.speak(LANGUAGE_NAMES[window.words.language])


def _reads_the_term(house: Shifted, window: Window, one: Waiting, body: Body, days: int) -> None:
    """The last day for the answer, counted in working days from the registration."""
    wish = ComplaintWish(
        application_id=one.application_id,
        about=About.QUEUEING,
        body=body,
        text="Нөмірім неге өзгерді?",
    )
    complaint = house.stack.within(file_complaint, house.stack.tenants[SLUG], one.actor, wish)
    window.open(f"/{SLUG}/office/complaints/{complaint}")
    window.press(window.words("Register now"))
    moment = window.page.locator(".deadline time").get_attribute("datetime")
    assert moment is not None
    calendar = house.calendar(SLUG)
    last_day = calendar.local_day(datetime.fromisoformat(moment) - timedelta(seconds=1))
    assert last_day == calendar.add_working_days(house.now(SLUG).date(), days)


def _until(window: Window, text: str) -> None:
    """What the clock brings about is done by the ticker: the page is opened until it is done."""
    for _ in range(60):
        if text in window.page.get_by_role("main").inner_text():
            return
        window.page.wait_for_timeout(500)
        window.page.reload()
    raise AssertionError(f"this never came: {text}")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shifted]:
    """A house of its own, whose clock is moved on."""
    with shifted_stack(tmp_path_factory.mktemp("late"), SLUG) as running:
        yield running


@pytest.fixture
def stack(house: Shifted) -> Stack:
    """Windows open this house."""
    return house.stack
