"""The registry as CSV: kindergartens or their groups, and what is wrong in each line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from kezek.adapters.registry_columns import Column, group_columns, kindergarten_columns
from kezek.adapters.sources import Problem
from kezek.core.regions import Tenant

FILES = ("kindergartens.csv", "groups.csv", "demo_kindergartens.csv", "demo_groups.csv")


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
class RegistryFile:
    """What a file holds; where it has problems, only its good lines."""

    file: Path
    kindergartens: tuple[KindergartenLine, ...]
    groups: tuple[GroupLine, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file's header and its rows, each with its line."""

    file: Path
    header: list[str]
    rows: list[tuple[int, list[str]]]


class _Unreadable(ValueError):
    """A file without rows: its one problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_registry(path: Path, region: Tenant) -> RegistryFile:
    """The kindergartens or the groups of a CSV file, told apart by their columns."""
    try:
        sheet = _open(path)
    except _Unreadable as error:
        return RegistryFile(path, (), (), (error.problem,))
    is_groups = "birth_year" in sheet.header
    columns = group_columns(region) if is_groups else kindergarten_columns(region)
    problems = list(_header_problems(sheet, columns))
    if problems:
        return RegistryFile(path, (), (), tuple(problems))
    key = ("external_id", "birth_year", "language") if is_groups else ("external_id",)
    good = list(_good_rows(sheet, columns, key, problems))
    if is_groups:
        groups = tuple(GroupLine(line=line, **values) for line, values in good)
        return RegistryFile(path, (), groups, tuple(problems))
    kindergartens = tuple(KindergartenLine(line=line, **values) for line, values in good)
    return RegistryFile(path, kindergartens, (), tuple(problems))


def registry_problems(region: Tenant, folder: Path) -> list[Problem]:
    """Everything that is wrong in the registry files of a region's folder, and between them."""
    files = [read_registry(folder / name, region) for name in FILES if (folder / name).exists()]
    found = [problem for file in files for problem in file.problems]
    known: dict[str, Path] = {}
    for file in files:
        for one in file.kindergartens:
            if known.setdefault(one.external_id, file.file) != file.file:
                message = f"{one.external_id} stands in another file already"
                found.append(Problem(file.file, one.line, message, "once only"))
    found.extend(
        Problem(file.file, one.line, f"no kindergarten is called {one.external_id}", "a known one")
        for file in files
        for one in file.groups
        if one.external_id not in known
    )
    return found


def _open(path: Path) -> _Sheet:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError:
        raise _Unreadable(Problem(path, 1, "the file cannot be read", "a CSV file")) from None
    except UnicodeDecodeError:
        problem = Problem(path, 1, "the file is no UTF-8 text", "CSV saved as UTF-8")
        raise _Unreadable(problem) from None
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(row)]
    if not rows:
        raise _Unreadable(Problem(path, 1, "the file is empty", "a first line with columns"))
    return _Sheet(path, rows[0][1], rows[1:])


def _header_problems(sheet: _Sheet, columns: Mapping[str, Column]) -> Iterator[Problem]:
    path, header = sheet.file, sheet.header
    allowed = ", ".join(columns)
    for name in dict.fromkeys(header):
        if name not in columns:
            yield Problem(path, 1, f"no column is called {name!r}", allowed)
        elif header.count(name) > 1:
            yield Problem(path, 1, f"the column {name} stands twice", "once only")
    for name, column in columns.items():
        if column.required and name not in header:
            yield Problem(path, 1, f"the column {name} is missing", allowed)


def _good_rows(
    sheet: _Sheet,
    columns: Mapping[str, Column],
    key: tuple[str, ...],
    problems: list[Problem],
) -> Iterator[tuple[int, dict[str, Any]]]:
    path, header = sheet.file, sheet.header
    seen: set[tuple[Any, ...]] = set()
    for line, cells in sheet.rows:
        if len(cells) != len(header):
            message = f"{len(cells)} cells under {len(header)} columns"
            problems.append(Problem(path, line, message, "as many as columns"))
            continue
        faults: list[Problem] = []
        values = _values(path, line, dict(zip(header, cells, strict=True)), columns, faults)
        identity = tuple(values.get(name) for name in key)
        if not faults and identity in seen:
            shown = " ".join(str(part) for part in identity)
            faults.append(Problem(path, line, f"{shown} stands twice", "once only"))
        problems.extend(faults)
        if not faults:
            seen.add(identity)
            yield line, values


def _values(
    path: Path,
    line: int,
    cells: Mapping[str, str],
    columns: Mapping[str, Column],
    faults: list[Problem],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, column in columns.items():
        cell = cells.get(name, "")
        try:
            if column.required and not cell:
                raise ValueError(name)
            values[name] = column.read(cell)
        except ValueError:
            faults.append(Problem(path, line, f"{name} cannot be {cell!r}", column.allowed))
    return values
