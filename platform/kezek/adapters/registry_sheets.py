"""A file of the registry as tables of text: CSV in any usual coding, or a workbook (XLSX).

Formulas count by the values that were stored with them, dates and numbers as they are read.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kezek.core.cells import as_written

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 60
_MOST_UNPACKED = 100 * 1024 * 1024
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its header and its rows, each with its line."""

    name: str
    header: list[str]
    rows: list[tuple[int, list[str]]]
    lacks_kazakh: bool = False
    """Whether its coding has no Kazakh letters, so that they were lost before it came."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell, in a line, or in the file as a whole."""

    sheet: str
    line: int
    column: str
    code: str
    cell: str = ""
    values: dict[str, Any] = field(default_factory=dict)


class Unreadable(ValueError):
    """A file without tables: its one fault."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.fault = Fault("", 1, "", code, values=dict(values))


def read_sheets(content: bytes) -> list[Sheet]:
    """The tables of a file, by what is in it, whatever its name. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("file_too_large", most=MOST_BYTES // 1024 // 1024)
    sheets = _of_workbook(content) if content.startswith(_ZIP) else [_of_csv(content)]
    if not sheets:
        raise Unreadable("file_empty")
    return sheets


def _of_csv(content: bytes) -> Sheet:
    text, lacks_kazakh = _decoded(content)
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [
            (reader.line_num, [as_written(cell.strip()) for cell in row])
            for row in reader
            if any(row)
        ]
    except csv.Error:
        raise Unreadable("file_no_table") from None
    if not rows:
        raise Unreadable("file_empty")
    return _sheet("", rows, lacks_kazakh=lacks_kazakh)


def _decoded(content: bytes) -> tuple[str, bool]:
    """The text, and whether its coding has no letters for Kazakh."""
    is_wide = content[:2] in _MARKS_16
    if b"\x00" in content and not is_wide:
        raise Unreadable("file_no_text")
    for coding in ("utf-16",) if is_wide else ("utf-8-sig",):
        try:
            return content.decode(coding), False
        except UnicodeDecodeError:
            if is_wide:
                raise Unreadable("file_no_text") from None
    try:
        return content.decode("windows-1251"), True
    except UnicodeDecodeError:
        raise Unreadable("file_no_text") from None


_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")


def _of_workbook(content: bytes) -> list[Sheet]:
    _refuse_a_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        tables = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    except (CalamineError, ValueError, OSError):
        raise Unreadable("file_no_workbook") from None
    return [_sheet(name, rows) for name, table in tables if (rows := list(_rows(table)))]


def _refuse_a_bomb(content: bytes) -> None:
    """A small file may unpack to a very large one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except zipfile.BadZipFile:
        raise Unreadable("file_no_workbook") from None
    if unpacked > _MOST_UNPACKED:
        raise Unreadable("file_too_large", most=MOST_BYTES // 1024 // 1024)


def _rows(table: list[list[Any]]) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(table, start=1):
        cells = [_text(cell) for cell in row]
        if any(cells):
            yield line, cells


def _text(cell: object) -> str:
    """A cell as a person reads it: 120 and not 120.0, a day without its midnight."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if not cell.time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _sheet(name: str, rows: list[tuple[int, list[str]]], *, lacks_kazakh: bool = False) -> Sheet:
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable("file_too_long", most=MOST_ROWS)
    header = rows[0][1]
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MOST_COLUMNS:
        raise Unreadable("file_too_wide", most=MOST_COLUMNS)
    return Sheet(name, header, [_cut(row, len(header)) for row in rows[1:]], lacks_kazakh)


def _cut(row: tuple[int, list[str]], width: int) -> tuple[int, list[str]]:
    """Empty cells behind the last column are nobody's; a written one is told."""
    line, cells = row
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return line, cells
