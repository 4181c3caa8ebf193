"""Switches off one rule at a time and says which stories notice it (`--write`, `--all`).

A story that holds whatever is switched off proves nothing. Each story is told against the mutations
of its mode that break a rule which it names, the nearest first, to the first that it notices; a
mutation that no story has noticed then is told to the rest of its stories. With `--all` every story
is told against every mutation that concerns it.
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml
from mutations import MUTATIONS, Mutation

from kezek.adapters.doorbell import LocalDoorbell
from kezek.adapters.scratch import scratch
from kezek.commands.scenario import _forget_children
from kezek.db.base import db
from kezek.scenarios.runner import tell
from kezek.scenarios.story import Story, read_story
from kezek.settings import Settings
from kezek.wiring import create_wiring

ROOT = Path(__file__).resolve().parents[1]
STORIES = ROOT / "tests" / "scenarios"
FOLDERS = ("linear", "indigo", "voucher", "switch")
"""Each mode's stories are told against its own mutations."""
REPORT = ROOT / "docs" / "mutants.md"

CLUMSY = (AttributeError, ImportError, NameError, TypeError, UnboundLocalError)
"""What breaks when a mutation no longer fits the engine: that proves nothing about a story."""

HEAD = """\
# Rules switched off, and the stories that notice

Each line is one rule switched off in the running engine (`scripts/mutations/`), and stories under
`tests/scenarios/` that no longer hold then, of those of its folder that name the rule. A story that
has noticed one line is not asked about the others. Written by `scripts/mutants.py --write`.
"""

SECTION = """\

## {folder}

| Switched off | Rules | Noticed by |
|---|---|---|
{lines}

{count} of {all} were noticed.

Stories that none of these moved, each about a rule that no line above switches off: {rest}.
"""


Told = dict[tuple[str, str], bool]
"""Whether a story noticed a mutation, by the names of both."""


def main(
    *, write: bool, thorough: bool, resume: Path | None, folders: Sequence[str] = FOLDERS
) -> int:
    """Tells the stories against the mutations; 1 if a mutation or a story was in vain."""
    logging.disable(logging.CRITICAL)
    told = known(resume)
    with scratch() as servers:
        settings = servers.new_database("kezek_mutants")
        with create_wiring(settings, doorbell=LocalDoorbell()).app_context():
            for folder in folders:
                Round(folder, settings, told, resume).run(thorough=thorough)
    if write:
        REPORT.write_text(report(told), encoding="utf-8")
    nobody = [name_of(one) for one in MUTATIONS if one.folder in folders and not noticed(told, one)]
    unmoved = [stem for folder in folders for stem in unmoved_of(folder, told)]
    print(f"noticed by nobody: {', '.join(nobody) or 'none'}")
    print(f"noticed none: {', '.join(unmoved) or 'none'}")
    return 1 if nobody or unmoved else 0


def name_of(mutation: Mutation) -> str:
    """By what a mutation is known: those of another mode may sound alike."""
    return f"{mutation.folder}: {mutation.what}"


def stories_of(folder: str) -> dict[Path, frozenset[str]]:
    """The stories of a mode, with the rules that they name."""
    return {path: frozenset(rules_of(path)) for path in sorted((STORIES / folder).glob("*.yaml"))}


def noticed(told: Told, mutation: Mutation) -> list[str]:
    """The stories that noticed a mutation."""
    name = name_of(mutation)
    return sorted(stem for (what, stem), seen in told.items() if seen and what == name)


