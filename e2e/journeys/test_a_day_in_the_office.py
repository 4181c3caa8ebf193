"""A specialist's whole day: every act of the education department, without leaving its pages."""

import uuid
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.office import Office
from e2e.people import PAPER, new_child, new_parent, today
from e2e.stack import Stack
from e2e.town import Garden, Waiting, applied, led_to, new_family, new_garden, open_desk
from e2e.windows import Windows
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.core.complaints import About, Body
from kezek.usecases import admission, referrals
from kezek.usecases.complaints import ComplaintWish, file_complaint
from kezek.usecases.documents import Upload, attach

pytestmark = pytest.mark.parametrize("language", ["kk", "ru"])


def test_first_checks(stack: Stack, windows: Windows, language: str) -> None:
    garden = new_garden(stack)
    office = _office(stack, windows, language, garden)
    window, words = office.window, office.window.words
    confirmed, refused = (_applied(stack, garden, category=1) for _ in range(2))
    _attach(stack, confirmed, "DOC-03", dated=True)
    office.come_in()

    # The list: a part of it by a choice, rows by keys, and into the first.
    window.box(words("Class or queue")).select_option("O")
    window.page.wait_for_url("**lane=O**")
    window.page.locator(f"#go-review-{confirmed.application_id}").focus()
    window.page.keyboard.press("x")
    expect(window.page.locator(f"#tick-review-{confirmed.application_id}")).to_be_checked()
    window.page.keyboard.press("k")
    window.page.keyboard.press("j")
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/office/applications/**")

    # The paper beside the form.
    office.open_matter(confirmed.application_id, confirmed.number)
    expect(window.page.locator("#paper-view iframe")).to_be_visible()
    office.take()
    office.note("Анықтама дұрыс")
    office.decide("Everything is in order: put the child into the queue")
    window.see(words("Confirmed. The family was told."))

    # A refusal with its reasons.
    office.open_matter(refused.application_id, refused.number)
    window.page.locator("input[name=grounds][value=unreliable]").check()
    office.decide("Refuse the whole application")
    window.see(words("Refused. The family reads the reasons in the notice."))


def test_second_checks_answers_and_complaints(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    office = _office(stack, windows, language, garden)
    window, words = office.window, office.window.words
    again = led_to(stack, _applied(stack, garden, category=10), garden, State.REFERRED)
    asking = _asking_for_days(stack, garden)
    turned_away = _turned_away(stack, garden)
    complaint = _complaint(stack, asking)
    office.come_in()

    office.open_matter(again.application_id, again.number)
    office.decide("Everything is as it was claimed: the referral stays")
    window.see(words("Confirmed. The family was told."))
    office.open_matter(asking.application_id, asking.number)
    window.choose(words("Your answer"), words("Grant more days"))
    window.press(words("Answer"))
    window.see(words("Your answer was sent to the family."))
    office.open_matter(turned_away.application_id, turned_away.number)
    window.choose(words("Your decision"), words("The refusal stands"))
    window.press(words("Decide and go on"))
    window.see(words("The refusal stands. The family and the kindergarten were told."))

    # A complaint gets its answer in its term.
    window.open(f"/demo/office/complaints/{complaint}")
    office.note("Нөмірі тексерілді")
    window.page.locator("input[name=outcome]").first.check()
    window.fill(words("Answer to the family"), "Нөміріңіз ережеге сай өзгерді.")
    window.press(words("Send the answer"))
    window.see(words("The answer was sent to the family."))


def test_many_at_once(stack: Stack, windows: Windows, language: str) -> None:
    garden = new_garden(stack)
    office = _office(stack, windows, language, garden)
    window, words = office.window, office.window.words
    whole, bare = (_applied(stack, garden, category=1) for _ in range(2))
    _attach(stack, whole, "DOC-03", dated=True)
    office.come_in()

    # Taken over and put back, then confirmed where all papers are there.
    office.open_list("work=review&lane=O&order=number")
    office.open_last_page()
    office.tick(whole.number, bare.number)
    office.look_first("Take over")
    office.do_it()
    window.press(words("Undo"))
    window.see(words("put back"))
    office.open_list("work=review&lane=O&order=number")
    office.open_last_page()
    office.tick(whole.number, bare.number)
    office.look_first("Confirm the checks whose documents are all there")
    window.see(bare.number)
    office.do_it()
    window.see(words("confirmed; the family was told"))


def test_what_is_shared_and_what_is_late(stack: Stack, windows: Windows, language: str) -> None:
    garden = new_garden(stack)
    office = _office(stack, windows, language, garden)
    window, words = office.window, office.window.words
    given = _applied(stack, garden, category=1)
    first, second = _entered_twice(stack, garden)
    office.come_in()

    # A colleague gets a matter with a note, and finds both.
    office.open_matter(given.application_id, given.number)
    colleague = f"second-{garden.login}"
    open_desk(stack, Role.OFFICE, colleague)
    window.page.reload()
    office.hand_over("Құжатын күтіп жүрміз")
    office.open_matter(given.application_id, given.number)
    window.see("Құжатын күтіп жүрміз")

    # Two applications of one child: one is kept.
    window.open("/demo/office/doubles/")
    window.press(words("Look through all applications now"))
    row = window.page.get_by_role("row").filter(has_text=first.number)
    row.get_by_role("link").click()
    window.see(second.number)
    window.choose(words("Your decision"), words("Keep %(number)s", number=first.number))
    window.choose(words("Why the other is closed"), words("The child was entered twice"))
    window.press(words("Decide"))
    window.see_title(words("Entered twice"))

    # What is late, and the stop-list.
    window.open("/demo/office/late/")
    window.see_title(words("Late work"))
    window.open("/demo/office/stop-list/")
    window.see_title(words("Stop-list"))


def test_a_family_without_internet_and_a_new_representative(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden = new_garden(stack)
    office = _office(stack, windows, language, garden)
    window, words = office.window, office.window.words
    office.come_in()

    # A parent at the counter; the family comes in later with its telephone.
    parent, child = new_parent(), new_child()
    office.enter_parent(parent, language)
    office.enter_child(child)
    office.enter_paper(garden.id)
    number = window.page.get_by_role("heading", level=1).inner_text()
    home = windows.new(language)
    home.open("/demo/family/sign-up")
    Door(home).ask_for_code(parent)
    Door(home).enter_code(parent)
    home.see(number)

    # Another representative keeps the application from now on.
    other, _ = new_family(stack)
    one = _applied(stack, garden)
    window.open(f"/demo/office/families/{one.actor.guardian_id}")
    window.follow(words("Hand over to another representative"))
    window.fill(words("IIN of the new representative"), other.iin)
    window.choose(words("Which document have you seen?"), words("Decision of a court"))
    window.fill(words("Why it is handed over"), "Суд шешімі")
    window.press(words("Look at both sides"))
    window.see(words("What goes along"))
    window.press(words("Hand the application over"))
    window.see(words("The application has a new owner, and both have been told."))


def _office(stack: Stack, windows: Windows, language: str, garden: Garden) -> Office:
    login = f"office-{garden.login}"
    open_desk(stack, Role.OFFICE, login, language=language)
    window = windows.new(language)
    return Office(window, login)


def _applied(stack: Stack, garden: Garden, *, category: int = 13) -> Waiting:
    parent, actor = new_family(stack)
    is_proved = category in (10, 13)
    return applied(
        stack, parent, actor, new_child(), garden, category=category, is_proved=is_proved
    )


def _entered_twice(stack: Stack, garden: Garden) -> tuple[Waiting, Waiting]:
    child = new_child(f"Оспанова Дана {uuid.uuid4().hex[:4].translate(_LETTERS)}")
    parent, actor = new_family(stack)
    other_parent, other_actor = new_family(stack)
    same = replace(new_child(child.full_name), born_on=child.born_on)
    return (
        applied(stack, parent, actor, child, garden),
        applied(stack, other_parent, other_actor, same, garden),
    )


_LETTERS = str.maketrans("0123456789", "абвгдежзик")


def _attach(stack: Stack, one: Waiting, kind: str, *, dated: bool = False) -> None:
    upload = Upload(
        kind=kind, filename="a.pdf", content=PAPER, issued_on=today() if dated else None
    )
    stack.within(
        attach,
        stack.tenants["demo"],
        one.actor,
        one.child_id,
        [upload],
        application_id=one.application_id,
    )


def _asking_for_days(stack: Stack, garden: Garden) -> Waiting:
    one = led_to(stack, _applied(stack, garden), garden, State.REFERRED)
    stack.within(
        referrals.ask_extension, stack.tenants["demo"], "family", one.application_id, days=5
    )
    _attach(stack, one, "DOC-16")
    return one


def _turned_away(stack: Stack, garden: Garden) -> Waiting:
    one = led_to(stack, _applied(stack, garden), garden, State.ADMISSION)
    stack.within(
        admission.refuse_admission,
        stack.tenants["demo"],
        "kindergarten:1",
        one.application_id,
        reason="contraindication",
    )
    return one


def _complaint(stack: Stack, one: Waiting) -> uuid.UUID:
    wish = ComplaintWish(
        application_id=one.application_id,
        about=About.QUEUEING,
        body=Body.PROVIDER,
        text="Нөмірім неге өзгерді?",
    )
    return stack.within(file_complaint, stack.tenants["demo"], one.actor, wish)
