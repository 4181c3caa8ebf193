"""Looks for ids of rules through the house: code that follows them, stories and tests."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from ruletable.mentions import ids_in

CODE = ("platform", "worker", "templates", "tenants", "deploy")
CODE_SUFFIXES = frozenset({".py", ".html", ".toml", ".sh"})
TESTS = ("tests", "e2e")
NOT_TESTS = frozenset({"test_rules_table.py"})
"""Tests of the table itself: they name ids without showing them."""
STORIES = Path("tests/scenarios")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C where the package has it: ten times as fast."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One line that names a rule; in a test, the test that holds the line."""

    path: str
    line: int
    test: str = ""

    @property
    def name(self) -> str:
        """As the table names it, without the line that moves with every edit."""
        return f"{self.path}::{self.test}" if self.test else self.path


Found = Mapping[str, list[Place]]


def in_code(root: Path) -> Found:
    """Every line of the product that names a rule, by the rule."""
    found: dict[str, list[Place]] = defaultdict(list)
    for folder in CODE:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in CODE_SUFFIXES and path.is_file():
                for rule, line in _lines(path.read_text(encoding="utf-8")):
                    found[rule].append(Place(str(path.relative_to(root)), line))
    return found


def in_stories(root: Path) -> Found:
    """Every story that says which rules it shows, or expects a notice."""
    found: dict[str, list[Place]] = defaultdict(list)
    for path in sorted((root / STORIES).glob("*/*.yaml")):
        if path.parent.name == "malformed":
            continue
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)
        named = {str(rule) for rule in document.get("rules", ())}
        for rule in sorted(named | set(_notices(document["steps"]))):
            found[rule].append(Place(str(path.relative_to(root)), len(named)))
    return found


def _notices(steps: list[dict[str, object]]) -> Iterator[str]:
    for step in steps:
        expected = step.get("expect")
        told = expected.get("notices", {}) if isinstance(expected, dict) else {}
        for codes in told.values():
            yield from map(str, codes)


def in_tests(root: Path) -> Found:
    """Every test that names a rule: in its name's place, its docstring or a comment."""
    found: dict[str, list[Place]] = defaultdict(list)
    for folder in TESTS:
        for path in sorted((root / folder).rglob("test_*.py")):
            if path.name in NOT_TESTS:
                continue
            text = path.read_text(encoding="utf-8")
            tests = list(_tests(text))
            for rule, line in _lines(text):
                holder = next((name for name, first, last in tests if first <= line <= last), "")
                found[rule].append(Place(str(path.relative_to(root)), line, holder))
    return found


def _tests(text: str) -> Iterator[tuple[str, int, int]]:
    """The tests of a module with their first and last lines, decorators included."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
            yield node.name, first, node.end_lineno or node.lineno


def _lines(text: str) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.splitlines(), 1):
        for rule in dict.fromkeys(ids_in(line)):
            yield rule, number
