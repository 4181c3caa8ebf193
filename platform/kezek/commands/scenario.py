"""`kezek scenario run`: tells stories on the real engine, in a database made and dropped for it."""

import json
import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path

import click
from sqlalchemy import Engine, create_engine, text

from kezek.adapters.doorbell import LocalDoorbell
from kezek.adapters.scratch import Scratch, scratch
from kezek.adapters.services import services
from kezek.scenarios.nodes import Malformed
from kezek.scenarios.runner import Outcome, tell
from kezek.scenarios.story import read_story
from kezek.settings import OperatorError, Settings
from kezek.wiring import create_wiring

HELD, BROKEN, MALFORMED = 0, 1, 2

STORIES_A_HAND = 8
"""Fewer stories than this are not worth another process."""


@click.group("scenario")
def command() -> None:
    """Stories about the queue that run."""


@command.command("run")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One document per file.")
@click.option("--tenant", help="Take this region's rules.")
@click.option("--scratch", "allow", is_flag=True, help="Run although DATABASE_URL is set.")
@click.option("--jobs", type=click.IntRange(1), help="So many at once; as many as cores if unsaid.")
def run(
    files: tuple[Path, ...], as_json: bool, tenant: str | None, allow: bool, jobs: int | None
) -> None:
    """Tells the stories of FILES (folders are searched); exits with 1 if one did not hold."""
    refuse_serving_database(allow=allow)
    paths = list(_stories(files))
    malformed = [(path, fault) for path in paths if (fault := _fault(path)) is not None]
    for path, fault in malformed:
        click.echo(fault.at(path), err=True)
    if malformed:
        sys.exit(MALFORMED)
    hands = min(jobs or os.cpu_count() or 1, -(-len(paths) // STORIES_A_HAND))
    worst = HELD
    with scratch() as servers:
        for said in _told(servers, paths, tenant, hands, as_json=as_json):
            click.echo(said.text, err=said.status == MALFORMED)
            worst = max(worst, said.status)
    sys.exit(worst)


@dataclass(frozen=True, slots=True)
class Said:
    """What is printed about one story, and how it ended."""

    text: str
    status: int


def _told(
    servers: Scratch, paths: list[Path], tenant: str | None, hands: int, *, as_json: bool
) -> Iterator[Said]:
    """Tells the stories in several processes, each in a database of its own; in their order."""
    if hands <= 1:
        _open_stage(servers.new_database("kezek_stories"))
        yield from (_tell(path, tenant, as_json=as_json) for path in paths)
        return
    databases = [servers.new_database(f"kezek_stories_{at}") for at in range(hands)]
    free: multiprocessing.Queue[Settings] = multiprocessing.get_context("spawn").Queue()
    for database in databases:
        free.put(database)
    with ProcessPoolExecutor(
        hands, multiprocessing.get_context("spawn"), initializer=_take_stage, initargs=(free,)
    ) as pool:
        yield from pool.map(partial(_tell, tenant=tenant, as_json=as_json), paths)


def _take_stage(free: "multiprocessing.Queue[Settings]") -> None:
    _open_stage(free.get())


def _open_stage(settings: Settings) -> None:
    """Makes this process ready to tell stories in that database, until it ends."""
    create_wiring(settings, doorbell=LocalDoorbell()).app_context().push()


def refuse_serving_database(*, allow: bool) -> None:
    """Stories never run where people are served. Raises OperatorError."""
    if os.environ.get("DATABASE_URL") and not allow:
        raise OperatorError(
            "DATABASE_URL is set. Stories run in a scratch database of their own and do not touch"
            " that one; say --scratch if this is what you want."
        )


def _stories(files: tuple[Path, ...]) -> Iterator[Path]:
    for file in files:
        if not file.is_dir():
            yield file
            continue
        yield from (
            path for path in sorted(file.rglob("*.yaml")) if path.parent.name != "malformed"
        )


def _fault(path: Path) -> Malformed | None:
    try:
        read_story(path.read_text(encoding="utf-8"))
    except Malformed as malformed:
        return malformed
    return None


def _tell(path: Path, tenant: str | None, *, as_json: bool) -> Said:
    try:
        outcome = tell(
            read_story(path.read_text(encoding="utf-8")), tenant=tenant, with_end=as_json
        )
    except Malformed as malformed:
        return Said(malformed.at(path), MALFORMED)
    finally:
        _forget_children(services().settings)
    return Said(_text(path, outcome, as_json=as_json), HELD if outcome.ok else BROKEN)


def _text(path: Path, outcome: Outcome, *, as_json: bool) -> str:
    if as_json:
        document = {
            "title": outcome.title,
            "ok": outcome.ok,
            "failures": [asdict(failure) for failure in outcome.failures],
            **outcome.end,
        }
        return json.dumps(document, ensure_ascii=False)
    lines = [f"{'ok  ' if outcome.ok else 'FAIL'} {path}: {outcome.title}"]
    lines += [
        f"     {path}:{one.line}: {one.field}: expected {one.expected}, found {one.found}"
        for one in outcome.failures
    ]
    return "\n".join(lines)


def _forget_children(settings: Settings) -> None:
    """The next story's children are other children, also where the numbers are the same (G-40)."""
    with _owner(settings.owner_url()).begin() as connection:
        connection.execute(text("delete from child_claims"))


@cache
def _owner(url: str) -> Engine:
    """The scratch database as its owner; one connection for all stories of this process."""
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_size=1)
