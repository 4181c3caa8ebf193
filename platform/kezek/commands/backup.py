"""`kezek backup`: database and uploads into a folder, the keys into another place."""

import os
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.backups import read, write
from kezek.clock import host_now
from kezek.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--keys-to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another place, for the keys; without it they are not copied.",
)
def command(folder: Path, keys_to: Path | None) -> None:
    """Write database and uploads into a new folder under FOLDER.

    Everything is of one moment, while pages are served. Needs MIGRATION_DATABASE_URL.
    """
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        made = write(settings, folder, host_now(), keys_to=keys_to)
    backup = read(made)  # as a restore will: what cannot be read is no backup
    click.echo(f"{backup.rows} rows of {len(backup.regions)} regions are in {made}")
    if keys_to is None:
        click.echo(
            "The keys were not copied. Without them the journal's facts cannot be read: keep a "
            f"copy of {settings.keys_dir} in another place (--keys-to)."
        )
