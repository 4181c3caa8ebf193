"""The shape that a data file must have, and every place where it has another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kezek.adapters.toml_lines import Path

SECRET_WORDS = ("password", "passwd", "secret", "token", "api_key", "apikey", "credential", "dsn")
"""Parts of a key under which people put what must never stand in a region's files."""

_URL_WITH_PASSWORD = re.compile(r"\w+://[^/\s:@]*:[^/\s@]+@")


@dataclass(frozen=True, slots=True)
class Fault:
    """Where data have another shape, what is the matter, and what is allowed there."""

    path: Path
    message: str
    allowed: str


class Reads(Protocol):
    """What tells good values from impossible ones."""

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""

    def read(self, raw: object) -> Any:
        """The value; raises ValueError for an impossible one."""


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


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people, not empty."""

    longest: int = 300

    @property
    def allowed(self) -> str:
        """The length in words."""
        return f"text of 1 to {self.longest} characters"

    def read(self, raw: object) -> str:
        """The text itself."""
        if not isinstance(raw, str) or not raw.strip() or len(raw) > self.longest:
            raise ValueError(self.allowed)
        return raw


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text of one shape, which `allowed` describes."""

    expression: str
    allowed: str

    def read(self, raw: object) -> str:
        """The text itself."""
        if not isinstance(raw, str) or not re.fullmatch(self.expression, raw):
            raise ValueError(self.allowed)
        return raw


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, written as TOML writes days."""

    allowed: str = field(default="a day YYYY-MM-DD without quotation marks")

    def read(self, raw: object) -> date:
        """The day itself; a moment is no day."""
        if isinstance(raw, datetime) or not isinstance(raw, date):
            raise ValueError(self.allowed)
        return raw


@dataclass(frozen=True, slots=True)
class Days:
    """A list of different days."""

    allowed: str = field(default="a list of days YYYY-MM-DD without quotation marks, none twice")

    def read(self, raw: object) -> tuple[date, ...]:
        """The days."""
        if not isinstance(raw, list):
            raise ValueError(self.allowed)
        days = tuple(Day().read(item) for item in raw)
        if len(set(days)) != len(days):
            raise ValueError(self.allowed)
        return days


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone of the IANA table."""

    allowed: str = field(default="a time zone like Asia/Almaty")

    def read(self, raw: object) -> str:
        """The zone's name."""
        if not isinstance(raw, str):
            raise ValueError(self.allowed)
        try:
            ZoneInfo(raw)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(self.allowed) from None
        return raw


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of different values of one kind."""

    kind: Reads

    @property
    def allowed(self) -> str:
        """What each may be."""
        return f"a list without repetition, each {self.kind.allowed}"

    def read(self, raw: object) -> list[Any]:
        """The values."""
        if not isinstance(raw, list):
            raise ValueError(self.allowed)
        values = [self.kind.read(item) for item in raw]
        if len(set(values)) != len(values):
            raise ValueError(self.allowed)
        return values


def _name(path: Path) -> str:
    return ".".join(str(part) for part in path) or "the file"


def _allowed(shape: Shape) -> str:
    if isinstance(shape, Value):
        return shape.kind.allowed
    if isinstance(shape, Section):
        return f"a table with {', '.join(shape.keys)}"
    return "see tenants/_defaults.toml"
