"""One mode is told from another in the registry alone, and each mode has its door."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from kezek.core.modes.registry import DOORS
from kezek.core.territories import Mode
from kezek.settings import ROOT

CODE = ROOT / "platform" / "kezek"
TEMPLATES = ROOT / "templates"
NOT_ASKED = ("core/modes", "db", "demonstration", "scenarios")
"""The rooms themselves; rows that are filtered by a column; the town that is played."""


def test_every_mode_has_a_door() -> None:
    assert set(DOORS) == set(Mode)


def test_no_code_compares_a_mode_with_one_of_them() -> None:
    found = [
        f"{path.relative_to(CODE)}:{line}"
        for path in CODE.rglob("*.py")
        if not str(path.relative_to(CODE)).startswith(NOT_ASKED)
        for line in _comparisons(path)
    ]
    assert found == []


def test_no_page_compares_a_mode_with_one_of_them() -> None:
    names = "|".join(Mode)
    compared = re.compile(rf"mode\s*(==|!=)\s*[\"']({names})|mode in \([\"']")
    found = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if compared.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def _comparisons(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Compare) and any(
            isinstance(side, ast.Attribute)
            and isinstance(side.value, ast.Name)
            and side.value.id == "Mode"
            for side in (node.left, *node.comparators)
        ):
            yield node.lineno
