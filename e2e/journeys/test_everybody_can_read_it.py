"""Every page of every audience, on a telephone and on a desk, with nothing for axe to find."""

from playwright.sync_api import Page

from e2e.access_pages import pages_of_people, second_signature
from e2e.axe import Examination
from e2e.data_pages import OWN_DATA
from e2e.hotline_pages import HOTLINE_PAGES
from e2e.office_pages import day_in_the_office
from e2e.operator_pages import OPERATOR_PAGES
from e2e.pages.account import Door
from e2e.pages.family import Applying, sign_up_with_child
from e2e.pages.kindergarten import Desk
from e2e.pages.kindergarten_day import DayAtTheDesk
from e2e.pages.public import QueueBoard
from e2e.people import new_child, new_parent, today
from e2e.printed_pages import PRINTED_FILES, check_path
from e2e.register_pages import REGISTER_PAGES
from e2e.settings_pages import SETTINGS_PAGES
from e2e.signing_pages import SIGNING_PAGES
from e2e.stack import Stack
from e2e.statistics_pages import STATISTICS_PAGES
from e2e.town import (
    PASSWORD,
    Garden,
    Waiting,
    applied,
    led_to,
    new_family,
    new_garden,
    open_desk,
)
from e2e.voucher_pages import VOUCHER_PAGES
from e2e.windows import Window, Windows
from kezek.core.access import Role
from kezek.core.applications import State
from kezek.core.complaints import About, Body
from kezek.usecases.complaints import ComplaintWish, file_complaint
from kezek.usecases.standing import reject

NOT_PAGES = {
    "assets.brand": "a style sheet",
    "assets.serve": "pictures and styles",
    "admin.export_region": "a file",
    "admin.rehearsal_csv": "a file",
    "admin.review": "asked after a quarter; tests/web looks at it",
    "admin.show_rehearsal": "test_the_registry_and_the_rehearsal looks at it",
    "documents.download": "a file",
    "document_terms.term": "a part of a page",
    "documents.view": "a file",
    "family_application.now": "a part of a page",
    "family_cabinet.now": "a part of a page",
    "health.alive": "for machines",
    "health.ready": "for machines",
    "kit.problem": "the same as errors, which are looked at",
    "kit.rings": "a part of a page",
    "language.choose": "leads back",
    "language.choose_here": "leads back",
    "kindergarten_year_end.index": "leads on",
    "live.live": "a stream",
    "office_desk.go_on": "leads on",
    "office_doubles.show": "of double entries alone; test_a_day_in_the_office opens it",
    "public.follow": "a part of a page",
    "staff.door": "leads on",
    "staff.square": "a picture",
    "registry.as_csv": "a file",
    "registry.as_workbook": "a file",
    "registry.group": "as the page of a new group",
    "registry.groups_as_csv": "a file",
    "registry.show_file": "test_the_registry_and_the_rehearsal looks at it",
    "family_benefit.show": "of bulletins alone; test_indigo looks at it",
    "family_places.code": "of bulletins alone; test_indigo looks at it",
    "family_places.show": "of bulletins alone; test_indigo looks at it",
    "public.morning": "of bulletins alone; test_indigo looks at it",
    "family_telegram.index": "of a deployment with a bot; test_messages_arrive looks at it",
    "family_interest.question": "asked after a year; tests/web looks at it",
    "family_interest.confirm_refusal": "asked after a year; tests/web looks at it",
}


GIVEN_NAMES = ("Айша", "Дана", "Мадина", "Томирис", "Інжу", "Аружан", "Жансая", "Кәусар", "Ақерке")


def test_every_page_can_be_read_by_everybody(stack: Stack, windows: Windows) -> None:
    examine = Examination(stack.app)
    garden = new_garden(stack)
    lives = _one_in_each_state(stack, garden)

    _public_pages(_window(windows, examine), stack, garden, lives["queued"])
    _way_of_a_new_family(_window(windows, examine), garden)
    _pages_of_a_family(_window(windows, examine), lives)
    _desk_of_a_specialist(_window(windows, examine), stack, lives)
    _desk_of_a_kindergarten(_window(windows, examine), garden, lives)
    head = _window(windows, examine)
    signed = _desk_of_an_administrator(head, stack, garden)
    second_signature(_window(windows, examine), stack, signed)
    _take_the_switch_back(head, signed)
    pages_of_people(head, _window(windows, examine))

    assert not examine.faults, "\n".join(examine.faults)
    elsewhere = VOUCHER_PAGES | OPERATOR_PAGES | HOTLINE_PAGES | STATISTICS_PAGES | SETTINGS_PAGES
    elsewhere |= SIGNING_PAGES | OWN_DATA | REGISTER_PAGES
    assert examine.not_seen({*NOT_PAGES, *PRINTED_FILES} | elsewhere) == set()


