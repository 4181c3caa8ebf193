"""`kezek season`: a region lives for some days in a scratch database; every promise is checked."""

import sys
import time
from datetime import datetime
from random import Random

import click

from kezek.adapters.doorbell import LocalDoorbell
from kezek.adapters.scratch import scratch
from kezek.commands.scenario import refuse_serving_database
from kezek.core.queues import Kind
from kezek.core.territories import Mode
from kezek.scenarios.season import Season, unexplained
from kezek.scenarios.stage import Stage, set_stage
from kezek.scenarios.story import Garden, Story
from kezek.usecases.journal import seal_tenant, verify
from kezek.usecases.rebuild import rebuild
from kezek.wiring import create_wiring

BEGIN = datetime(2026, 2, 2, 8)  # noqa: DTZ001 - the story's wall clock
GARDENS = 6


@click.command("season")
@click.option("--tenant", required=True, help="The region whose rules hold.")
@click.option("--days", default=60, show_default=True, help="How long.")
@click.option("--seed", default=1, show_default=True, help="The same seed is the same season.")
@click.option("--scratch", "allow", is_flag=True, help="Run although DATABASE_URL is set.")
def command(tenant: str, days: int, seed: int, allow: bool) -> None:
    """Let a region live for some days; exits with 1 when a promise was broken."""
    refuse_serving_database(allow=allow)
    began = time.monotonic()
    with scratch() as servers:
        app = create_wiring(servers.new_database("kezek_season"), doorbell=LocalDoorbell())
        with app.app_context():
            stage = set_stage(_story(), tenant=tenant)
            season = Season(stage, Random(seed))  # noqa: S311 - a season needs no secrecy
            season.live(days)
            _say(season)
            problems = _problems(stage)
    click.echo(f"{days} days in {time.monotonic() - began:.1f} s")
    for problem in problems:
        click.echo(f"BROKEN {problem}", err=True)
    sys.exit(1 if problems else 0)


def _story() -> Story:
    gardens = {f"K{at}": Garden(f"K{at}", Kind.NURSERY_KINDERGARTEN) for at in range(GARDENS)}
    return Story("A season", BEGIN, {}, {"city": Mode.LINEAR}, gardens, ())


def _say(season: Season) -> None:
    for act, count in sorted(season.done.items()):
        click.echo(f"{act}: {count} done, {season.refused[act]} refused")


def _problems(stage: Stage) -> list[str]:
    problems = list(unexplained(stage.tenant_id))
    seal_tenant(stage.tenant_id)
    report = verify(stage.tenant_id)
    click.echo(f"journal: {report.facts} facts, {'intact' if report.is_intact else 'broken'}")
    if not report.is_intact:
        problems.append(f"journal: {report}")
    comparison = rebuild(stage.tenant_id)
    click.echo(f"rebuild: {comparison}")
    if not comparison.is_equal:
        problems.append(f"rebuild: {comparison}")
    return problems
