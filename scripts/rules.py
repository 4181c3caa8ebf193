"""Every id of the rulebook: where it is followed and what shows it (`make rules`).

rules.py              print the table with the lines; write docs/rules.md and docs/settings.md
rules.py check        exit status 1 if an id or a setting is nowhere, a named place does not
                      exist, or a committed table is stale
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ruletable import knobs
from ruletable.known import Rule, read_rules
from ruletable.page import DOCUMENT, page
from ruletable.rows import Row, problems, row_of
from ruletable.search import Found, in_code, in_stories, in_tests

ROOT = Path(__file__).resolve().parents[1]

OURS = frozenset({"N-56"})
"""Notices that the product sends beyond the rulebook's table (A-62: another guardian)."""


def main() -> int:
    """Does what the first word says."""
    rules = read_rules(ROOT)
    code, stories, tests = in_code(ROOT), in_stories(ROOT), in_tests(ROOT)
    rows = [row_of(rule, code, stories, tests) for rule in rules]
    settings = knobs.read_settings(ROOT)
    pages = {
        ROOT / DOCUMENT: page(rows, (ROOT / DOCUMENT).read_text(encoding="utf-8")),
        ROOT / knobs.DOCUMENT: knobs.settings_page(settings),
    }
    faults = [
        *problems(rows, ROOT),
        *_unknown(rules, code, stories),
        *knobs.setting_problems(settings, ROOT),
    ]
    if sys.argv[1:] == ["check"]:
        faults += [f"{path.name} is stale: make rules" for path in pages if _is_stale(path, pages)]
    else:
        for path, text in pages.items():
            path.write_text(text, encoding="utf-8")
        print("\n".join(_lines(row, code) for row in rows))
    print(
        "\n".join(faults) or f"{len(rows)} rules and {len(settings)} settings, each with its place"
    )
    return 1 if faults else 0


def _is_stale(path: Path, pages: Mapping[Path, str]) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != pages[path]


def _lines(row: Row, code: Found) -> str:
    """A row for the terminal: the lines that name it, and what shows it."""
    named = {one.path: one.line for one in reversed(code.get(row.rule.id, []))}
    homes = [_with_line(place, named) for place in row.code]
    told = ", ".join(Path(one).stem if one.endswith(".yaml") else one for one in row.shown)
    parts = (row.rule.title, ", ".join(homes), told, row.rule.note)
    return f"{row.rule.id:8} " + " | ".join(part or "–" for part in parts)


def _with_line(place: str, named: Mapping[str, int]) -> str:
    """A file with the line that names the rule, or that says the word after `#`."""
    name, _, word = place.partition("#")
    line = named.get(name)
    if word:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if word in text), None)
    return f"{name}:{line}" if line else name


def _unknown(rules: Iterable[Rule], *found: Found) -> Iterator[str]:
    """Ids that code or stories name and the rulebook does not have."""
    known = {rule.id for rule in rules} | OURS
    # A clause as a whole is named by its number: L-22 stands for L-22.1 and those that follow.
    clauses = {one.partition(".")[0] for one in known}
    for places in found:
        for rule in sorted(places.keys() - known - clauses):
            if "-" in rule and places[rule]:
                yield f"{rule}: {places[rule][0].path} names a rule that there is not"


if __name__ == "__main__":
    sys.exit(main())
