"""The figures of a region: looked over by its administrator, and taken away by everybody."""

import csv
import json
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import expect

from e2e.axe import Examination
from e2e.pages.account import Door
from e2e.stack import Stack
from e2e.town import PASSWORD, new_garden, open_desk, waiting_family
from e2e.windows import Window, Windows
from kezek.core.access import Role
from kezek.web.statistics.pages import SUBJECTS

BASE = "/demo/statistics"
OPEN_DATA = "/demo/open-data"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_region_is_looked_over(
    stack: Stack, windows: Windows, tmp_path: Path, language: str
) -> None:
    waiting_family(stack, new_garden(stack))
    window = _administrator(stack, windows, language)

    window.open(f"{BASE}/")
    for subject in SUBJECTS.values():
        window.page.get_by_role("link", name=window.words(subject.title), exact=True).last.click()
        window.see_title(window.words(subject.title))
    window.open(f"{BASE}/queue")
    picture = window.page.get_by_role("img", name=window.words("By territory"))
    expect(picture).to_be_visible()
    window.page.get_by_text(window.words("The same as a table")).first.click()
    table = window.page.get_by_role("table", name=window.words("By territory"))
    expect(table).to_be_visible()
    with window.page.expect_download() as download:
        window.follow(window.words("Take the table as CSV"))
    download.value.save_as(tmp_path / "sheet.csv")
    lines = (tmp_path / "sheet.csv").read_text(encoding="utf-8-sig").splitlines()

    assert lines[0].startswith(window.words("Territory"))
    assert table.get_by_role("row").count() == len(lines)


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_everybody_takes_open_data(
    stack: Stack, windows: Windows, tmp_path: Path, language: str
) -> None:
    window = windows.new(language)

    window.open("/demo/")
    window.follow(window.words("Open data"))
    window.see_title(window.words("Open data"))
    with window.page.expect_download() as download:
        window.follow("CSV")
    download.value.save_as(tmp_path / "queue.csv")
    with (tmp_path / "queue.csv").open(encoding="utf-8-sig", newline="") as sheet:
        rows = list(csv.DictReader(sheet))
    same = window.page.request.get(f"{window.address}{OPEN_DATA}/queue.json").json()
    described = window.page.request.get(f"{window.address}{OPEN_DATA}/openapi.json")

    assert rows[0]["territory"] == ""
    # Few people are told by no file: they are covered in both.
    assert {row["children"] for row in rows if row["cover"] == "small"} == {f"<{same['least']}"}
    assert {row["children"] for row in same["rows"] if row["cover"] == "small"} == {None}
    assert json.loads(described.text())["openapi"].startswith("3.1")


def test_the_pages_can_be_read_by_everybody(stack: Stack, windows: Windows) -> None:
    window = _administrator(stack, windows, "kk")
    faults: list[str] = []

    for path in (*(f"{BASE}/{key}" for key in SUBJECTS), f"{OPEN_DATA}/"):
        examine = Examination(stack.app)
        window.open(path)
        examine(window.page)
        faults += [f"{path}: {fault}" for fault in examine.faults]

    assert not faults, "\n".join(faults)


def _administrator(stack: Stack, windows: Windows, language: str) -> Window:
    login = f"figures-{uuid.uuid4().hex[:8]}"
    open_desk(stack, Role.ADMIN, login, language=language)
    window = windows.new(language)
    Door(window).sign_staff_in(login, PASSWORD)
    window.see_title(window.words("How places are given"))
    return window
