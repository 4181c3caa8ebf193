"""What has to be done once before serving, and done again only when what it reads has changed."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kezek.settings import OperatorError

_DONE = "prepared.json"


@dataclass(frozen=True, slots=True)
class Step:
    """A word of `kezek` to run, and the files and folders whose change makes it necessary again."""

    doing: str
    words: tuple[str, ...]
    reads: tuple[Path, ...]
    is_quiet: bool = False
    """Its words, a line for each kindergarten or region, are shown only if it fails."""


def prepare(
    steps: list[Step], environ: Mapping[str, str], folder: Path, *, say: Callable[[str], None]
) -> None:
    """Runs the steps whose inputs are new to this folder's data; OperatorError if one fails."""
    path = folder / _DONE
    done: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    for step in steps:
        name, seen = " ".join(step.words), _digest(step.reads)
        if done.get(name) == seen:
            continue
        say(step.doing)
        _run(step, environ)
        done[name] = seen
        path.write_text(json.dumps(done, indent=1))


def _run(step: Step, environ: Mapping[str, str]) -> None:
    # A process of its own: what it imports does not stay with the supervisor for the whole day.
    answer = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-m", "kezek.cli", *step.words],
        env=dict(environ),
        stdout=subprocess.PIPE if step.is_quiet else None,
        stderr=subprocess.STDOUT if step.is_quiet else None,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        sys.stdout.write(answer.stdout or "")
        raise OperatorError(
            f"'kezek {' '.join(step.words)}' failed; its words stand above. What was done before "
            "is kept: mend it and start again."
        )


def _digest(places: tuple[Path, ...]) -> str:
    whole = hashlib.sha256()
    for place in places:
        for path in _files(place):
            whole.update(str(path.relative_to(place)).encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    found = sorted(path for path in place.rglob("*") if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts]
