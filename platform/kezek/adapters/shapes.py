"""The shape that a data file must have, and every place where it has another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kezek.adapters.toml_lines import Path
from kezek.adapters.values import Reads

SECRET_WORDS = ("password", "passwd", "secret", "token", "api_key", "apikey", "credential", "dsn")
"""Parts of a key under which people put what must never stand in a region's files."""

_URL_WITH_PASSWORD = re.compile(r"\w+://[^/\s:@]*:[^/\s@]+@")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where data have another shape, what is the matter, and what is allowed there."""

    path: Path
    message: str
    allowed: str


class Shape(Protocol):
    """A part of the shape of a file."""

    def faults(self, path: Path, raw: object, *, complete: bool) -> Iterator[Fault]:
        """Everything that is wrong; what is missing counts only where the data are complete."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a kind."""

    kind: Reads
    required: bool = True

    def faults(self, path: Path, raw: object, *, complete: bool) -> Iterator[Fault]:
        """An impossible value, or one that looks like a secret."""
        if isinstance(raw, str) and _URL_WITH_PASSWORD.search(raw):
            yield Fault(path, "a secret stands here", "secrets are given by the environment only")
            return
        try:
            self.kind.read(raw)
        except ValueError:
            yield Fault(path, f"{_name(path)} cannot be {raw!r}", self.kind.allowed)


@dataclass(frozen=True, slots=True)
class Section:
    """A table with known keys."""

    keys: Mapping[str, Shape]
    required: bool = True

    def faults(self, path: Path, raw: object, *, complete: bool) -> Iterator[Fault]:
        """Unknown and missing keys, then what is wrong under the known ones."""
        if not isinstance(raw, Mapping):
            yield Fault(path, f"{_name(path)} is no table", f"keys {', '.join(self.keys)}")
            return
        for key, value in raw.items():
            if key in self.keys:
                yield from self.keys[key].faults((*path, key), value, complete=complete)
            else:
                yield self._unknown((*path, key), key)
        if complete:
            for key, shape in self.keys.items():
                if key not in raw and getattr(shape, "required", True):
                    yield Fault((*path, key), f"{_name((*path, key))} is missing", _allowed(shape))

    def _unknown(self, path: Path, key: str) -> Fault:
        if any(word in key.lower() for word in SECRET_WORDS):
            return Fault(
                path, f"{key} looks like a secret", "secrets are given by the environment only"
            )
        return Fault(path, f"nothing is called {key}", ", ".join(sorted(self.keys)))


@dataclass(frozen=True, slots=True)
class Named:
    """A table whose keys are names of one kind, each with the same shape under it."""

    name: Reads
    shape: Shape
    required: bool = False

    def faults(self, path: Path, raw: object, *, complete: bool) -> Iterator[Fault]:
        """Impossible names, then what is wrong under the good ones."""
        if not isinstance(raw, Mapping):
            yield Fault(path, f"{_name(path)} is no table", f"names, each {self.name.allowed}")
            return
        for key, value in raw.items():
            try:
                self.name.read(key)
            except ValueError:
                yield Fault((*path, key), f"{key!r} is no name here", self.name.allowed)
                continue
            yield from self.shape.faults((*path, key), value, complete=complete)


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of tables of one shape; the columns in `unique` never repeat."""

    row: Section
    unique: tuple[str, ...] = ()
    at_least: int = 0

    @property
    def required(self) -> bool:
        """Whether the list may be left out."""
        return self.at_least > 0

    def faults(self, path: Path, raw: object, *, complete: bool) -> Iterator[Fault]:
        """What is wrong in each row, and what stands twice."""
        if not isinstance(raw, list) or len(raw) < self.at_least:
            yield Fault(path, f"{_name(path)} has too few rows", f"{self.at_least} row(s) or more")
            return
        for position, item in enumerate(raw):
            yield from self.row.faults((*path, position), item, complete=complete)
        for column in self.unique:
            yield from self._repeated(path, raw, column)

    def _repeated(self, path: Path, raw: list[Any], column: str) -> Iterator[Fault]:
        seen: set[object] = set()
        for position, item in enumerate(raw):
            value = item.get(column) if isinstance(item, Mapping) else None
            if value is not None and value in seen:
                yield Fault((*path, position, column), f"{value!r} stands twice", "once only")
            seen.add(value)


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path) or "the file"


def _allowed(shape: Shape) -> str:
    if isinstance(shape, Value):
        return shape.kind.allowed
    if isinstance(shape, Section):
        return f"a table with {', '.join(shape.keys)}"
    return "see tenants/_defaults.toml"
