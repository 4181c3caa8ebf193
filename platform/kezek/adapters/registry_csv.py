"""The registry as files of a region's folder: kindergartens or their groups, and every fault."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kezek.adapters.registry_lines import GroupLine, KindergartenLine, Lines, read_lines
from kezek.adapters.registry_sheets import Fault, Unreadable, read_sheets
from kezek.adapters.sources import Problem
from kezek.core.regions import Tenant

FILES = ("kindergartens.csv", "groups.csv", "demo_kindergartens.csv", "demo_groups.csv")


@dataclass(frozen=True, slots=True)
class RegistryFile:
    """What a file holds; where it has problems, only its good lines."""

    file: Path
    kindergartens: tuple[KindergartenLine, ...]
    groups: tuple[GroupLine, ...]
    problems: tuple[Problem, ...]

    @property
    def lines(self) -> Lines:
        """Its good lines without the file."""
        return Lines(self.kindergartens, self.groups)


def read_registry(path: Path, region: Tenant) -> RegistryFile:
    """The kindergartens or the groups of a file, told apart by their columns."""
    try:
        content = path.read_bytes()
    except OSError:
        problem = Problem(path, 1, "the file cannot be read", "a CSV file")
        return RegistryFile(path, (), (), (problem,))
    try:
        lines = read_lines(read_sheets(content), region)
    except Unreadable as error:
        return RegistryFile(path, (), (), (_problem(path, error.fault),))
    problems = tuple(_problem(path, fault) for fault in lines.faults)
    return RegistryFile(path, lines.kindergartens, lines.groups, problems)


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


def _problem(path: Path, fault: Fault) -> Problem:
    message, allowed = _MESSAGES.get(fault.code, (_CELL, "{wanted}"))
    listed = {
        name: ", ".join(value) if isinstance(value, tuple) else value
        for name, value in fault.values.items()
    }
    values = {**listed, "column": fault.column, "cell": fault.cell, "quoted": repr(fault.cell)}
    return Problem(path, fault.line, message.format(**values), allowed.format(**values))


_CELL = "{column} cannot be {quoted}"
_MESSAGES = {
    "unknown_column": ("no column is called {quoted}", "{allowed}"),
    "column_twice": ("the column {column} stands twice", "once only"),
    "missing_column": ("the column {column} is missing", "{allowed}"),
    "cells": ("{found} cells under {wanted} columns", "as many as columns"),
    "twice": ("{cell} stands twice", "once only"),
    "lost_letters": ("{column} has lost its Kazakh letters: {quoted}", "CSV saved as UTF-8"),
    "file_too_large": ("the file is too large", "up to {most} MB"),
    "file_empty": ("the file is empty", "a first line with columns"),
    "file_no_table": ("the file is no table", "a CSV file"),
    "file_no_text": ("the file is no UTF-8 text", "CSV saved as UTF-8"),
    "file_no_workbook": ("the file is no workbook", "XLSX"),
    "file_too_long": ("the file has too many lines", "up to {most}"),
    "file_too_wide": ("the file has too many columns", "up to {most}"),
}
"""In English, for the operator's terminal; pages have their own words in two languages."""
