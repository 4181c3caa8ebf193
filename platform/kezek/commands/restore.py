"""`kezek restore`: a backup into an empty database, or in the place of what is there."""

import os
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.backups import restore
from kezek.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--keys-from",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the backup's keys lie; without it the keys stay as they are.",
)
@click.option("--replace", is_flag=True, help="Throw away what the database holds now.")
def command(folder: Path, keys_from: Path | None, replace: bool) -> None:
    """Read the backup in FOLDER. Pages, worker and ticker must be stopped.

    The rows that came back are compared with those that were counted. Needs
    MIGRATION_DATABASE_URL; afterwards run `kezek migrate` if this version is newer.
    """
    with at_hand(os.environ, alone=True) as environ:
        settings = Settings.from_env(environ)
        backup = restore(settings, folder, keys_from=keys_from, replace=replace)
    click.echo(
        f"All {backup.rows} rows of {len(backup.regions)} regions of {backup.made_at} are back."
    )
