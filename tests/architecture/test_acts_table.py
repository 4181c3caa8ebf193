"""Every act of a role's day is done by a journey that is there, in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
JOURNEYS = ROOT / "e2e" / "journeys"
_ROW = re.compile(r"^\| (?P<act>[^|]+) \| `(?P<file>\w+\.py)::(?P<name>\w+)` \|$")
_HEADS = ("| Act | Journey |", "|---|---|")
DAYS = (
    "Hotline",
    "Kindergarten",
    "Specialist",
    "Administrator",
    "Statistics",
    "Operator",
    "Access",
)


def _rows() -> Iterator[tuple[str, str, str]]:
    for line in (ROOT / "docs" / "acts.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("|") and line not in _HEADS:
            found = _ROW.match(line)
            assert found is not None, f"no act and journey: {line}"
            yield found["act"], found["file"], found["name"]


ROWS = tuple(_rows())


@pytest.mark.parametrize(("file", "name"), sorted({row[1:] for row in ROWS}))
def test_a_journey_is_there_and_goes_in_both_languages(file: str, name: str) -> None:
    tree = ast.parse((JOURNEYS / file).read_text(encoding="utf-8"))
    found = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == name]

    assert len(found) == 1
    assert "language" in {argument.arg for argument in found[0].args.args}
    languages = [one for one in ast.walk(tree) if isinstance(one, ast.List)]
    assert any(ast.unparse(one) == "['kk', 'ru']" for one in languages)


def test_each_act_is_told_once_and_every_role_has_its_day() -> None:
    text = (ROOT / "docs" / "acts.md").read_text(encoding="utf-8")

    acts = [act for act, _, _ in ROWS]
    assert len(acts) == len(set(acts)) > 80
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == list(DAYS)
