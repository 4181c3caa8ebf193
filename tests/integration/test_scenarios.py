"""Stories are told on the real engine, and every malformed file is answered with its line."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kezek.cli import kezek

STORIES = Path(__file__).resolve().parents[1] / "scenarios"
MALFORMED = sorted((STORIES / "malformed").glob("*.yaml"))
FAULT = re.compile(r"# malformed: line (\d+), (\S+)")

SHOWS_WHILE_RUNNING = frozenset({"time-goes-back.yaml", "unknown-reason-of-a-change.yaml"})
"""Files whose fault nobody sees before they are told: they are told for real."""

SAMPLE = (
    "cancelling-after-a-day-is-too-late",
    "merge-of-all-three-standings",
    "only-the-draw-of-the-offered-place-is-saved",
    "outage-of-a-day-and-an-hour",
    "referral-of-18-march",
    "siblings-are-offered-places-together",
    "silence-suspends-and-a-second-silence-archives",
    "temporary-place-ends-and-the-child-returns",
    "two-reasons-in-one-moment",
    "yearly-question-and-two-silences",
)

SHAPE = {
    "title": str,
    "ok": bool,
    "failures": list,
    "state": dict,
    "queue": dict,
    "number": dict,
    "place": dict,
    "deadline": dict,
    "notices": dict,
    "standing": dict,
    "category": dict,
    "strikes": dict,
}

DOES_NOT_HOLD = """\
title: One child does not stand second
now: 2026-09-07 09:00
kindergartens: {K1: {}}
steps:
  - apply: {child: A, born: 2023-05-01, choices: [K1]}
  - expect:
      number: {A: {K1: 2}}
  - refused: {accept: A, because: too_late}
"""


def test_ten_stories_hold_and_tell_how_they_ended() -> None:
    done = scenario("run", "--json", *(STORIES / "linear" / f"{name}.yaml" for name in SAMPLE))

    assert done.returncode == 0, done.stdout + done.stderr
    documents = [json.loads(line) for line in done.stdout.splitlines()]
    assert [document["ok"] for document in documents] == [True] * len(SAMPLE)
    for document in documents:
        assert {name: type(value) for name, value in document.items()} == SHAPE
    told = dict(zip(SAMPLE, documents, strict=True))
    suspended = told["silence-suspends-and-a-second-silence-archives"]
    assert suspended["state"]["A"] == "ARCHIVED(no_answer)"
    assert suspended["deadline"]["A"] == "none"
    assert suspended["notices"]["A"][:3] == ["N-03", "N-05", "N-12"]
    merged = told["merge-of-all-three-standings"]
    (order,) = merged["queue"].values()
    assert order == ["o1", "p1", "g1", "g2", "g3", "p2", "g4", "g5", "g6", "p3", "g7", "g8", "p4"]
    assert [merged["number"][name]["K1"] for name in order] == list(range(1, 14))
    assert (merged["standing"]["o1"], merged["standing"]["p1"]) == ("O", "P")
    assert told["siblings-are-offered-places-together"]["place"]


def test_what_did_not_hold_is_named_by_line_with_what_was_found(tmp_path: Path) -> None:
    story = tmp_path / "story.yaml"
    story.write_text(DOES_NOT_HOLD, encoding="utf-8")

    done = scenario("run", "--json", story)

    assert done.returncode == 1, done.stderr
    document = json.loads(done.stdout)
    assert not document["ok"]
    assert failures_of(document) == [
        (7, "number.A.K1", "2", "1"),
        (8, "refused.accept", "too_late", "no_live_offer:state"),
    ]
    assert document["state"] == {"A": "QUEUED"}


def failures_of(document: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (one["line"], one["field"], one["expected"], one["found"]) for one in document["failures"]
    ]


@pytest.mark.parametrize(
    "path",
    [one for one in MALFORMED if one.name not in SHOWS_WHILE_RUNNING],
    ids=lambda one: one.name,
)
def test_a_malformed_file_is_refused_before_anything_is_started(path: Path) -> None:
    done = CliRunner(env={"DATABASE_URL": None}).invoke(kezek, ["scenario", "run", str(path)])

    assert done.exit_code == 2
    assert done.stdout == ""
    assert fault_of(done.stderr) == announced(path)


def test_a_fault_that_shows_while_running_is_refused_with_its_line() -> None:
    files = [one for one in MALFORMED if one.name in SHOWS_WHILE_RUNNING]

    done = scenario("run", *files)

    assert done.returncode == 2
    assert {Path(line.split(":")[0]).name for line in done.stderr.splitlines()} == {
        one.name for one in files
    }
    assert [fault_of(line) for line in done.stderr.splitlines()] == [
        announced(one) for one in files
    ]


def test_one_malformed_file_keeps_the_others_from_being_told(tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text(DOES_NOT_HOLD, encoding="utf-8")
    bad = STORIES / "malformed" / "unknown-verb.yaml"

    done = CliRunner(env={"DATABASE_URL": None}).invoke(
        kezek, ["scenario", "run", str(good), str(bad)]
    )

    assert done.exit_code == 2
    assert "good.yaml" not in done.output


@pytest.mark.parametrize(
    "words", [["scenario", "run", str(MALFORMED[0])], ["season", "--tenant=demo"]]
)
def test_nothing_is_told_where_people_are_served(words: list[str]) -> None:
    done = scenario(*words[1:], word=words[0], DATABASE_URL="postgresql://served/kezek")

    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "--scratch" in done.stderr


def announced(path: Path) -> tuple[int, str]:
    """What the first line of the file says is wrong with it."""
    match = FAULT.match(path.read_text(encoding="utf-8"))
    assert match is not None, f"{path.name} does not say what is wrong with it"
    return int(match[1]), match[2]


def fault_of(said: str) -> tuple[int, str]:
    """The line and the field that the command named."""
    _, line, field, allowed = said.strip().split(":", 3)
    assert allowed.strip(), "it says what is allowed there"
    return int(line), field.strip()


def scenario(
    *words: object, word: str = "scenario", **env: str
) -> "subprocess.CompletedProcess[str]":
    """Runs the command as an operator does, in a process of its own."""
    usual = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "-m", "kezek.cli", word, *(str(one) for one in words)],
        env={**usual, "PYTHONPATH": str(STORIES.parents[1] / "platform"), **env},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
