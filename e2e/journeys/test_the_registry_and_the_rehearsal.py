"""An administrator brings the registry in a workbook, and rehearses a change of the ratio."""

import io
import re
import uuid

import pytest
from playwright.sync_api import FilePayload, expect

from e2e.axe import Examination
from e2e.pages.account import Door
from e2e.stack import Stack
from e2e.town import PASSWORD, new_garden, open_desk, waiting_family
from e2e.windows import Window, Windows
from e2e.words import LANGUAGE_NAMES
from kezek.adapters.registry_titles import TITLES
from kezek.adapters.registry_xlsx import workbook
from kezek.core.access import Role
from kezek.reads.registry import registry_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOME = "/demo/admin/registry/"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_workbook_is_looked_at_and_taken_in(
    stack: Stack, windows: Windows, language: str
) -> None:
    head, examine = windows.new(language), Examination(stack.app)
    head.examine = examine
    words, code = head.words, f"e2e-{uuid.uuid4().hex[:8]}"
    _come_in(head, stack)

    head.open(HOME)
    head.see_title(words("Registry of kindergartens"))
    head.follow(words("Bring a file"))
    head.see_title(words("Bring a file"))
    head.page.locator("input[type=file]").set_input_files(_workbook(stack, language, code))
    head.press(words("Look at the differences"))
    head.see_title(words("What the file would change"))
    head.see(words("Nothing has been changed"))
    head.see(code)
    head.see(f"{TITLES['name_ru'].in_language(language)}: Сад «Жолбасшы»")

    head.fill(words("By which decision, and why"), "Бұйрық № 31")
    head.press(words("Take the file in"))
    head.see_title(words("Registry of kindergartens"))
    head.open(f"{HOME}?text={code}")
    head.follow("Сад «Жолбасшы»" if language == "ru" else "«Жолбасшы» балабақшасы")

    _keeps_its_groups(head)
    _closes_it(head)
    assert examine.faults == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_changed_ratio_is_rehearsed(stack: Stack, windows: Windows, language: str) -> None:
    garden = new_garden(stack)
    first, second = waiting_family(stack, garden), waiting_family(stack, garden)
    head, examine = windows.new(language), Examination(stack.app)
    head.examine = examine
    words = head.words
    _come_in(head, stack)

    head.open("/demo/admin/rehearsals/")
    head.see_title(words("Rehearsals of changes"))
    head.page.locator("input[name=ratio_g]").fill("1")
    head.page.locator("select[name=opening]").select_option("10")
    head.press(words("Rehearse"))
    head.see_title(words("Rehearsal of a change"))
    head.see(words("Nothing has been changed"))
    head.see("3 → 1")
    head.see(words("Who would get a chance of a place"))

    head.box(words("Application number")).fill(first.number)
    head.press(words("Show"))
    expect(head.page.get_by_role("row", name=first.number)).to_be_visible()
    expect(head.page.get_by_role("row", name=second.number)).to_have_count(0)
    with head.page.expect_download() as brought:
        head.follow(words("Download as CSV"))
    table = brought.value.path().read_text(encoding="utf-8-sig")
    assert table.count("\n") == 2
    assert first.number in table
    assert examine.faults == []


def _come_in(window: Window, stack: Stack) -> None:
    login = f"admin-{uuid.uuid4().hex[:12]}"
    open_desk(stack, Role.ADMIN, login)
    Door(window).sign_staff_in(login, PASSWORD)
    window.page.wait_for_url("**/admin/")
    window.speak(LANGUAGE_NAMES[window.words.language])
    window.see_title(window.words("How places are given"))


def _workbook(stack: Stack, language: str, code: str) -> FilePayload:
    """The registry as it was downloaded, with one more line."""
    kindergartens, groups, region = stack.within(registry_rows, stack.tenants["demo"])
    new = {
        **kindergartens[0],
        "external_id": code,
        "name_kk": "«Жолбасшы» балабақшасы",
        "name_ru": "Сад «Жолбасшы»",
        "kind": "mini_centre",
        "is_demo": False,
    }
    content = workbook([*kindergartens, new], groups, region, language)
    assert io.BytesIO(content).read(2) == b"PK"
    return {"name": "registry.xlsx", "mimeType": XLSX, "buffer": content}


def _keeps_its_groups(head: Window) -> None:
    """A group is entered by hand, and seen."""
    words = head.words
    head.follow(words("Enter a group"))
    head.see_title(words("Enter a group"))
    head.page.locator("select[name=birth_year]").select_option(index=1)
    head.page.locator("input[name=capacity]").fill("20")
    head.fill(words("By which decision, and why"), "Норма")
    head.press(words("Keep"))
    head.see(re.compile("20"))
    head.follow(words("Change"))
    head.see_title(words("Change a kindergarten"))
    head.page.go_back()


def _closes_it(head: Window) -> None:
    """Nobody waits for it: it is closed, and opened again."""
    words = head.words
    head.fill(words("By which decision, and why"), "Жөндеу")
    head.press(words("Close the kindergarten"))
    head.see(words("Nobody can choose it and it publishes no places. Its history stays."))
    head.fill(words("By which decision, and why"), "Жөндеу аяқталды")
    head.press(words("Open it again"))
    expect(head.button(words("Close the kindergarten"))).to_be_visible()