def _public_pages(window: Window, stack: Stack, garden: Garden, queued: Waiting) -> None:
    for path in (
        "/",
        "/demo/",
        "/demo/bulletin/",
        "/demo/bulletin/chronology",
        "/demo/protocol/",
        "/demo/queues/",
        "/demo/how-it-works/changes",
        "/demo/how-it-works",
        "/demo/kindergartens/",
        f"/demo/kindergartens/{garden.id}",
        QueueBoard(window, garden).path,
        f"/demo/check/?number={queued.number}",
        check_path(stack, queued),
        "/demo/check/paper/made-up",
        "/demo/kit/",
        "/demo/kit/confirm",
        "/demo/nothing-is-here",
        "/demo/staff/sign-in",
    ):
        _look(window, path)


def _way_of_a_new_family(window: Window, garden: Garden) -> None:
    parent, child = new_parent(), new_child()
    sign_up_with_child(window, parent, child)
    _look(window, "/demo/demo/codes")
    _look(window, "/demo/family/children/new")
    words, page = window.words, window.page
    window.open("/demo/family/children/")
    _follow(window, words("Open the entry"))
    _look(window, f"{window.path}/removal")
    _look(window, "/demo/family/apply/")
    applying = Applying(window)
    applying.consent(then="Choose the child")
    applying.begin(child)
    applying.consent()
    applying.say_where()
    applying.choose(garden.name)
    page.get_by_role("group", name=words("First priority")).get_by_role("checkbox").first.check()
    window.press(words("Continue"))
    window.see_title(words("Attach the documents"))
    _look(window, page.url.replace("documents/", "benefits"))
    page.get_by_role("checkbox", checked=True).uncheck()
    applying.say_no_benefit()
    applying.send()
    _look(window, page.url)
    _look(window, "/demo/family/children/")
    window.open("/demo/family/account/phone/")
    window.fill(words("New mobile number"), new_parent().phone)
    _examine(window, page)
    window.press(words("Get the codes"))
    page.wait_for_url("**/phone/codes")
    _look(window, page.url)


def _pages_of_a_family(window: Window, lives: dict[str, Waiting]) -> None:
    Door(window).sign_in(lives["queued"].parent, "My cabinet")
    for path in (
        "/demo/family/apply/",
        "/demo/family/notices/",
        "/demo/family/account/looks",
        "/demo/family/account/ways/",
        "/demo/family/complaints/",
        f"/demo/family/complaints/new?application_id={lives['queued'].application_id}",
        f"/demo/family/apply/{lives['queued'].child_id}/queued",
        *(f"/demo/family/applications/{lives[state].application_id}{page}" for state, page in (
            ("queued", ""), ("queued", "/choices"), ("queued", "/planned-age"),
            ("queued", "/withdrawal"), ("moving", "/relocation/"),
            ("offered", "/offer/"), ("offered", "/offer/acceptance"),
            ("offered", "/offer/refusal"), ("referred", "/referral/"),
            ("referred", "/referral/cancellation"), ("referred", "/admission/"),
            ("contract", "/contract/"), ("enrolled", "/contract/end"),
        )),
    ):  # fmt: skip
        _look(window, path)
    window.open(f"/demo/family/applications/{lives['queued'].application_id}")
    _follow(window, window.words("History of the number"))
    window.open("/demo/family/notices/")
    window.page.get_by_role("article").get_by_role("link").first.click()
    _look(window, window.page.url)
    window.open(f"/demo/family/applications/{lives['contract'].application_id}/contract/")
    window.press(window.words("I have read it, send the code"))
    window.see_title(window.words("Sign with the code"))
    window.open("/demo/family/complaints/")
    link = window.page.locator("main a[href*='/family/complaints/0']").first
    _look_at_link(window, link.get_attribute("href"))


def _desk_of_a_kindergarten(window: Window, garden: Garden, lives: dict[str, Waiting]) -> None:
    words, page = window.words, window.page
    Desk(window, garden).come_in()
    child = f"/demo/kindergarten/children/{lives['enrolled'].application_id}/"
    for path in (
        "/demo/kindergarten/places/",
        "/demo/kindergarten/places/new",
        "/demo/kindergarten/places/batches/new",
        "/demo/kindergarten/places/recalls/",
        f"/demo/kindergarten/places/batches/preview?p.{today().year - 3}.kk=1",
        "/demo/kindergarten/groups/",
        "/demo/kindergarten/calendar/",
        "/demo/kindergarten/pupils/",
        f"/demo/kindergarten/pupils/{lives['enrolled'].application_id}/contract-end",
        f"/demo/kindergarten/children/{lives['admission'].application_id}/",
    ):
        _look(window, path)
    Desk(window, garden).publish_place(today().year - 3)
    Desk(window, garden).publish_place(today().year - 3)
    _look_at_link(window, page.locator("a[href$='/recall']").first.get_attribute("href"))
    window.open(child)
    page.locator("#absence input[value=sanatorium]").check()
    window.fill_day(words("Last day away"), 1, 3, today().year + 1)
    window.press(words("Keep the place"))
    _follow(window, words("The pupil has returned"))
    _groups_and_august(window, garden)


