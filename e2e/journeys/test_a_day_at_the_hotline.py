"""A day at the hotline: found, read aloud, opened, sent again, noted, handed over, answered."""

import re
import uuid

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from e2e.axe import Examination
from e2e.hotline_pages import HOTLINE_PAGES, LEADING_ON
from e2e.pages.account import Door
from e2e.pages.hotline import SupportLine
from e2e.people import new_child
from e2e.stack import Stack
from e2e.town import PASSWORD, Waiting, applied, new_family, new_garden, open_desk, waiting_family
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.core.access import Role
from kezek.core.numbers import application_number
from kezek.db.notices import NoticeRow
from kezek.db.outbox import OutboxRow
from kezek.db.scope import tenant_scope

SAID = {
    "kk": (r"кезектегі нөміріңіз – екі\. .* ол артқа жылжыды, оған дейін бір болатын\."),
    "ru": (r"ваш номер в очереди – два\. .* он отодвинулся назад, до этого был один\."),
}
LOOK_ALIKE = str.maketrans("AEKMHOPCTX", "АЕКМНОРСТХ")
"""Letters that a caller reads and an operator types in the other alphabet."""
ELSEWHERE = application_number("SAR", 2026, 1)
WHY = {"kk": "Әжесі қоңырау шалды", "ru": "Звонит бабушка"}
ASKS = "Ата-ана жеңілдік анықтамасының неге көрінбейтінін сұрайды."
ANSWERS = "Анықтама қабылданды, жеңілдік бүгін расталды."


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_day_at_the_hotline(stack: Stack, windows: Windows, language: str) -> None:
    called = _family_whose_number_moved_back(stack)
    window = windows.new(language)
    window.examine = examine = Examination(stack.app)
    line, words, login = SupportLine(window), window.words, f"line-{uuid.uuid4().hex[:8]}"
    line.come_in(stack, login)

    line.look_up(called.number.translate(LOOK_ALIKE).lower().replace("-", " "), called.number)
    window.see(re.compile(SAID[language], re.DOTALL))
    line.look_up(called.parent.iin, called.number)
    line.look_up(called.parent.phone, called.number)
    line.look_up_by_name(called.child, WHY[language], called.number)

    line.look_up_elsewhere(ELSEWHERE, "Саран")
    line.look_up(called.number, called.number)
    assert called.child.full_name not in window.page.content()
    window.page.get_by_text(words("What has happened"), exact=True).click()
    expect(window.page.locator(".timeline li").first).to_be_visible()
    line.read_code_back(called.parent)
    window.see(called.child.full_name)
    _messages_have_left(stack, called)
    window.open(f"/demo/hotline/applications/{called.application_id}")
    window.page.get_by_role("region", name=words("Notices and how they arrived")).get_by_role(
        "button", name=words("SMS")
    ).first.click()
    window.see(words("sent again"))

    line.note("The benefit was refused or is not seen", ASKS, hands_over=True)
    _specialist_answers(stack, windows.new(language), examine, called)
    window.open("/demo/hotline/")
    window.page.get_by_role("link", name=re.compile(r"\b1\b")).click()
    window.see_title(words("Handed over"))
    window.see(ANSWERS)
    line.look_up(called.number, called.number)
    line.note("Why the number moved back", "", hands_over=False)
    window.open("/demo/hotline/undelivered/")
    window.see_title(words("To be called"))

    _administrator_reads(stack, windows.new(language), examine, called, WHY[language])
    assert not examine.faults, "\n".join(examine.faults)
    assert HOTLINE_PAGES - set(LEADING_ON) <= examine.endpoints


def _family_whose_number_moved_back(stack: Stack) -> Waiting:
    garden = new_garden(stack)
    called = waiting_family(stack, garden, name=_name_of_its_own())
    parent, actor = new_family(stack)
    applied(stack, parent, actor, new_child("Сейітова Мадина"), garden, category=1)
    return called


def _name_of_its_own() -> str:
    """A surname that no other journey's child has: a list of one name shows five at most."""
    letters = "".join("абвгдежзиклмнопр"[int(sign, 16)] for sign in uuid.uuid4().hex[:8])
    return f"Сапар{letters} Дана"


def _messages_have_left(stack: Stack, called: Waiting) -> None:
    """At whatever hour this runs: at night they would wait for the morning."""

    def settle() -> None:
        with tenant_scope(stack.tenants["demo"]) as session:
            of_family = select(NoticeRow.id).where(
                NoticeRow.application_id == called.application_id
            )
            session.execute(
                update(OutboxRow)
                .where(OutboxRow.notice_id.in_(of_family), OutboxRow.settled_at.is_(None))
                .values(settled_at=OutboxRow.created_at, outcome="sent", held_until=None)
            )

    stack.within(settle)


def _specialist_answers(
    stack: Stack, window: Window, examine: Examination, called: Waiting
) -> None:
    login, words = f"office-{uuid.uuid4().hex[:8]}", window.words
    open_desk(stack, Role.OFFICE, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url("**/office/")
    window.speak(LANGUAGE_NAMES[words.language])
    window.open("/demo/office/?work=task")
    window.page.get_by_role("main").get_by_role("link", name=called.number).first.click()
    window.page.wait_for_url("**/office/tasks/**")
    window.examine = examine
    window.see_title(words("The benefit was refused or is not seen"))
    window.see(ASKS)
    window.choose(words("What came of it"), words("Done"))
    window.fill(words("Answer to the hotline"), ANSWERS)
    window.press(words("Send the answer"))
    window.page.wait_for_url(re.compile(r"/office/(next)?\??"))


def _administrator_reads(
    stack: Stack, window: Window, examine: Examination, called: Waiting, why: str
) -> None:
    login, words = f"admin-{uuid.uuid4().hex[:8]}", window.words
    open_desk(stack, Role.ADMIN, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url("**/admin/")
    window.speak(LANGUAGE_NAMES[words.language])
    window.examine = examine
    window.open("/demo/admin/calls/")
    window.see_title(words("Calls to the hotline"))
    window.see(words("Why the number moved back"))
    window.follow(words("Who looked for whom"))
    window.see_title(words("Who looked for whom"))
    window.see(called.number)
    window.see(words("opened by a code"))
    window.see(why)
