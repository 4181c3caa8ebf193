"""An administrator enters a kindergarten by form, takes the registry away and brings a CSV back."""

import csv
import uuid
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from e2e.pages.settings import Settings
from e2e.stack import Stack
from e2e.windows import Window, Windows

HOME = "/demo/admin/registry/"
NAMES = {"kk": "«Балдәурен» балабақшасы", "ru": "Сад «Балдаурен»"}
MORE = "27"


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_form_and_a_file_say_the_same(
    stack: Stack, windows: Windows, tmp_path: Path, language: str
) -> None:
    head, code = windows.new(language), f"hand-{uuid.uuid4().hex[:8]}"
    words = head.words
    Settings(head, "demo").come_in(stack, f"registry-{code}")

    _enter(head, code)
    head.see_title(NAMES[language])
    head.see(words("No group is entered: nobody can choose this kindergarten yet."))

    head.open(HOME)
    with head.page.expect_download() as workbook:
        head.follow(words("Download as XLSX"))
    assert workbook.value.path().read_bytes()[:2] == b"PK"
    head.page.get_by_text(words("CSV for programs"), exact=True).click()
    with head.page.expect_download() as sheet:
        head.page.locator("a[href$='kindergartens.csv']").click()
    file = tmp_path / "registry.csv"
    sheet.value.save_as(file)

    # A word that no territory has: nothing is taken in, and the line says why.
    _bring(head, _changed(file, code, territory="nowhere"))
    head.see(words("The file cannot be taken in as it is"))
    head.see(words("Mend the lines below and bring it again. Nothing was written."))
    _bring(head, _changed(file, code, capacity=MORE))
    head.see(words("Nothing has been changed"))
    line = head.page.get_by_role("row").filter(has_text=code)
    _shows(line, f"20 → {MORE}")
    head.fill(words("By which decision, and why"), "Бұйрық № 32")
    head.press(words("Take the file in"))
    head.see_title(words("Registry of kindergartens"))
    head.open(f"{HOME}?text={code}")
    _shows(head.page.get_by_role("row").filter(has_text=code), MORE)


def _enter(head: Window, code: str) -> None:
    """Every box by its name; without a name nothing is kept."""
    words, page = head.words, head.page
    head.open(HOME)
    head.follow(words("Enter a kindergarten"))
    head.see_title(words("Enter a kindergarten"))
    page.locator("input[name=external_id]").fill(code)
    head.press(words("Keep"))
    head.see_title(words("Enter a kindergarten"))
    for name, value in (("name_kk", NAMES["kk"]), ("name_ru", NAMES["ru"]), ("capacity", "20")):
        page.locator(f"input[name={name}]").fill(value)
    for name, value in (("kind", "kindergarten"), ("ownership", "state"), ("territory", "city")):
        page.locator(f"select[name={name}]").select_option(value)
    page.locator("input[name=languages][value=kk]").check()
    head.fill(words("By which decision, and why"), "Ашылды")
    head.press(words("Keep"))


def _changed(file: Path, code: str, **cells: str) -> Path:
    """A file with this kindergarten's line alone, where some cells say something else."""
    with file.open(encoding="utf-8-sig", newline="") as sheet:
        rows = csv.DictReader(sheet)
        columns, own = rows.fieldnames, [row for row in rows if row["external_id"] == code]
    assert columns is not None
    assert len(own) == 1
    path = file.with_name(f"{'-'.join(cells)}.csv")
    with path.open("w", encoding="utf-8", newline="") as sheet:
        writer = csv.DictWriter(sheet, columns)
        writer.writeheader()
        writer.writerow(own[0] | cells)
    return path


def _bring(head: Window, file: Path) -> None:
    head.open(f"{HOME}files/new")
    head.page.locator("input[type=file]").set_input_files(file)
    head.press(head.words("Look at the differences"))
    head.see_title(head.words("What the file would change"))


def _shows(row: Locator, text: str) -> None:
    row.filter(has_text=text).first.wait_for()
