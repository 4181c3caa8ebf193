"""Every id of the rulebook has its place, and the committed table says where it is."""

import importlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
HERE = "tests/architecture/test_rules_table.py"


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The parts of the script, by name."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    return lambda name: importlib.import_module(f"ruletable.{name}")


def test_every_rule_has_its_place_and_the_table_is_fresh() -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "rules.py"), "check"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_list_has_every_family_of_the_rulebook(tools: Any) -> None:
    rules = tools("known").read_rules(ROOT)

    ids = [rule.id for rule in rules]
    assert len(ids) == len(set(ids)) == 473
    assert {"R-94", "A-63", "N-55", "DOC-20", "D-12", "VX-19", "V-19", "IX-12"} <= set(ids)
    assert {"L-A6.10", "L-28.3", "E-10", "I-2.6", "I-3.14", "G-05a", "G-40"} <= set(ids)


@pytest.mark.parametrize(
    ("code", "shown", "note", "fault"),
    [
        ((), ("tests/scenarios/README.md",), "", "no code follows it"),
        (("README.md",), (), "", "nothing shows it"),
        (("platform/nowhere.py",), ("README.md",), "", "there is no platform/nowhere.py"),
        (("README.md#no such word",), ("README.md",), "", "README.md does not say no such word"),
        (("README.md",), (f"{HERE}::test_none",), "", "has no test_none"),
        ((), (), "", "no code follows it"),
    ],
)
def test_an_untrue_row_is_found(
    tools: Any, code: tuple[str, ...], shown: tuple[str, ...], note: str, fault: str
) -> None:
    rule = tools("known").Rule("R-1", "A rule", code, shown, note)
    row = tools("rows").row_of(rule, {}, {}, {})

    assert fault in " ".join(tools("rows").problems([row], ROOT))


def test_thirty_rules_by_lot_were_broken_and_noticed(tools: Any) -> None:
    lot = yaml.safe_load((ROOT / "docs/rules/lot.yaml").read_text(encoding="utf-8"))["lot"]
    known = {rule.id for rule in tools("known").read_rules(ROOT)}
    report = (ROOT / "docs/rules-by-lot.md").read_text(encoding="utf-8")

    ids = {one["id"] for one in lot}
    assert len(ids) == 30
    assert ids <= known
    assert all(f"| {one} |" in report for one in ids)
    assert "30 of 30 were noticed" in report
    assert "**nobody**" not in report


def test_a_note_says_why_nothing_follows(tools: Any) -> None:
    rule = tools("known").Rule("L-0.1", "A rule", (), (), "about the order itself")

    assert not list(tools("rows").problems([tools("rows").row_of(rule, {}, {}, {})], ROOT))


def test_a_span_names_all_between_its_ends(tools: Any) -> None:
    found = list(tools("mentions").ids_in("rows 3 to 8 (VX-10 to VX-13, L-A2.3, N-09, not XL-1)"))

    assert found == ["VX-10", "VX-11", "VX-12", "VX-13", "L-A2.3", "N-09"]


def test_code_is_preferred_to_tables_and_stories_about_one_rule_to_others(tools: Any) -> None:
    place = tools("search").Place
    code = {
        "R-1": [
            place("platform/kezek/core/rules.py", 3),
            place("platform/kezek/usecases/vouchers.py", 5),
            place("platform/kezek/core/modes/room.py", 9),
        ]
    }
    stories = {"R-1": [place("tests/scenarios/a.yaml", 4), place("tests/scenarios/b.yaml", 1)]}
    rule = tools("known").Rule("R-1", "A rule", (), (), "")

    row = tools("rows").row_of(rule, code, stories, {})

    assert row.code == ("platform/kezek/core/modes/room.py", "platform/kezek/usecases/vouchers.py")
    assert row.shown == ("tests/scenarios/b.yaml", "tests/scenarios/a.yaml")


def test_what_people_wrote_above_the_table_stays(tools: Any) -> None:
    page = tools("page")
    row = tools("rows").Row(tools("known").Rule("R-1", "A rule", (), (), "why"), (), ())

    once = page.page([row], "# How the rules were read\n\nHere.\n")
    twice = page.page([row], once)

    assert once == twice
    assert once.startswith("# How the rules were read\n\nHere.\n\n" + page.MARK)
    assert "| R-1 | A rule | – | – | why |" in once
