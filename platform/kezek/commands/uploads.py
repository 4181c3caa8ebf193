"""`kezek uploads`: files that no row names are found, and removed when that is said."""

import os
import sys

import click

from kezek.adapters.at_hand import at_hand
from kezek.commands.regions_named import regions_named, which_regions
from kezek.settings import Settings
from kezek.usecases.sweeping_files import look_for_orphans
from kezek.usecases.sweeping_files import sweep as sweep_away
from kezek.wiring import create_wiring

_MEGABYTE = 1024**2


@click.group()
def command() -> None:
    """The sealed files of families."""


@command.command("sweep")
@click.option("--remove", is_flag=True, help="Remove what was found; without it nothing changes.")
@which_regions
def sweep(slug: str | None, *, remove: bool) -> None:
    """Say which files no document names; with --remove take them away.

    A file is left behind when a process ends between writing it and its row. Younger ones than a
    day are not looked at. Exit status 1 when files are lost that documents name: they lie in a
    backup.
    """
    is_anything_lost = False
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            for region in regions_named(slug):
                found = (sweep_away if remove else look_for_orphans)(region.id)
                said = "removed" if remove else "nobody's"
                click.echo(
                    f"{region.slug}: {found.kept} files in use, {len(found.orphans)} {said} "
                    f"({found.bytes / _MEGABYTE:.1f} MB), {len(found.lost)} lost"
                )
                for path in found.lost:
                    click.echo(f"  lost: {path}")
                is_anything_lost |= bool(found.lost)
    if is_anything_lost:
        sys.exit(1)
