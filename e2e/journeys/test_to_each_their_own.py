"""A session is of one region, and what is another family's is nowhere."""

from playwright.sync_api import expect

from e2e.pages.account import Door
from e2e.pages.family import Cabinet
from e2e.stack import Stack
from e2e.town import new_family, new_garden, waiting_family
from e2e.windows import Window, Windows


def test_two_regions_are_open_at_once(stack: Stack, windows: Windows) -> None:
    here, _ = new_family(stack)
    there, _ = new_family(stack, slug="karaganda")
    window = windows.new()
    beside = windows.beside(window)

    Door(window).sign_in(here, "My cabinet")
    beside.open("/karaganda/family/")
    beside.see_title(beside.words("Sign in or sign up"))
    Door(beside, "karaganda").sign_in(there, "My cabinet")

    for one, path in ((window, "/demo/family/"), (beside, "/karaganda/family/")):
        one.open(path)
        one.see_title(one.words("My cabinet"))
    _sign_out(beside)
    window.open("/demo/family/")
    window.see_title(window.words("My cabinet"))


def test_what_is_another_familys_is_nowhere(stack: Stack, windows: Windows) -> None:
    garden = new_garden(stack)
    mine, theirs = waiting_family(stack, garden), waiting_family(stack, garden)
    window = windows.new()
    Door(window).sign_in(mine.parent, "My cabinet")
    Cabinet(window, mine.parent).open_application(mine.number)

    for page in ("", "/offer/", "/referral/", "/contract/", "/withdrawal", "/now"):
        path = f"/demo/family/applications/{theirs.application_id}{page}"
        answer = window.open(path)
        assert answer is not None
        assert answer.status == 404, path
        expect(window.page.get_by_role("main")).not_to_contain_text(theirs.number)
    for path in ("/demo/kindergarten/", "/demo/office/", "/demo/kindergarten/places/"):
        answer = window.open(path)
        assert answer is not None
        assert answer.status in (403, 404), path
    window.open(f"/karaganda/family/applications/{mine.application_id}")
    window.see_title(window.words("Sign in or sign up"))


def _sign_out(window: Window) -> None:
    head = window.page.get_by_role("banner")
    head.get_by_role("button", name=window.words("Sign out")).click()
    expect(head.get_by_role("button", name=window.words("Sign out"))).to_have_count(0)
