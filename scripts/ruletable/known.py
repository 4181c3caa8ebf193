"""The ids of the rulebook with their titles, and what is written of them by hand."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LIST = Path("docs/rules/ids.csv")


@dataclass(frozen=True, slots=True)
class Rule:
    """One id, and what a search through the house cannot find out about it."""

    id: str
    title: str
    code: tuple[str, ...]
    """Files that follow it without naming it; after `#` a word that stands there."""
    shown: tuple[str, ...]
    """Stories, and tests as `file::name`, that show it without naming it."""
    note: str
    """Why nothing follows or shows it, or what is still to come."""


def read_rules(root: Path) -> list[Rule]:
    """Every id of the rulebook in its order."""
    with (root / LIST).open(encoding="utf-8", newline="") as file:
        return [
            Rule(
                id=row["id"],
                title=row["title"],
                code=tuple(_parts(row["code"])),
                shown=tuple(_parts(row["shown"])),
                note=row["note"],
            )
            for row in csv.DictReader(file)
        ]


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(";") if part.strip())
