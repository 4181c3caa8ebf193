"""`kezek retention`: what is kept how long, a rehearsal of the forgetting, and the run itself."""

import os

import click

from kezek.adapters.at_hand import at_hand
from kezek.commands.regions_named import regions_named, which_regions
from kezek.core.retention import SPANS
from kezek.settings import Settings
from kezek.usecases.retention import forget
from kezek.wiring import create_wiring


@click.group()
def command() -> None:
    """How long data of persons are kept, and the run that forgets them."""


@command.command("run")
@which_regions
@click.option("--dry-run", is_flag=True, help="Count what would go, and take nothing away.")
def run_command(slug: str | None, *, dry_run: bool) -> None:
    """Forget now what is old enough; in service the ticker does this every night."""
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            for region in regions_named(slug):
                done = forget(region.id, "operator:command", dry_run=dry_run)
                told = ", ".join(f"{count} {name}" for name, count in done.gone.items() if count)
                verb = "would go" if done.is_rehearsal else "gone"
                click.echo(f"{region.slug}: {verb}: {told or 'nothing'}")


@command.command("list")
def list_command() -> None:
    """Every rule with its days in force, and its source."""
    with at_hand(os.environ, alone=False) as environ:
        kept = Settings.from_env(environ).retention
    for span in SPANS:
        click.echo(f"{span.name:10} {kept[span.name].days:5} days  {span.why}")
