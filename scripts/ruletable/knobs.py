"""Every setting of a region: what it takes, and what shows it with another value than the law's."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from kezek.core.rules import KNOBS, TenantRules, read_setting
from kezek.scenarios.nodes import Value, load
from kezek.scenarios.story import setting
from ruletable.search import STORIES

DOCUMENT = Path("docs/settings.md")
BY_HAND = Path("docs/rules/settings.csv")
MOST = 2

HEAD = """\
# Every setting of a region

What each takes (its words stand in `tenants/_defaults.toml`), and a story or a test in which it has
another value than the law's. Written by `make rules`; what no story can show stands in
`docs/rules/settings.csv`.

| Setting | The law's value | Allowed | With another value | Note |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as the table tells it."""

    name: str
    shown: tuple[str, ...]
    note: str


def read_settings(root: Path) -> list[Setting]:
    """Every setting with what shows it, in the order in which people read them."""
    told = _told_in_stories(root)
    with (root / BY_HAND).open(encoding="utf-8", newline="") as file:
        by_hand = {row["setting"]: row for row in csv.DictReader(file)}
    found = []
    for name in KNOBS:
        row = by_hand.get(name)
        tests = (row["shown"],) if row else ()
        shown = tests or tuple(told.get(name, ())[:MOST])
        found.append(Setting(name, shown, row["note"] if row else ""))
    return found


def _told_in_stories(root: Path) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted((root / STORIES).glob("*/*.yaml")):
        if path.parent.name == "malformed":
            continue
        for name in _changed(load(path.read_text(encoding="utf-8"))):
            found[name].append(str(path.relative_to(root)))
    return found


def _changed(root: Value) -> Iterator[str]:
    """The settings that a story sets to something else, at its beginning or on its way."""
    fields = root.fields()
    given = [fields["settings"]] if "settings" in fields else []
    for step in fields["steps"].items():
        for verb, body in step.fields().items():
            if verb == "change_setting":
                given.append(body.fields()["set"])
    usual = TenantRules()
    for one in given:
        for name, value in one.fields().items():
            if read_setting(name, setting(name, value)) != usual.get(name):
                yield name


def setting_problems(settings: list[Setting], root: Path) -> Iterator[str]:
    """A setting that nothing shows, or a test that is not about it."""
    names = {one.name for one in settings}
    with (root / BY_HAND).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["setting"] not in names:
                yield f"{row['setting']}: there is no such setting"
    for one in settings:
        if not one.shown:
            yield f"{one.name}: no story or test has another value than the law's"
        for place in one.shown:
            name, _, test = place.partition("::")
            text = (root / name).read_text(encoding="utf-8") if (root / name).is_file() else ""
            if one.name not in text or (test and f"def {test}(" not in text):
                yield f"{one.name}: {place} is not about it"


def settings_page(settings: list[Setting]) -> str:
    """The table as it stands in the documents."""
    lines = []
    usual = TenantRules().settings()
    for one in settings:
        value = usual[one.name]
        law = "see the file" if _is_table(value) else f"`{value}`"
        allowed = "a table" if _is_table(value) else KNOBS[one.name].allowed
        shown = ", ".join(f"`{place.removeprefix('tests/')}`" for place in one.shown)
        lines.append(f"| `{one.name}` | {law} | {allowed} | {shown} | {one.note} |")
    return HEAD + "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)
