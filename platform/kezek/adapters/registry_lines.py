"""The lines of a registry's tables: kindergartens, groups, and what is wrong in which cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kezek.adapters.registry_columns import Column, group_columns, kindergarten_columns
from kezek.adapters.registry_sheets import Fault, Sheet
from kezek.adapters.registry_titles import NAMES
from kezek.core.regions import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class KindergartenLine:
    """One kindergarten of a file (L-3.06)."""

    line: int
    external_id: str
    name_kk: str | None
    name_ru: str
    kind: str
    ownership: str
    territory: str
    address_kk: str
    address_ru: str
    lat: float | None
    lon: float | None
    phone: str
    bin: str | None
    """Nothing where the file does not say: then what is known stays."""
    languages: tuple[str, ...]
    hours: Decimal | None
    capacity: int | None
    source: str
    is_demo: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One group of a file: a birth year and a language of a kindergarten."""

    line: int
    external_id: str
    birth_year: int
    language: str
    capacity: int
    is_demo: bool | None
    """Nothing where the file does not say: then it is as the kindergarten is."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What tables hold; where there are faults, only their good lines."""

    kindergartens: tuple[KindergartenLine, ...] = ()
    groups: tuple[GroupLine, ...] = ()
    faults: tuple[Fault, ...] = ()


def read_lines(sheets: Iterable[Sheet], region: Tenant) -> Lines:
    """The kindergartens and the groups of tables, told apart by their columns."""
    kindergartens: list[KindergartenLine] = []
    groups: list[GroupLine] = []
    faults: list[Fault] = []
    for sheet in sheets:
        names = [NAMES.get(head.casefold(), head) for head in sheet.header]
        if "birth_year" in names:
            found = _good(sheet, names, group_columns(region), _GROUP_KEY, faults)
            groups.extend(GroupLine(line=line, **values) for line, values in found)
        else:
            found = _good(sheet, names, kindergarten_columns(region), _KEY, faults)
            kindergartens.extend(KindergartenLine(line=line, **values) for line, values in found)
    return Lines(tuple(kindergartens), tuple(groups), tuple(faults))


_KEY = ("external_id",)
_GROUP_KEY = ("external_id", "birth_year", "language")


def _good(
    sheet: Sheet,
    names: list[str],
    columns: Mapping[str, Column],
    key: tuple[str, ...],
    faults: list[Fault],
) -> list[tuple[int, dict[str, Any]]]:
    wrong = list(_header_faults(sheet, names, columns))
    faults.extend(wrong)
    return [] if wrong else list(_good_rows(sheet, names, columns, key, faults))


def _header_faults(
    sheet: Sheet, names: list[str], columns: Mapping[str, Column]
) -> Iterator[Fault]:
    allowed = tuple(columns)
    for name in dict.fromkeys(names):
        if name not in columns:
            yield Fault(sheet.name, 1, name, "unknown_column", name, {"allowed": allowed})
        elif names.count(name) > 1:
            yield Fault(sheet.name, 1, name, "column_twice", name)
    for name, column in columns.items():
        if column.required and name not in names:
            yield Fault(sheet.name, 1, name, "missing_column", name, {"allowed": allowed})


def _good_rows(
    sheet: Sheet,
    names: list[str],
    columns: Mapping[str, Column],
    key: tuple[str, ...],
    faults: list[Fault],
) -> Iterator[tuple[int, dict[str, Any]]]:
    seen: dict[tuple[Any, ...], int] = {}
    for line, cells in sheet.rows:
        if len(cells) != len(names):
            counts = {"found": len(cells), "wanted": len(names)}
            faults.append(Fault(sheet.name, line, "", "cells", values=counts))
            continue
        wrong: list[Fault] = []
        values = _values(sheet, line, dict(zip(names, cells, strict=True)), columns, wrong)
        identity = tuple(values.get(name) for name in key)
        if not wrong and identity in seen:
            shown = " ".join(str(part) for part in identity)
            first = {"first": seen[identity]}
            wrong.append(Fault(sheet.name, line, key[0], "twice", shown, first))
        faults.extend(wrong)
        if not wrong:
            seen[identity] = line
            yield line, values


def _values(
    sheet: Sheet,
    line: int,
    cells: Mapping[str, str],
    columns: Mapping[str, Column],
    wrong: list[Fault],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, column in columns.items():
        if column.stays and name not in cells:
            values[name] = None
            continue
        cell = cells.get(name, "")
        try:
            values[name] = column.value(cell)
        except ValueError:
            code = column.code if cell else "empty"
            given = {**column.values, "wanted": column.allowed}
            wrong.append(Fault(sheet.name, line, name, code, cell, given))
            continue
        # Of a coding without Kazakh letters an office program makes question marks.
        if sheet.lacks_kazakh and "?" in cell:
            wrong.append(Fault(sheet.name, line, name, "lost_letters", cell))
    return values
