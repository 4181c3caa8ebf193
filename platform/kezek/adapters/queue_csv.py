"""An existing queue as CSV: its applications, its counts of turns, and what is wrong where."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from kezek.adapters.queue_columns import (
    Column,
    Fault,
    WrongCell,
    application_columns,
    count_columns,
)
from kezek.core.applications import State
from kezek.core.people import DocumentKind, Identity
from kezek.core.queues import QueueType
from kezek.core.regions import Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """One application of the old queue."""

    line: int
    ref: str
    submitted_at: datetime
    territory: str
    queue_type: QueueType
    language: str
    choices: tuple[str, ...]
    categories: tuple[int, ...]
    confirmed: bool
    pmpk: bool
    stage: State
    through: date | None
    planned_from: date | None
    strikes: int
    restored: int
    child_name: str
    born_on: date
    child_iin: str
    child_document_kind: DocumentKind | None
    child_document: str
    guardian_name: str
    guardian_iin: str
    guardian_document_kind: DocumentKind | None
    guardian_document: str
    phone: str
    email: str
    address: str
    letters: str
    number_before: tuple[int | None, ...]

    @property
    def child(self) -> Identity:
        """How the child is known."""
        return _identity(self.child_iin, self.child_document_kind, self.child_document)

    @property
    def guardian(self) -> Identity:
        """How the parent is known."""
        return _identity(self.guardian_iin, self.guardian_document_kind, self.guardian_document)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """How many general turns one queue has given since its last first-priority one."""

    line: int
    territory: str
    kindergarten: str
    queue_type: QueueType
    birth_year: int
    language: str
    count: int


@dataclass(frozen=True, slots=True)
class QueueFile:
    """What the files of an old queue hold; where they have faults, only the good lines."""

    digest: str
    """SHA-256 of both files, by which the journal knows them."""
    lines: tuple[QueueLine, ...]
    counts: tuple[CountLine, ...]
    faults: tuple[Fault, ...]
    count_faults: tuple[Fault, ...] = ()


def read_queue(path: Path, region: Tenant, counts: Path | None = None) -> QueueFile:
    """The applications of one file, and the counts of another, each told apart by its lines."""
    digest = hashlib.sha256(path.read_bytes())
    faults: list[Fault] = []
    rows = list(_rows(path, application_columns(region), faults))
    lines = tuple(_with_people(rows, faults))
    count_faults: list[Fault] = []
    given: tuple[CountLine, ...] = ()
    if counts is not None:
        digest.update(counts.read_bytes())
        found = _rows(counts, count_columns(region), count_faults)
        given = tuple(CountLine(line=line, **values) for line, values in found)
    return QueueFile(digest.hexdigest(), lines, given, tuple(faults), tuple(count_faults))


def _with_people(
    rows: list[tuple[int, dict[str, Any]]], faults: list[Fault]
) -> Iterator[QueueLine]:
    """Good lines: a number for each person, and nobody and no reference twice in the file."""
    refs: dict[str, int] = {}
    children: dict[str, int] = {}
    for number, values in rows:
        line = QueueLine(line=number, **values)
        own = [
            *_person_faults(number, "child", line.child),
            *_person_faults(number, "guardian", line.guardian),
        ]
        for column, key, seen in (
            ("ref", line.ref, refs),
            ("child_iin" if line.child_iin else "child_document", line.child.key, children),
        ):
            first = seen.setdefault(key, number)
            if first != number and not own:
                own.append(Fault(number, column, "twice", {"first": first}))
        faults.extend(own)
        if not own:
            yield line


def _person_faults(line: int, whose: str, person: Identity) -> list[Fault]:
    if person.iin or (person.document_kind and person.document_number):
        return []
    return [Fault(line, f"{whose}_iin", "no_number")]


def _identity(iin: str, kind: DocumentKind | None, number: str) -> Identity:
    return Identity(iin=iin) if iin else Identity(document_kind=kind, document_number=number)


def _rows(
    path: Path, columns: Mapping[str, Column], faults: list[Fault]
) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        faults.append(Fault(1, "", "not_utf8"))
        return
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [cell.strip() for cell in next(reader, [])]
    wrong = list(_header_faults(header, columns))
    faults.extend(wrong)
    if wrong:
        return
    for cells in reader:
        if any(cells):
            values = _values(reader.line_num, header, cells, columns, faults)
            if values is not None:
                yield reader.line_num, values


def _header_faults(header: list[str], columns: Mapping[str, Column]) -> Iterator[Fault]:
    allowed = ", ".join(columns)
    for name in dict.fromkeys(header):
        if name not in columns:
            yield Fault(1, name, "unknown_column", {"allowed": allowed})
        elif header.count(name) > 1:
            yield Fault(1, name, "column_twice")
    for name, column in columns.items():
        if column.is_required and name not in header:
            yield Fault(1, name, "missing_column")


def _values(
    line: int,
    header: list[str],
    cells: list[str],
    columns: Mapping[str, Column],
    faults: list[Fault],
) -> dict[str, Any] | None:
    if len(cells) != len(header):
        faults.append(Fault(line, "", "cells", {"found": len(cells), "wanted": len(header)}))
        return None
    given = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    values: dict[str, Any] = {}
    before = len(faults)
    for name, column in columns.items():
        cell = given.get(name, "")
        try:
            if column.is_required and not cell:
                raise WrongCell("empty")
            values[name] = column.read(cell)
        except WrongCell as wrong:
            faults.append(Fault(line, name, wrong.code, wrong.values))
    return values if len(faults) == before else None