class Round:
    """The stories of one mode, told against its mutations."""

    def __init__(self, folder: str, settings: Settings, told: Told, resume: Path | None) -> None:
        self._stories = stories_of(folder)
        self._mutations = [one for one in MUTATIONS if one.folder == folder]
        self._settings = settings
        self._told = told
        self._resume = resume

    def run(self, *, thorough: bool) -> None:
        """First for each story a mutation, then for each mutation a story; or all with all."""
        for path, rules in self._stories.items():
            near = sorted(
                (one for one in self._mutations if one.rules & rules),
                key=lambda one: (-len(one.rules & rules), len(one.rules), self._count(one)),
            )
            self._to_the_first(((one, path) for one in near), thorough=thorough)
        for mutation in self._mutations:
            if not noticed(self._told, mutation):
                rest = (path for path, rules in self._stories.items() if mutation.rules & rules)
                self._to_the_first(((mutation, path) for path in rest), thorough=thorough)

    def _count(self, mutation: Mutation) -> int:
        return len(noticed(self._told, mutation))

    def _to_the_first(self, pairs: Iterable[tuple[Mutation, Path]], *, thorough: bool) -> None:
        pairs = list(pairs)
        if not thorough and any(self._told.get((name_of(one), path.stem)) for one, path in pairs):
            return
        for mutation, path in pairs:
            if self._tell(mutation, path) and not thorough:
                return

    def _tell(self, mutation: Mutation, path: Path) -> bool:
        pair = (name_of(mutation), path.stem)
        if pair not in self._told:
            story = read_story(path.read_text(encoding="utf-8"))
            self._told[pair] = notices(mutation, story, self._settings)
            keep(self._resume, pair, seen=self._told[pair])
            print(f"{'x' if self._told[pair] else '-'} {pair[1]}  {pair[0]}", flush=True)
        return self._told[pair]


def known(resume: Path | None) -> Told:
    """What an earlier run has found out already."""
    if resume is None or not resume.exists():
        return {}
    lines = map(json.loads, resume.read_text(encoding="utf-8").splitlines())
    return {(what, stem): seen for what, stem, seen in lines}


def keep(resume: Path | None, pair: tuple[str, str], *, seen: bool) -> None:
    """Notes it down: a long run that was stopped goes on where it was."""
    if resume is not None:
        with resume.open("a", encoding="utf-8") as file:
            file.write(json.dumps([*pair, seen]) + "\n")


def rules_of(path: Path) -> Iterable[str]:
    """The rules that a story names."""
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [str(rule) for rule in document.get("rules", ())]


def notices(mutation: Mutation, story: Story, settings: Settings) -> bool:
    """Whether the story no longer holds without this rule. Raises what is the mutation's fault."""
    try:
        with mutation.at_work():
            outcome = tell(story)
    except CLUMSY:
        raise
    except Exception:
        # The engine itself found that a promise was broken while time passed.
        return True
    finally:
        db.session.rollback()
        db.session.remove()
        _forget_children(settings)
    broken = [one.found for one in outcome.failures if "the engine broke" in one.found]
    if any(kind.__name__ in found for kind in CLUMSY for found in broken):
        raise RuntimeError(f"{mutation.what}: {broken}")
    return not outcome.ok


def report(told: Told) -> str:
    """The tables as they stand in the documents."""
    return HEAD + "".join(section(folder, told) for folder in FOLDERS)


def section(folder: str, told: Told) -> str:
    """The table of one mode."""
    mutations = [one for one in MUTATIONS if one.folder == folder]
    lines = [
        f"| {one.what} | {', '.join(sorted(one.rules))} "
        f"| {', '.join(noticed(told, one)) or '**nobody**'} |"
        for one in mutations
    ]
    return SECTION.format(
        folder=folder.capitalize(),
        lines="\n".join(lines),
        count=sum(bool(noticed(told, one)) for one in mutations),
        all=len(mutations),
        rest=", ".join(unmoved_of(folder, told)) or "none",
    )


def unmoved_of(folder: str, told: Told) -> list[str]:
    """Stories of a mode that hold whatever of it is switched off."""
    names = {name_of(one) for one in MUTATIONS if one.folder == folder}
    moved = {stem for (what, stem), seen in told.items() if seen and what in names}
    return [path.stem for path in stories_of(folder) if path.stem not in moved]


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Switch off one rule at a time.")
    words.add_argument("--write", action="store_true", help="write docs/mutants.md")
    words.add_argument("--all", action="store_true", help="every story that names the rule")
    words.add_argument("--resume", type=Path, help="a file that keeps what was found out")
    words.add_argument("--folder", choices=FOLDERS, action="append", help="only this mode")
    given = words.parse_args()
    sys.exit(
        main(
            write=given.write,
            thorough=given.all,
            resume=given.resume,
            folders=given.folder or FOLDERS,
        )
    )
