"""Kinds of values that a regional setting may take: what is allowed, how it is read and written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, Literal, Protocol, get_args, get_origin, get_type_hints


class Knob(Protocol):
    """How one setting's value is read from data, written back and explained."""

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""

    def read(self, raw: object) -> Any:
        """The value that the data stands for; raises ValueError for an impossible one."""

    def write(self, value: Any) -> object:
        """The value as data: numbers, words, lists and tables only."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds, both included."""

    low: int
    high: int

    @property
    def allowed(self) -> str:
        """The bounds in words."""
        if self.low == self.high:
            return f"only {self.low}"
        return f"a whole number from {self.low} to {self.high}"

    def read(self, raw: object) -> int:
        """The number itself; true and false are no numbers here."""
        if isinstance(raw, bool) or not isinstance(raw, int) or not self.low <= raw <= self.high:
            raise ValueError(self.allowed)
        return raw

    def write(self, value: int) -> object:
        """The number itself."""
        return value


@dataclass(frozen=True, slots=True)
class OneOf:
    """One word out of a list."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The words."""
        if len(self.words) == 1:
            return f"only '{self.words[0]}'"
        return "one of " + ", ".join(f"'{word}'" for word in self.words)

    def read(self, raw: object) -> str:
        """The word itself."""
        if not isinstance(raw, str) or raw not in self.words:
            raise ValueError(self.allowed)
        return raw

    def write(self, value: str) -> object:
        """The word itself."""
        return value


@dataclass(frozen=True, slots=True)
class YesNo:
    """True or false, or only one of them where the rulebook's other reading is not offered."""

    only: bool | None = None

    @property
    def allowed(self) -> str:
        """Both words, or the one."""
        return "true or false" if self.only is None else f"only {str(self.only).lower()}"

    def read(self, raw: object) -> bool:
        """The truth value; the words "yes" and "no" are not taken for it."""
        if not isinstance(raw, bool) or self.only not in (None, raw):
            raise ValueError(self.allowed)
        return raw

    def write(self, value: bool) -> object:
        """The truth value itself."""
        return value


@dataclass(frozen=True, slots=True)
class ManyOf:
    """A list of different values of one kind, in the order in which they stand."""

    one: Whole | OneOf
    at_least: int = 0

    @property
    def allowed(self) -> str:
        """The kind of the members, and whether the list may be empty."""
        least = f"at least {self.at_least}" if self.at_least else "or empty"
        return f"a list without repetition ({least}), each {self.one.allowed}"

    def read(self, raw: object) -> tuple[Any, ...]:
        """The values, none twice."""
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            raise ValueError(self.allowed)
        try:
            values = tuple(self.one.read(item) for item in raw)
        except ValueError:
            raise ValueError(self.allowed) from None
        if len(set(values)) != len(values) or len(values) < self.at_least:
            raise ValueError(self.allowed)
        return values

    def write(self, value: tuple[Any, ...]) -> object:
        """The values as a list."""
        return list(value)


@dataclass(frozen=True, slots=True)
class Table:
    """A list of rows of one shape; the columns in `key` name a row, so that none stands twice."""

    row: type
    key: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The columns with what each takes."""
        columns = ", ".join(f"{name} ({knob.allowed})" for name, knob in knobs_of(self.row).items())
        return f"one row or more, none twice, each with {columns}"

    def read(self, raw: object) -> tuple[Any, ...]:
        """The rows; a missing, unknown or impossible column is an impossible value."""
        if not isinstance(raw, Sequence) or isinstance(raw, str) or not raw:
            raise ValueError(self.allowed)
        rows = tuple(self._row(item) for item in raw)
        keys = [tuple(getattr(row, column) for column in self.key) for row in rows]
        if len(set(keys)) != len(keys):
            raise ValueError(self.allowed)
        return rows

    def write(self, value: tuple[Any, ...]) -> object:
        """The rows as mappings."""
        return [asdict(row) for row in value]

    def _row(self, raw: object) -> Any:
        knobs = knobs_of(self.row)
        if not isinstance(raw, Mapping) or set(raw) != set(knobs):
            raise ValueError(self.allowed)
        try:
            return self.row(**{name: knob.read(raw[name]) for name, knob in knobs.items()})
        except ValueError:
            raise ValueError(self.allowed) from None


@cache
def knobs_of(shape: type) -> Mapping[str, Knob]:
    """The knob of each field, from its annotation: Literal, bool, or Annotated[…, knob]."""
    hints = get_type_hints(shape, include_extras=True)
    return {name: _knob(name, hint) for name, hint in hints.items()}


def _knob(name: str, hint: Any) -> Knob:
    if hint is bool:
        return YesNo()
    if get_origin(hint) is Literal:
        return OneOf(get_args(hint))
    for extra in getattr(hint, "__metadata__", ()):
        if hasattr(extra, "read"):
            knob: Knob = extra
            return knob
    raise TypeError(f"{name} says nowhere which values are allowed")
