"""The registry as a workbook: two sheets, words instead of codes, every text a text.

Nothing is written as a formula, so that a cell that begins with `=`, `+`, `-` or `@` does nothing
on anybody's machine; what may be chosen is offered as a list.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kezek.adapters.registry_columns import group_columns, kindergarten_columns
from kezek.adapters.registry_titles import (
    GROUPS,
    KINDERGARTENS,
    KINDS,
    LANGUAGES,
    OWNERSHIPS,
    TITLES,
    TRUTHS,
    territories_of,
)
from kezek.core.regions import Tenant, Words

Row = Mapping[str, Any]
"""A kindergarten or a group by the names of its columns."""

_SAFE = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_WIDE = {"name_kk": 40, "name_ru": 40, "address_kk": 36, "address_ru": 36, "source": 24}
_USUAL = 16
_SPARE_ROWS = 2000
"""Lines below the last one that offer the same lists."""


def workbook(
    kindergartens: Sequence[Row], groups: Sequence[Row], region: Tenant, language: str
) -> bytes:
    """The registry as an XLSX file with the titles and words of one language."""
    written = io.BytesIO()
    with Workbook(written, _SAFE) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        words = _words(region)
        for title, columns, rows in (
            (KINDERGARTENS, [*kindergarten_columns(region)], kindergartens),
            (GROUPS, [*group_columns(region)], groups),
        ):
            sheet = book.add_worksheet(title.in_language(language))
            _write(sheet, bold, columns, rows, words, language)
    return written.getvalue()


def _words(region: Tenant) -> dict[str, Mapping[str, Words]]:
    """The words of the columns that hold codes."""
    languages = {
        code: LANGUAGES.get(code, Words(code, code)) for code in region.instruction_languages
    }
    return {
        "kind": KINDS,
        "ownership": OWNERSHIPS,
        "territory": territories_of(region),
        "language": languages,
        "languages": languages,
        "is_demo": TRUTHS,
    }


def _write(
    sheet: Worksheet,
    bold: Format,
    columns: Sequence[str],
    rows: Iterable[Row],
    words: Mapping[str, Mapping[str, Words]],
    language: str,
) -> None:
    last = 0
    for at, name in enumerate(columns):
        sheet.write_string(0, at, TITLES[name].in_language(language), bold)
        sheet.set_column(at, at, _WIDE.get(name, _USUAL))
    for last, row in enumerate(rows, start=1):
        for at, name in enumerate(columns):
            _write_cell(sheet, last, at, _said(row.get(name), words.get(name), language))
    for at, name in enumerate(columns):
        if name in words and name != "languages":
            offered = [one.in_language(language) for one in words[name].values()]
            sheet.data_validation(
                1,
                at,
                last + _SPARE_ROWS,
                at,
                {"validate": "list", "source": offered, "error_type": "warning"},
            )
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(columns) - 1)


def _write_cell(sheet: Worksheet, line: int, at: int, value: object) -> None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(line, at, float(value))
    elif value not in (None, ""):
        sheet.write_string(line, at, str(value))


def _said(value: object, words: Mapping[str, Words] | None, language: str) -> object:
    """A value in words: of a list each, of a number the number itself."""
    if words is None:
        return value
    if isinstance(value, bool):
        value = "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(_word(str(one), words, language) for one in value)
    return _word(str(value), words, language) if value is not None else None


def _word(code: str, words: Mapping[str, Words], language: str) -> str:
    known = words.get(code)
    return known.in_language(language) if known else code