def _groups_and_august(window: Window, garden: Garden) -> None:
    """Pages to which one comes by what one does."""
    day, words = DayAtTheDesk(Desk(window, garden)), window.words
    day.change_norm(25, "Бұйрық № 12")
    _look(window, window.page.url)
    day.publish_many(1)
    day.open("year-end/")
    for button in ("Continue", "Keep and continue", "Continue", "Sign"):
        window.see_title(words("August: groups change"))
        window.press(words(button))
    window.see(words("It is signed."))
    _look(window, window.page.url)


def _desk_of_a_specialist(window: Window, stack: Stack, lives: dict[str, Waiting]) -> None:
    login = f"office-{lives['queued'].number.lower()}"
    open_desk(stack, Role.OFFICE, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.see_title(window.words("What waits"))
    guardian = lives["queued"].actor.guardian_id
    day_in_the_office(window, lives["reviewed"].application_id, lambda path: _look(window, path))
    for path in (
        f"/demo/office/applications/{lives['reviewed'].application_id}/",
        f"/demo/office/applications/{lives['first'].application_id}/benefit",
        "/demo/office/complaints/",
        f"/demo/office/families/?q={lives['queued'].number}",
        f"/demo/office/families/{guardian}",
        f"/demo/office/families/{guardian}/phone",
    ):
        _look(window, path)
    window.open(f"/demo/office/families/{guardian}")
    link = window.page.locator("main a[href$='/owner']").first
    _look_at_link(window, link.get_attribute("href"))
    window.open("/demo/office/complaints/")
    link = window.page.locator("main a[href*='/office/complaints/']").last
    _look_at_link(window, link.get_attribute("href"))


def _desk_of_an_administrator(window: Window, stack: Stack, garden: Garden) -> str:
    """A switch far ahead is rehearsed and signed; gives where it waits for the second."""
    login, words = f"admin-{garden.login}", window.words
    open_desk(stack, Role.ADMIN, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.see_title(words("How places are given"))
    plan = f"/demo/admin/switches/city/voucher/{today().year}-12-30/"
    _look(window, "/demo/admin/late/")
    for path in ("/demo/admin/", "/demo/admin/switches/new", "/demo/admin/states/", plan):
        _look(window, path)
    registry = "/demo/admin/registry/"
    for path in ("", "new", "files/new", f"{garden.id}/", f"{garden.id}/change"):
        _look(window, f"{registry}{path}")
    _look(window, f"{registry}{garden.id}/groups/new")
    _look(window, "/demo/admin/rehearsals/")
    _look(window, f"{plan}sign")
    window.fill(words("By which decision, and why"), "Бұйрық № 1")
    window.press(words("Sign"))
    window.see_title(words("Another way of giving places in a territory"))
    return window.path


def _take_the_switch_back(window: Window, signed: str) -> None:
    """For those who follow: the territory goes on as it was."""
    words = window.words
    window.open(signed)
    window.follow(words("What came of it"))
    window.see_title(words("Switch of a territory"))
    _look(window, f"{window.path}cancel")
    window.fill(words("Why it is cancelled"), "Сынама")
    window.press(words("Cancel the switch"))
    window.see_title(words("Switch of a territory"))


def _one_in_each_state(stack: Stack, garden: Garden) -> dict[str, Waiting]:
    """One family with a child at each point of the way."""
    parent, actor = new_family(stack)
    children = (new_child(f"Серікова {name}") for name in GIVEN_NAMES)
    lives: dict[str, Waiting] = {}
    for state in (State.ENROLLED, State.CONTRACT, State.ADMISSION, State.REFERRED, State.OFFERED):
        one = applied(stack, parent, actor, next(children), garden)
        lives[state.lower()] = led_to(stack, one, garden, state)
    lives["queued"] = applied(stack, parent, actor, next(children), garden)
    lives["first"] = applied(stack, parent, actor, next(children), garden, category=10)
    lives["reviewed"] = applied(
        stack, parent, actor, next(children), garden, category=5, is_proved=False
    )
    lives["moving"] = applied(
        stack, parent, actor, next(children), garden, category=1, is_proved=False
    )
    tenant = stack.tenants["demo"]
    stack.within(reject, tenant, "office:1", lives["moving"].application_id, whole=False)
    stack.within(
        file_complaint,
        tenant,
        actor,
        ComplaintWish(
            application_id=lives["queued"].application_id,
            about=About.QUEUEING,
            body=Body.PROVIDER,
            text="Нөмірім неге өзгерді?",
        ),
    )
    return lives


def _window(windows: Windows, examine: Examination) -> Window:
    window = windows.new()
    window.examine = examine
    return window


def _look(window: Window, path: str) -> None:
    answer = window.open(path)
    assert answer is not None
    asked, shown = path.removeprefix(window.address), window.path
    assert shown == asked, f"{asked} led to {shown}"
    _examine(window, window.page)


def _look_at_link(window: Window, href: str | None) -> None:
    assert href is not None
    _look(window, href)


def _follow(window: Window, text: str) -> None:
    link = window.page.get_by_role("main").get_by_role("link", name=text).first
    _look_at_link(window, link.get_attribute("href"))


def _examine(window: Window, page: Page) -> None:
    assert window.examine is not None
    window.examine(page)
