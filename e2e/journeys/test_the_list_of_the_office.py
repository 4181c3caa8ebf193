"""The list of the office: by class, queue and term; a reason that a family reads its own way."""

import pytest
from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.family import Cabinet
from e2e.pages.office import Office
from e2e.people import new_child
from e2e.stack import Stack
from e2e.town import Garden, Waiting, applied, new_family, new_garden, open_desk
from e2e.windows import Windows
from kezek.core.access import Role
from kezek.core.queues import Kind, QueueType
from kezek.usecases.accounts import keep_language

pytestmark = pytest.mark.parametrize("language", ["kk", "ru"])

OTHER = {"kk": "ru", "ru": "kk"}
REASON = {
    "kk": "Ұсынылған құжаттар немесе олардағы деректер анық емес екені анықталды.",
    "ru": "Представленные документы или данные в них оказались недостоверными.",
}


def test_each_class_and_queue_has_its_part_of_the_list(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    special, sanatorium = (new_garden(stack, kind=one) for one in (Kind.SPECIAL, Kind.SANATORIUM))
    in_lanes = {
        "O": _review(stack, garden, category=1),
        "P": _review(stack, garden, category=10),
        "special": _review(stack, special, queue_type=QueueType.SPECIAL),
        "sanatorium": _review(stack, sanatorium, queue_type=QueueType.SANATORIUM),
    }
    office = _office(stack, windows, garden, language)
    page = office.window.page

    for lane, one in in_lanes.items():
        office.open_list(f"work=review&lane={lane}&order=number")
        office.open_last_page()
        office.window.see(one.number)
        others = [other.number for key, other in in_lanes.items() if key != lane]
        for number in others:
            expect(page.get_by_role("main").get_by_role("link", name=number)).to_have_count(0)

    # By term: whatever has to be decided first stands on top.
    office.open_list("")
    terms = page.locator("#work-live tbody time").all()
    due = [one.get_attribute("datetime") or "" for one in terms]
    assert len(due) > 1
    assert due == sorted(due)


def test_a_reason_is_read_in_the_language_of_the_family(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, other = new_garden(stack), OTHER[language]
    refused, general = (_review(stack, garden, category=code) for code in (1, 10))
    stack.within(keep_language, stack.tenants["demo"], refused.actor, other)
    office = _office(stack, windows, garden, language)
    window, words = office.window, office.window.words

    office.open_matter(refused.application_id, refused.number)
    window.tick(words("Refuse the whole application"))
    window.tick(words("Documents, or data in them, are unreliable"))
    window.press(words("Decide and go on"))
    window.see(words("Refused. The family reads the reasons in the notice."))
    office.open_matter(general.application_id, general.number)
    office.decide("The benefit is not proven: put the child into the queue on general grounds")
    window.see(words("The benefit was refused: the child waits on general grounds."))

    home = windows.new(other)
    Door(home).sign_in(refused.parent, "My cabinet")
    Cabinet(home, refused.parent).read_notices()
    home.page.get_by_role("article").first.get_by_role("link").first.click()
    home.see(REASON[other])


def _review(
    stack: Stack,
    garden: Garden,
    *,
    category: int = 13,
    queue_type: QueueType = QueueType.GENERAL,
) -> Waiting:
    """An application that a specialist looks at first."""
    parent, actor = new_family(stack)
    return applied(
        stack,
        parent,
        actor,
        new_child(),
        garden,
        category=category,
        is_proved=False,
        queue_type=queue_type,
    )


def _office(stack: Stack, windows: Windows, garden: Garden, language: str) -> Office:
    login = f"office-{garden.login}"
    open_desk(stack, Role.OFFICE, login, language=language)
    office = Office(windows.new(language), login)
    office.come_in()
    return office
