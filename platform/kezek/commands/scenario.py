"""`kezek scenario run`: tells stories on the real engine, in a database made and dropped for it."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from kezek.adapters.doorbell import LocalDoorbell
from kezek.adapters.scratch import scratch
from kezek.scenarios.nodes import Malformed
from kezek.scenarios.runner import Outcome, tell
from kezek.scenarios.story import Story, read_story
from kezek.settings import OperatorError, Settings
from kezek.wiring import create_wiring

HELD, BROKEN, MALFORMED = 0, 1, 2


@click.group("scenario")
def command() -> None:
    """Stories about the queue that run."""


@command.command("run")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One document per file.")
@click.option("--tenant", help="Take this region's rules.")
@click.option("--scratch", "allow", is_flag=True, help="Run although DATABASE_URL is set.")
def run(files: tuple[Path, ...], as_json: bool, tenant: str | None, allow: bool) -> None:
    """Tells the stories of FILES (folders are searched); exits with 1 if one did not hold."""
    refuse_serving_database(allow=allow)
    paths = list(_stories(files))
    stories = {path: _read(path) for path in paths}
    if any(isinstance(story, Malformed) for story in stories.values()):
        _complain(stories)
        sys.exit(MALFORMED)
    worst = HELD
    with scratch() as servers:
        settings = servers.new_database("kezek_stories")
        app = create_wiring(settings, doorbell=LocalDoorbell())
        with app.app_context():
            for path, story in stories.items():
                assert isinstance(story, Story)
                worst = max(worst, _tell(path, story, settings, tenant, as_json=as_json))
    sys.exit(worst)


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


def _read(path: Path) -> Story | Malformed:
    try:
        return read_story(path.read_text(encoding="utf-8"))
    except Malformed as malformed:
        return malformed


def _complain(stories: dict[Path, Story | Malformed]) -> None:
    for path, story in stories.items():
        if isinstance(story, Malformed):
            click.echo(f"{path}:{story.line}: {story.field}: {story.allowed}", err=True)


def _tell(
    path: Path, story: Story, settings: Settings, tenant: str | None, *, as_json: bool
) -> int:
    try:
        outcome = tell(story, tenant=tenant, with_end=as_json)
    except Malformed as malformed:
        _complain({path: malformed})
        return MALFORMED
    finally:
        _forget_children(settings)
    _say(path, outcome, as_json=as_json)
    return HELD if outcome.ok else BROKEN


def _say(path: Path, outcome: Outcome, *, as_json: bool) -> None:
    if as_json:
        document = {
            "title": outcome.title,
            "ok": outcome.ok,
            "failures": [asdict(failure) for failure in outcome.failures],
            **outcome.end,
        }
        click.echo(json.dumps(document, ensure_ascii=False))
        return
    click.echo(f"{'ok  ' if outcome.ok else 'FAIL'} {path}: {outcome.title}")
    for one in outcome.failures:
        click.echo(
            f"     {path}:{one.line}: {one.field}: expected {one.expected}, found {one.found}"
        )


def _forget_children(settings: Settings) -> None:
    """The next story's children are other children, also where the numbers are the same (G-40)."""
    url = settings.owner_url().replace("postgresql://", "postgresql+psycopg://", 1)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("delete from child_claims"))
    engine.dispose()
