"""`kezek demo seed | who`: invented families for the demonstration, and who can sign in to it."""

import os

import click

from kezek.adapters.at_hand import at_hand
from kezek.demonstration import days, guide
from kezek.demonstration.families import Names
from kezek.demonstration.town import (
    Town,
    demo_only,
    import_demo_registry,
    is_settled,
    settle,
)
from kezek.settings import Settings
from kezek.usecases.regions import get_region
from kezek.wiring import create_wiring

TOWNS = (("demo", 3000, 1), ("karaganda", 3000, 2), ("kostanay", 3000, 3), ("pavlodar", 600, 4))
"""Regions that are filled, with how many families and by which seed."""


@click.group()
def command() -> None:
    """The demonstration's data and who can sign in to it."""


@command.command("seed")
@click.option("--families", type=int, help="So many in each region, instead of the usual.")
def seed(families: int | None) -> None:
    """Fill the demonstration's regions with invented families; a second time changes nothing."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        app = create_wiring(settings)
        with app.app_context():
            demo_only()
            names = Names(settings.tenants_dir / "_names.csv")
            for slug, usual, number in TOWNS:
                _fill(settings, names, slug, families or usual, number)


def _fill(settings: Settings, names: Names, slug: str, families: int, number: int) -> None:
    tenant_id, region = get_region(slug)
    town = Town(tenant_id, region, families, number)
    import_demo_registry(town, settings.tenants_dir)
    if not is_settled(tenant_id):
        settle(town, names)
        counts = days.work(town)
        click.echo(f"{slug}: " + ", ".join(f"{count} {state}" for state, count in counts.items()))
    guide.open_accounts(town)


@command.command("who")
def who() -> None:
    """Say for each region and role where and how to sign in."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        app = create_wiring(settings)
        with app.app_context():
            for slug, usual, number in TOWNS:
                tenant_id, region = get_region(slug)
                for line in guide.lines(
                    Town(tenant_id, region, usual, number), settings.public_url
                ):
                    click.echo(line)
