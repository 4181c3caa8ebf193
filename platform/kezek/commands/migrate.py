"""`kezek migrate`: brings the schema to the newest revision, as its owner."""

import os

import click

from kezek.adapters.instance import surroundings
from kezek.adapters.schema import migrate, present_revision, wanted_revision
from kezek.settings import Settings


@click.command()
def command() -> None:
    """Bring the database to the newest schema; nothing happens when it is there.

    Needs MIGRATION_DATABASE_URL, the address of the schema's owner.
    """
    owner = Settings.from_env(surroundings(os.environ)).owner_url()
    before = present_revision(owner)
    migrate(owner)
    after = wanted_revision()
    click.echo(f"schema at {after}" + ("" if before == after else f" (was at {before or 'none'})"))
