"""Breaks the named line of each rule that the lot chose, in a copy, and sees its test fail.

by_lot.py             all of docs/rules/lot.yaml, and write docs/rules-by-lot.md
by_lot.py ID…         these alone; once each of the lot is known the document is written
by_lot.py --resume FILE [ID…]   what was found out is kept in the file, and not asked again
"""

import argparse
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
LOT = ROOT / "docs" / "rules" / "lot.yaml"
REPORT = ROOT / "docs" / "rules-by-lot.md"
CLUMSY = re.compile(r"\b(AttributeError|ImportError|NameError|TypeError|SyntaxError)\b")
"""What a broken line must not be: it would prove nothing about the test."""

HEAD = """\
# Rules by lot

{count} ids were drawn with the seed {seed} from the {pool} that code follows and something shows
(`random.Random({seed}).sample` of the sorted ids). In a copy of the tree the line was broken, the
story or test that `docs/rules.md` names was run and seen to fail. Written by `scripts/by_lot.py`
from `docs/rules/lot.yaml`.

| Id | File | Line | Broken to | Failed |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule of the lot: its line, what stands there instead, what has to notice."""

    id: str
    file: str
    line: str
    broken: str
    shown: str


def main(*, ids: list[str], resume: Path | None) -> int:
    """Breaks each line in turn; 1 if a test did not notice."""
    document = yaml.safe_load(LOT.read_text(encoding="utf-8"))
    lot = [Entry(**one) for one in document["lot"]]
    noticed: dict[str, str] = {}
    if resume is not None and resume.exists():
        noticed = json.loads(resume.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        copy_to(Path(folder))
        for entry in lot:
            if entry.id in noticed or (ids and entry.id not in ids):
                continue
            noticed[entry.id] = how_it_fails(entry, Path(folder))
            print(f"{entry.id:8} {noticed[entry.id] or 'NOBODY NOTICED'}", flush=True)
            if resume is not None:
                resume.write_text(json.dumps(noticed), encoding="utf-8")
    if noticed.keys() == {one.id for one in lot}:
        REPORT.write_text(report(document, lot, noticed), encoding="utf-8")
    return 0 if all(noticed.values()) else 1


def copy_to(folder: Path) -> None:
    """The tree as it was committed last: what somebody is writing just now breaks nothing."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tree:
        tree.extractall(folder, filter="data")


def how_it_fails(entry: Entry, copy: Path) -> str:
    """Breaks the line, runs what shows the rule, mends the line; what failed, in a few words."""
    path = copy / entry.file
    sound = path.read_text(encoding="utf-8")
    if sound.count(entry.line) != 1:
        raise SystemExit(f"{entry.id}: {entry.file} has that line {sound.count(entry.line)} times")
    path.write_text(sound.replace(entry.line, entry.broken), encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, *_words(entry.shown)],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": f"{copy / 'platform'}:{copy}"},
            capture_output=True,
            text=True,
        )
    finally:
        path.write_text(sound, encoding="utf-8")
    said = done.stdout + done.stderr
    if done.returncode not in (0, 1) or CLUMSY.search(said):
        raise SystemExit(f"{entry.id}: the broken line does not run:\n{said[-2000:]}")
    return _fault(said) if done.returncode == 1 else ""


def _words(shown: str) -> list[str]:
    """How a story is told, or a test run."""
    name, _, test = shown.partition("::")
    if not test:
        return ["-m", "kezek.cli", "scenario", "run", name]
    return ["-m", "pytest", "-q", "-n0", "-x", "-p", "no:cacheprovider", name, "-k", test]


def _fault(said: str) -> str:
    """The first expectation that did not hold."""
    for line in said.splitlines():
        if match := re.search(r"\.yaml:\d+: (.+)", line):
            return match[1]
        if line.startswith("E  "):
            return line[1:].strip()
    return "failed"


def report(document: dict[str, object], lot: list[Entry], noticed: dict[str, str]) -> str:
    """The table as it stands in the documents."""
    lines = []
    for one in lot:
        file = one.file.removeprefix("platform/kezek/")
        failed = f"`{_short(one.shown)}`: {_cell(noticed[one.id]) or '**nobody**'}"
        lines.append(
            f"| {one.id} | `{file}` | `{_cell(one.line)}` | `{_cell(one.broken)}` | {failed} |"
        )
    head = HEAD.format(count=len(lot), seed=document["seed"], pool=document["of"])
    count = sum(map(bool, noticed.values()))
    told = f"{count} of {len(lot)} were noticed. {document.get('remarks', '')}".rstrip()
    return head + "\n".join(lines) + f"\n\n{told}\n"


def _short(shown: str) -> str:
    return shown.removeprefix("tests/").removeprefix("scenarios/").removesuffix(".yaml")


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())[:120]


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Break the lines that the lot chose.")
    words.add_argument("ids", nargs="*", help="these rules alone")
    words.add_argument("--resume", type=Path, help="a file that keeps what was found out")
    given = words.parse_args()
    sys.exit(main(ids=given.ids, resume=given.resume))
