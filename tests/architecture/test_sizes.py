"""No module outgrows a reader's patience, and no function a reader's screen (STYLE.md, Size)."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_MODULE = 400
LONGEST_FUNCTION = 50

MODULES = sorted(
    path
    for room in ("platform", "worker", "tests", "e2e", "scripts")
    for path in (ROOT / room).rglob("*.py")
    # A migration tells what was done then, whole, and is never touched again.
    if path.parent != ROOT / "platform/kezek/db/migrations/versions"
)


def test_the_tree_is_found() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in MODULES} >= {"platform", "worker", "tests"}
    assert Path(__file__).resolve() in MODULES


def test_modules_and_functions_keep_their_size() -> None:
    faults = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in MODULES
        for fault in faults_of(path.read_text(encoding="utf-8"))
    ]

    assert not faults, "a smaller noun in it has no name yet"


def test_what_grew_is_named() -> None:
    grown = "def short():\n    return 1\n\n\nasync def long():\n" + "    x = 1\n" * LONGEST_FUNCTION

    assert list(faults_of(grown)) == [f"long has {LONGEST_FUNCTION + 1} lines"]
    assert list(faults_of("x = 1\n" * (LONGEST_MODULE + 1))) == [f"{LONGEST_MODULE + 1} lines"]


def faults_of(text: str) -> Iterator[str]:
    """What is too long in a module: the whole of it, or functions of it."""
    lines = len(text.splitlines())
    if lines > LONGEST_MODULE:
        yield f"{lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield f"{node.name} has {length} lines"
