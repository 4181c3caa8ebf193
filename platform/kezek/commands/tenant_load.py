"""Loads the files of regions into the database, and says what it found or did."""

import os
from collections.abc import Sequence
from datetime import date

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.tenants import list_tenants, read_tenant
from kezek.core.region_changes import Difference
from kezek.core.regions import Tenant
from kezek.settings import Settings
from kezek.usecases.regions import DatabaseIsNewer, Load, Outcome, load_region
from kezek.wiring import create_wiring


def load(slugs: Sequence[str], from_day: date | None, *, yes: bool, again: bool) -> bool:
    """Loads these regions, or all; whether none was refused. `again` goes over a newer database.

    Raises what a region's files and a refused load raise.
    """
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        names = slugs or list_tenants(settings.tenants_dir)
        regions = [read_tenant(slug, settings.tenants_dir) for slug in names]
        with create_wiring(settings).app_context():
            done = [
                _load_one(region, from_day, at_once=settings.env == "demo", yes=yes, again=again)
                for region in regions
            ]
    return all(done)


def _load_one(
    region: Tenant, from_day: date | None, *, at_once: bool, yes: bool, again: bool
) -> bool:
    try:
        found = load_region(
            region,
            effective_from=region.calendar.start_of_day(from_day) if from_day else None,
            at_once=at_once,
            as_new_version=again,
            save=yes or at_once,
        )
    except DatabaseIsNewer as newer:
        _show(newer.differences)
        click.echo(str(newer), err=True)
        return False
    click.echo(f"{region.slug}: {_said(region, found)}")
    _show(found.differences)
    return True


def _said(region: Tenant, load: Load) -> str:
    if load.outcome is Outcome.OPENED:
        return "opened"
    if load.outcome is Outcome.UNCHANGED or load.effective_from is None:
        return f"unchanged (version {load.version})"
    moment = f"{region.calendar.local(load.effective_from):%Y-%m-%d %H:%M}"
    if load.outcome is Outcome.PROPOSED:
        return f"would change from {moment}; nothing is stored yet, say --yes"
    return f"version {load.version} holds from {moment}"


def _show(differences: Sequence[Difference]) -> None:
    for one in differences:
        click.echo(f"  {one}")
