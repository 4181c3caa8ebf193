"""`kezek season`: a region lives for some days in a scratch database; every promise is checked."""

import os
import subprocess
import sys

import click

from kezek.adapters.scratch import scratch
from kezek.commands.scenario import refuse_serving_database

_DATABASE = "kezek_season"


@click.command("season")
@click.option("--tenant", required=True, help="The region whose rules hold.")
@click.option("--days", default=60, show_default=True, help="How long.")
@click.option("--seed", default=1, show_default=True, help="The same seed is the same season.")
@click.option(
    "--switch",
    "switches",
    multiple=True,
    metavar="TERRITORY:MODE:DAY",
    help="A territory changes its mode on this day of the season.",
)
@click.option("--scratch", "allow", is_flag=True, help="Run although DATABASE_URL is set.")
def command(tenant: str, days: int, seed: int, switches: tuple[str, ...], *, allow: bool) -> None:
    """Let a region live for some days; exits with 1 when a promise was broken.

    Its territories keep their modes; what falls due, messages and the work of the night are done
    by the real workers. Every evening the journal is read and every turn in it judged.
    """
    refuse_serving_database(allow=allow)
    with scratch() as servers:
        servers.new_database(_DATABASE)
        lived = subprocess.run(  # noqa: S603 - ourselves, with words that were checked
            [
                *(sys.executable, "-m", "worker.season"),
                *(f"--tenant={tenant}", f"--days={days}", f"--seed={seed}"),
                *(f"--switch={one}" for one in switches),
            ],
            env={**os.environ, **servers.surroundings(_DATABASE)},
            check=False,
        )
    sys.exit(lived.returncode)
