"""A figure: one table with what it counts, as of when and without what, and its chart (N14).

A page, a sheet and a picture are made of the same rows, so that none of them tells another story.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kezek.core.cells import harmless
from kezek.core.turns import Standing
from kezek.web.i18n import format_number
from kezek.web.labels import STANDING
from kezek.web.words import say

Value = int | float | str | None
"""A whole number, a number with one decimal place, a word, or nothing known."""

NOTHING = "–"


class Kind(StrEnum):
    """How rows are drawn."""

    ROWS = "rows"
    """A bar lying down for each row, its parts one after another."""
    PAIRS = "pairs"
    """A bar lying down for each column, those of a row one below the other."""
    COLUMNS = "columns"
    """A bar standing up for each row, most often a month."""
    LINES = "lines"
    """A line through the rows for each column."""


@dataclass(frozen=True, slots=True)
class Series:
    """One column of numbers with its pattern, so that colour is never the only difference."""

    name: str
    tone: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """What is drawn: a name for each row, and one or more series over them."""

    kind: Kind
    labels: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One table with its explanation, and its picture if it has one."""

    key: str
    """Part of ids and of the address of its sheet."""
    title: str
    counts: str
    leaves_out: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    chart: Chart | None = None
    empty: str = ""
    """What is said when there is no row; a common sentence by default."""
    is_paged: bool = False
    """Whether a page shows a part of the rows; a sheet has all of them."""


def shown(value: Value) -> str:
    """A cell in the reader's language."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return format_number(value)
    whole, _, tenth = f"{value:.1f}".partition(".")
    return f"{format_number(int(whole))},{tenth}"


def sheet_of(figure: Figure) -> bytes:
    """The rows for a spreadsheet, as those of the country open them."""
    sheet = io.StringIO()
    lines = csv.writer(sheet, delimiter=";")
    lines.writerow(figure.columns)
    lines.writerows([_plain(value) for value in row] for row in figure.rows)
    # The mark of the byte order tells a spreadsheet that the letters are not Western European.
    return sheet.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".replace(".", ",")
    return harmless(value) if isinstance(value, str) else "" if value is None else str(value)


CLASSES = tuple(str(one) for one in Standing)
TONES = {"O": "c", "P": "b", "G": "a"}
"""Patterns of the three classes, the same on every page."""


def class_name(standing: str) -> str:
    """A class by its letter and its name."""
    return f"{standing} · {say(STANDING[standing].text)}"


def class_series(rows: Sequence[Sequence[int]]) -> tuple[Series, ...]:
    """The three classes as parts of bars; each row has its numbers in the order O, P, G."""
    return tuple(
        Series(class_name(one), TONES[one], tuple(float(row[at]) for row in rows))
        for at, one in enumerate(CLASSES)
    )
