"""`kezek reset`: forgets the demonstration's data on this machine."""

import os
import shutil
from pathlib import Path

import click

from kezek.adapters.embedded.home import home_of
from kezek.adapters.embedded.identity import Identity
from kezek.adapters.instance import Instance, data_dir

# By name: somebody may have named a folder that holds other things too.
_OURS = ("servers", "uploads", "keys", "eds")


@click.command()
def command() -> None:
    """Delete the data of the demonstration; the next start begins anew.

    Only what `kezek up` keeps on this machine is deleted, never a database that DATABASE_URL names.
    """
    folder = data_dir(os.environ)
    # Refuses while a demonstration runs from here.
    with Instance(folder):
        _remove(home_of(folder / "servers", Identity.current()))
        for name in _OURS:
            _remove(folder / name)
    click.echo("The demonstration's data is gone. Begin anew with: make demo")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
