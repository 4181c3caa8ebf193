"""`kezek keys`: makes the keys that never stand in the database."""

import os

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.services import services
from kezek.commands.regions_named import regions_named, which_regions
from kezek.settings import Settings
from kezek.wiring import create_wiring


@click.group()
def command() -> None:
    """The keys of the deployment and of its regions."""


@command.command("create")
@which_regions
def create(slug: str | None) -> None:
    """Make the keys that are missing, of the deployment and of the regions named.

    Keep a copy of the folder apart from the backups of the database: without it they cannot be
    read. A key that is there is never touched.
    """
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        app = create_wiring(settings)
        with app.app_context():
            regions = regions_named(slug)
            made = services().keys.create(region.id for region in regions)
    for name in made:
        click.echo(f"{name}.key is made in {settings.keys_dir}")
    if not made:
        click.echo(f"All keys are there, in {settings.keys_dir}")
