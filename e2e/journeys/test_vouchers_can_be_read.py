"""Every page of vouchers, of every audience, with nothing for axe to find."""

import re

from e2e.axe import Examination
from e2e.pages.account import Door
from e2e.pages.kindergarten import Desk
from e2e.stack import Stack
from e2e.town import ACTOR, PASSWORD, Garden, Waiting
from e2e.voucher_pages import LEADING_ON, VOUCHER_PAGES
from e2e.voucher_town import (
    CITY,
    SLUG,
    city_garden,
    city_specialist,
    publish_city_place,
    voucher_family,
    waiting_family,
)
from e2e.windows import Window, Windows
from kezek.usecases import admission, vouchers


class Reader:
    """Opens pages in windows of their own, so that every stage of an application is looked at."""

    def __init__(self, stack: Stack, windows: Windows) -> None:
        self.stack = stack
        self.windows = windows
        self.made: list[Examination] = []

    def window(self) -> Window:
        window = self.windows.new()
        window.examine = Examination(self.stack.app)
        self.made.append(window.examine)
        return window

    def look(self, window: Window, path: str) -> None:
        window.open(path)
        assert window.path == path, f"{path} led to {window.path}"
        assert window.examine is not None
        window.examine(window.page)

    def read(self, one: Waiting, *pages: str) -> None:
        """The family of this child reads these pages of its application."""
        window = self.window()
        Door(window, SLUG).sign_in(one.parent, "My cabinet")
        for page in pages:
            self.look(window, f"/{SLUG}/family/applications/{one.application_id}{page}")

    def faults(self) -> list[str]:
        return [fault for one in self.made for fault in one.faults]

    def seen(self) -> set[str]:
        return {endpoint for one in self.made for endpoint in one.endpoints}


def test_every_page_of_vouchers_can_be_read_by_everybody(stack: Stack, windows: Windows) -> None:
    reader = Reader(stack, windows)
    garden, full = city_garden(stack), city_garden(stack)
    listed = f"/voucher/kindergartens/{full.id}/list"

    reader.look(reader.window(), f"/{SLUG}/how-it-works/vouchers")
    reader.look(reader.window(), f"/{SLUG}/kindergartens/{garden.id}")
    _shared_queues(reader)
    asked = voucher_family(stack, answers_it=False)
    reader.read(asked, "", "/voucher/", "/voucher/acceptance", "/voucher/refusal")
    active = voucher_family(stack)
    reader.read(active, "", "/voucher/kindergartens", "/voucher/time/", listed)
    tenant, tag = stack.tenants[SLUG], active.actor.tag
    stack.within(vouchers.join_waiting_list, tenant, tag, active.application_id, full.id)
    reader.read(active, "", "/voucher/kindergartens")
    pupil = _admitted(reader, garden)
    reader.read(pupil, "", "/voucher/kindergartens", "/contract/end")
    _staff(reader, pupil, garden, full)

    assert not reader.faults(), "\n".join(reader.faults())
    assert reader.seen() >= VOUCHER_PAGES - set(LEADING_ON)


def _shared_queues(reader: Reader) -> None:
    """All queues of the city, and the first of them with its applications."""
    waiting_family(reader.stack)
    window = reader.window()
    reader.look(window, f"/{SLUG}/queues/")
    window.page.locator(".queues a").first.click()
    window.page.wait_for_url(re.compile(r"/queues/[0-9a-f-]{36}"))
    assert window.examine is not None
    window.examine(window.page)


def _admitted(reader: Reader, garden: Garden) -> Waiting:
    """A child with a contract in this kindergarten."""
    stack = reader.stack
    one, tenant = voucher_family(stack), stack.tenants[SLUG]
    publish_city_place(stack, garden)
    tag, application = one.actor.tag, one.application_id
    stack.within(vouchers.choose, tenant, tag, application, garden.id)
    stack.within(
        admission.submit_documents, tenant, tag, application, complete=True, vaccinated=True
    )
    stack.within(admission.admit, tenant, ACTOR, application)
    stack.within(admission.sign, tenant, tag, application)
    return one


def _staff(reader: Reader, pupil: Waiting, garden: Garden, full: Garden) -> None:
    desk = reader.window()
    Desk(desk, full, SLUG).come_in()
    reader.look(desk, f"/{SLUG}/kindergarten/waiting-list/")
    desk = reader.window()
    Desk(desk, garden, SLUG).come_in()
    reader.look(desk, f"/{SLUG}/kindergarten/pupils/{pupil.application_id}/contract-end")
    office = reader.window()
    Door(office, SLUG).sign_staff_in(city_specialist(reader.stack), PASSWORD)
    office.see_title(office.words("What waits"))
    reader.look(office, f"/{SLUG}/office/iterations/{CITY}")
    reader.look(office, f"/{SLUG}/office/applications/{pupil.application_id}/")
