"""`kezek keys`: makes and changes the keys that never stand in the database."""

import os
from functools import partial

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.services import services
from kezek.commands.regions_named import regions_named, which_regions
from kezek.settings import Settings
from kezek.usecases.key_rotation import count_outdated, rotate, seal_all_people
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


@command.command("rotate")
@which_regions
def rotate_command(slug: str | None) -> None:
    """Wrap the families' keys under a new key of the region; nothing else is encrypted anew.

    May be stopped at any moment and run again: it goes on where it was, and pages are served all
    the while. The key before stays in the folder, for it opens the backups of before.
    """
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            for region in regions_named(slug):
                done = rotate(region.id, "operator:command", told=partial(_tell, region.slug))
                begun = "the rotation that was begun is finished" if done.is_resumed else "rotated"
                click.echo(
                    f"{region.slug}: {begun}; key {done.version} wraps {done.families} families,"
                    f" {done.wrapped} of them anew"
                )


def _tell(slug: str, count: int) -> None:
    click.echo(f"{slug}: {count} families")


@command.command("seal")
@which_regions
def seal_command(slug: str | None) -> None:
    """Seal what people are known and reached by, in rows from before; every night does the same."""
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            for region in regions_named(slug):
                click.echo(f"{region.slug}: {seal_all_people(region.id)} people sealed")


@command.command("state")
@which_regions
def state_command(slug: str | None) -> None:
    """Say under which key the families of each region lie, and whether a rotation is unfinished."""
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            for region in regions_named(slug):
                version = services().keys.newest_version(region.id)
                left = count_outdated(region.id)
                told = f"{left} families wait for it: run rotate" if left else "all families"
                click.echo(f"{region.slug}: key {version}, {told}")
