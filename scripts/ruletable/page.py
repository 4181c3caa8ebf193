"""The table as it stands in the documents, below the readings that people write."""

from collections.abc import Iterable
from pathlib import Path

from ruletable.rows import Row

DOCUMENT = Path("docs/rules.md")
MARK = "<!-- What follows is written by `make rules`: edit `docs/rules/ids.csv`, not this. -->"

HEAD = """
# Every rule of the rulebook

Where each id is followed, and what shows it: a story (`linear/…`, `indigo/…`, `voucher/…`,
`switch/…` under `tests/scenarios/`) or a test. The places are those that name the id in their
docstrings, comments and `rules:`, and those that `docs/rules/ids.csv` names; a note says what does
not apply and what is still to come.

| Id | Rule | Followed in | Shown by | Note |
| --- | --- | --- | --- | --- |
"""

_SHORT = (
    ("platform/kezek/", ""),
    ("tests/scenarios/", ""),
    ("tests/", ""),
    ("e2e/journeys/", ""),
)


def page(rows: Iterable[Row], before: str) -> str:
    """The document: all that people wrote above the mark, and the table anew."""
    kept = before.partition(MARK)[0].rstrip()
    lines = [
        f"| {row.rule.id} | {row.rule.title} | {_cell(row.code)} | {_cell(row.shown)} "
        f"| {row.rule.note} |"
        for row in rows
    ]
    return f"{kept}\n\n{MARK}\n{HEAD}" + "\n".join(lines) + "\n"


def _cell(places: Iterable[str]) -> str:
    return ", ".join(f"`{_short(one)}`" for one in places) or "–"


def _short(place: str) -> str:
    name, mark, word = place.partition("#")
    for prefix, instead in _SHORT:
        if name.startswith(prefix):
            name = instead + name.removeprefix(prefix)
            break
    name = name.removesuffix(".yaml").replace(".py::test_", ".py: ")
    return f"{name} ({word})" if mark else name
