"""In what two versions of a region differ, as lines that people can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kezek.core.regions import Tenant, canonical


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two versions of a region do not share; nothing stands for its absence."""

    path: str
    before: Any
    after: Any

    def __str__(self) -> str:
        """As one line that a person can read."""
        if self.before is None:
            return f"+ {self.path}: {_shown(self.after)}"
        if self.after is None:
            return f"- {self.path}: {_shown(self.before)}"
        return f"~ {self.path}: {_shown(self.before)} → {_shown(self.after)}"


def difference(before: Tenant, after: Tenant) -> list[Difference]:
    """Everything in which two versions of a region differ, in the order of the data (N-53)."""
    return list(_differences("", canonical(before), canonical(after)))


def _differences(path: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    before, after = _by_slug(before), _by_slug(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys((*before, *after)):
            inner = f"{path}.{key}" if path else str(key)
            yield from _differences(inner, before.get(key), after.get(key))
        return
    yield Difference(path, before, after)


def _by_slug(value: Any) -> Any:
    """A list of rows that have a slug as a table, so that rows are compared and not positions."""
    if isinstance(value, list) and value and all(_has_slug(row) for row in value):
        return {row["slug"]: row for row in value}
    return value


def _has_slug(row: Any) -> bool:
    return isinstance(row, Mapping) and "slug" in row


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(item)}" for key, item in value.items() if item is not None)
    if isinstance(value, Sequence):
        return "; ".join(_shown(item) for item in value) or "(empty)"
    return str(value)
