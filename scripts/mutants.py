"""Switches off one rule at a time and says which stories notice it (`--write`, `--all`).

A story that holds whatever is switched off proves nothing. For each mutation the stories are told
that name one of its rules; a story that no longer holds has noticed it. Once a few have, a story
that has already noticed another mutation is passed over, unless all are asked for.
"""

import argparse
import json
import logging
import sys
from collections.abc import Iterable
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
STORIES = ROOT / "tests" / "scenarios" / "linear"
REPORT = ROOT / "docs" / "mutants.md"

ENOUGH = 3
"""So many stories are proof that a rule is watched."""

CLUMSY = (AttributeError, ImportError, NameError, TypeError, UnboundLocalError)
"""What breaks when a mutation no longer fits the engine: that proves nothing about a story."""

HEAD = """\
# Rules switched off, and the stories that notice

Each line is one rule switched off in the running engine (`scripts/mutations/`), and the stories
under `tests/scenarios/linear/` that no longer hold then, of those that name the rule; once three
have noticed, those that have already noticed another line are not asked. Written by
`scripts/mutants.py --write`.

| Switched off | Rules | Noticed by |
|---|---|---|
"""


def main(*, write: bool, thorough: bool, resume: Path | None) -> int:
    """Tells the stories against every mutation; 1 if one was noticed by no story."""
    logging.disable(logging.CRITICAL)
    rules = {path: frozenset(rules_of(path)) for path in sorted(STORIES.glob("*.yaml"))}
    noticed = known(resume)
    with scratch() as servers:
        settings = servers.new_database("kezek_mutants")
        with create_wiring(settings, doorbell=LocalDoorbell()).app_context():
            for mutation in MUTATIONS:
                if mutation.what in noticed:
                    continue
                killers = {stem for stems in noticed.values() for stem in stems}
                concerned = [path for path in rules if rules[path] & mutation.rules]
                # First those that have noticed nothing yet; the others only while few have.
                concerned.sort(key=lambda path: path.stem in killers)
                found = sorted(try_out(mutation, concerned, killers, settings, thorough=thorough))
                noticed[mutation.what] = found
                keep(resume, mutation, found)
                print(f"{len(found):3} of {len(concerned):3}  {mutation.what}", flush=True)
    if write:
        REPORT.write_text(report(noticed, [path.stem for path in rules]), encoding="utf-8")
    print(f"{sum(map(bool, noticed.values()))} of {len(MUTATIONS)} mutations were noticed")
    return 0 if all(noticed.values()) else 1


def known(resume: Path | None) -> dict[str, list[str]]:
    """What an earlier run has found out already."""
    if resume is None or not resume.exists():
        return {}
    return dict(json.loads(line) for line in resume.read_text(encoding="utf-8").splitlines())


def keep(resume: Path | None, mutation: Mutation, found: list[str]) -> None:
    """Notes it down: a long run that was stopped goes on where it was."""
    if resume is not None:
        with resume.open("a", encoding="utf-8") as file:
            file.write(json.dumps([mutation.what, found]) + "\n")


def try_out(
    mutation: Mutation,
    concerned: list[Path],
    killers: set[str],
    settings: Settings,
    *,
    thorough: bool,
) -> list[str]:
    """The stories that notice this mutation."""
    found: list[str] = []
    for path in concerned:
        if len(found) >= ENOUGH and path.stem in killers and not thorough:
            continue
        if notices(mutation, read_story(path.read_text(encoding="utf-8")), settings):
            found.append(path.stem)
    return found


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


def report(noticed: dict[str, list[str]], stories: list[str]) -> str:
    """The table as it stands in the documents."""
    moved = {stem for stems in noticed.values() for stem in stems}
    unmoved = [stem for stem in stories if stem not in moved]
    lines = [
        f"| {mutation.what} | {', '.join(sorted(mutation.rules))} "
        f"| {', '.join(noticed[mutation.what]) or '**nobody**'} |"
        for mutation in MUTATIONS
    ]
    count = sum(map(bool, noticed.values()))
    rest = ", ".join(unmoved) or "none"
    return (
        HEAD
        + "\n".join(lines)
        + f"\n\n{count} of {len(MUTATIONS)} were noticed.\n\n"
        + "Stories that none of these moved, each about a rule that no line above switches off: "
        + f"{rest}.\n"
    )


if __name__ == "__main__":
    words = argparse.ArgumentParser(description="Switch off one rule at a time.")
    words.add_argument("--write", action="store_true", help="write docs/mutants.md")
    words.add_argument("--all", action="store_true", help="every story that names the rule")
    words.add_argument("--resume", type=Path, help="a file that keeps what was found out")
    given = words.parse_args()
    sys.exit(main(write=given.write, thorough=given.all, resume=given.resume))
