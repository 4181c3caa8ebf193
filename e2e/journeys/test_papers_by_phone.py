"""A photo of a certificate from a phone: warned of, taken anew, looked at; a referral printed."""

import uuid

import pytest
from playwright.sync_api import FilePayload, expect
from sqlalchemy import select

from e2e.pages.family import Applying, Cabinet, sign_up_with_child
from e2e.pages.office import Office
from e2e.people import Child, Parent, new_child, new_parent, today
from e2e.stack import Stack
from e2e.town import Garden, Waiting, led_to, new_garden, open_desk
from e2e.windows import PHONE, Window, Windows
from kezek.adapters.wording import say_day
from kezek.core.access import Actor, Role
from kezek.core.applications import State
from kezek.core.documents import MAX_UPLOAD_BYTES, document, valid_through_on
from kezek.core.ids import GuardianId
from kezek.db.applications import ApplicationRow
from kezek.db.scope import read_scope
from tests.factories.papers import HEIC, photo
from tests.unit.scans import darkened, scan

CODE = "DOC-03"
_ADVICE = "The photo is dark. Take it by a window or under a lamp, with no shadow on the paper."
_GOOD = photo(scan(1600), quality=80)
_DARK = photo(darkened(scan(1600)), quality=80)

pytestmark = pytest.mark.parametrize("language", ["kk", "ru"])


def test_a_dark_photo_is_warned_of_and_taken_anew(
    stack: Stack, windows: Windows, language: str
) -> None:
    garden, parent, child = new_garden(stack), new_parent(), new_child()
    phone = windows.new(language, size=PHONE, by_hand=True)
    _come_to_the_papers(phone, parent, child, garden)

    _tell_the_day(phone, language)
    _choose(phone, "IMG_0001.HEIC", HEIC)
    phone.press(phone.words("Attach"))
    expect(phone.page.locator(f"#{CODE.lower()}-files-error")).to_contain_text("iPhone")
    _tell_the_day(phone, language)
    _choose(phone, "huge.jpg", _GOOD + bytes(MAX_UPLOAD_BYTES))
    expect(phone.page.locator(".upload-names.wrong")).to_be_visible()
    _choose(phone, "dark.jpg", _DARK)
    _attach(phone, "dark.jpg")
    phone.see(phone.words(_ADVICE))

    phone.press(phone.words("Remove"))
    expect(phone.page.get_by_role("link", name="dark.jpg")).to_have_count(0)
    _tell_the_day(phone, language)
    _choose(phone, "good.jpg", _GOOD)
    _attach(phone, "good.jpg")
    expect(phone.page.locator(".flaws")).to_have_count(0)

    Applying(phone).go_on_to("Confirm your application")
    sent = _waiting(stack, Applying(phone).send(), parent, child)
    _is_looked_at_beside_the_form(_desk(stack, windows, language), sent)
    led_to(stack, sent, garden, State.REFERRED)
    _print_the_referral(phone, sent)


def test_a_dark_photo_may_be_sent_as_it_is(stack: Stack, windows: Windows, language: str) -> None:
    garden, parent, child = new_garden(stack), new_parent(), new_child()
    phone = windows.new(language, size=PHONE, by_hand=True)
    _come_to_the_papers(phone, parent, child, garden)
    _tell_the_day(phone, language)
    _choose(phone, "dark.jpg", _DARK)
    _attach(phone, "dark.jpg")
    Applying(phone).go_on_to("Confirm your application")
    phone.see(phone.words("Some photos may be hard to read"))

    sent = _waiting(stack, Applying(phone).send(), parent, child)

    desk = _desk(stack, windows, language)
    desk.open_matter(sent.application_id, sent.number)
    desk.window.see(desk.window.words("dark photo"))


def _come_to_the_papers(window: Window, parent: Parent, child: Child, garden: Garden) -> None:
    sign_up_with_child(window, parent, child)
    applying = Applying(window)
    applying.begin(child)
    applying.consent()
    applying.say_where()
    applying.choose(garden.name)
    window.page.locator("input[name=out_of_turn][value='1']").check()
    applying.go_on_to("Attach the documents")


def _tell_the_day(window: Window, language: str) -> None:
    """Types the day of issue; until when the paper holds is told before anything is sent."""
    boxes = window.page.locator(f"form#attach-{CODE.lower()} .day input")
    for at, part in enumerate((today().day, today().month, today().year)):
        boxes.nth(at).fill(str(part))
    boxes.last.press("Tab")
    through = valid_through_on(document(CODE), today())
    assert through is not None
    told = window.page.locator(f"#{CODE.lower()}-issued-term")
    expect(told).to_contain_text(say_day(through, language))


def _choose(window: Window, name: str, content: bytes) -> None:
    """By the camera's own button, which only what is held in a hand shows."""
    camera = window.page.locator(".upload-camera")
    expect(camera.get_by_text(window.words("Take a photo"))).to_be_visible()
    taken = FilePayload(name=name, mimeType="image/jpeg", buffer=content)
    camera.locator("input[capture=environment]").set_input_files(taken)


def _attach(window: Window, name: str) -> None:
    """Sends what was chosen; it has come when it can be opened."""
    window.press(window.words("Attach"))
    expect(window.page.get_by_role("link", name=name)).to_be_visible()


def _is_looked_at_beside_the_form(desk: Office, sent: Waiting) -> None:
    desk.open_matter(sent.application_id, sent.number)
    shown = desk.window.page.locator("#paper-view img")
    expect(shown).to_be_visible()
    assert shown.evaluate("picture => picture.naturalHeight") == scan(1600).height
    desk.decide("Everything is in order: put the child into the queue")
    desk.window.see(desk.window.words("Confirmed. The family was told."))


def _print_the_referral(window: Window, sent: Waiting) -> None:
    Cabinet(window, sent.parent).open_application(sent.number)
    with window.page.expect_download() as coming:
        window.page.locator("a[href*='papers/referral/']").first.click()
    assert coming.value.path().read_bytes().startswith(b"%PDF-")


def _desk(stack: Stack, windows: Windows, language: str) -> Office:
    login = f"papers-{uuid.uuid4().hex[:8]}"
    open_desk(stack, Role.OFFICE, login, language=language)
    office = Office(windows.new(language), login)
    office.come_in()
    return office


def _waiting(stack: Stack, number: str, parent: Parent, child: Child) -> Waiting:
    """The application that was sent in the window, as the town's own steps take it."""

    def find() -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
        with read_scope(stack.tenants["demo"]) as session:
            row = session.scalars(select(ApplicationRow).filter_by(number=number)).one()
            return row.guardian_id, row.child_id, row.id

    guardian, child_id, application = stack.within(find)
    actor = Actor(guardian, Role.FAMILY, guardian_id=GuardianId(guardian))
    return Waiting(parent, child, actor, child_id, application, number)
