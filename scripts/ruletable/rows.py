"""One row for each id: what is written by hand, and the best of what was found."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ruletable.known import Rule
from ruletable.search import Found, Place

MOST = 2
"""So many places of code, and as many stories and tests, stand in a row."""

ROOMS = (
    "platform/kezek/core/modes/",
    "platform/kezek/core/",
    "platform/kezek/usecases/",
    "platform/kezek/reads/",
    "platform/kezek/web/",
    "platform/kezek/adapters/",
    "platform/kezek/db/",
    "worker/",
    "platform/",
    "templates/",
    "tenants/",
    "deploy/",
)
"""Where a rule is at home, the likeliest room first."""

NOT_HOMES = (
    "/migrations/",
    "core/triggers.py",
    "scenarios/",
    "web/rule_words.py",
    "reads/staff_news.py",
)
"""Files that name rules without following them."""

TABLES = (
    "__init__.py",
    "core/mode_rules.py",
    "core/notices.py",
    "core/rules.py",
    "tenants/_defaults.toml",
)
"""Files that say what there is, for rows that no other file follows."""

NOWHERE = "-"
"""Written by hand where a search finds a name and nothing follows the rule yet."""


@dataclass(frozen=True, slots=True)
class Row:
    """An id as the table tells it."""

    rule: Rule
    code: tuple[str, ...]
    shown: tuple[str, ...]


def row_of(rule: Rule, code: Found, stories: Found, tests: Found) -> Row:
    """What stands in the table for one id; names without lines, as lines move with every edit."""
    found = rule.code or tuple(_best_code(code.get(rule.id, [])))
    shown = rule.shown or tuple(_best_shown(stories.get(rule.id, []), tests.get(rule.id, [])))
    return Row(rule, _said(found), _said(shown))


def _said(places: tuple[str, ...]) -> tuple[str, ...]:
    return () if places == (NOWHERE,) else places


def _best_code(places: Iterable[Place]) -> list[str]:
    """The files that name it most, in the likeliest rooms; tables only where nothing else does."""
    homes = [one.path for one in places if not any(part in one.path for part in NOT_HOMES)]
    own = [path for path in homes if not path.endswith(TABLES)]
    named = Counter(own or homes)
    return sorted(named, key=lambda path: (_room(path), -named[path], path))[:MOST]


def _room(path: str) -> int:
    return next(number for number, room in enumerate(ROOMS) if path.startswith(room))


def _best_shown(stories: Iterable[Place], tests: Iterable[Place]) -> list[str]:
    """Stories that name the fewest rules first: they are about this one; then tests by name."""
    told = [one.path for one in sorted(stories, key=lambda one: (one.line or 99, one.path))]
    tried = [one.name for one in sorted(tests, key=lambda one: (not one.test, one.path, one.line))]
    if told:
        return told[:MOST]
    return list(dict.fromkeys(tried))[:MOST]


def problems(rows: Iterable[Row], root: Path) -> Iterator[str]:
    """What is untrue or missing: an id that is nowhere, a file or a test that does not exist."""
    for row in rows:
        if not row.rule.note and not (row.code and row.shown):
            lacks = "no code follows it" if not row.code else "nothing shows it"
            yield f"{row.rule.id}: {lacks}, and no note says why"
        if not row.rule.title or len(row.rule.title) > 80:
            yield f"{row.rule.id}: a title of 1 to 80 characters is expected"
        for place in row.code:
            yield from _code_fault(row.rule.id, place, root)
        for place in row.shown:
            yield from _test_fault(row.rule.id, place, root)


def _code_fault(rule: str, place: str, root: Path) -> Iterator[str]:
    name, _, word = place.partition("#")
    if not (root / name).is_file():
        yield f"{rule}: there is no {name}"
    elif word and word not in (root / name).read_text(encoding="utf-8"):
        yield f"{rule}: {name} does not say {word}"


def _test_fault(rule: str, place: str, root: Path) -> Iterator[str]:
    name, _, test = place.partition("::")
    if not (root / name).is_file():
        yield f"{rule}: there is no {name}"
    elif test and test not in _tests_of(root / name):
        yield f"{rule}: {name} has no {test}"


def _tests_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
