"""`kezek tenant`: regions as their files describe them, and opened in the database."""

import sys
from datetime import datetime
from pathlib import Path

import click

from kezek.adapters.new_tenant import write_new
from kezek.adapters.registry_csv import registry_problems
from kezek.adapters.sources import Problem
from kezek.adapters.tenants import (
    OWN_FILE,
    TENANTS,
    FaultyTenant,
    list_tenants,
    read_tenant,
    validate,
)
from kezek.core.regions import Tenant

_FOLDER = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="KEZEK_TENANTS_DIR",
    default=TENANTS,
    help="The folder of regions, if not the one of this installation.",
)


@click.group()
def command() -> None:
    """Regions: validate, list, new, load, export."""


tenant = command


@command.command("validate")
@click.argument("slugs", nargs=-1)
@_FOLDER
def validate_regions(slugs: tuple[str, ...], folder: Path) -> None:
    """Say what is wrong in the files of all regions, or of those named; status 1 if anything is."""
    problems = [problem for path in _paths(slugs, folder) for problem in validate(path)]
    if not problems:
        problems = [
            problem
            for slug in slugs or list_tenants(folder)
            for problem in registry_problems(read_tenant(slug, folder), folder / slug)
        ]
    _show(problems)
    if problems:
        sys.exit(1)
    click.echo(f"{len(slugs) or len(list_tenants(folder))} region(s): nothing is wrong.")


@command.command("list")
@_FOLDER
def list_regions(folder: Path) -> None:
    """Show every region: name, prefix of its numbers, territories by mode."""
    for slug in list_tenants(folder):
        try:
            region = read_tenant(slug, folder)
        except FaultyTenant as error:
            click.echo(f"{slug:16} {len(error.problems)} problem(s): kezek tenant validate {slug}")
            continue
        click.echo(f"{slug:16} {region.prefix}  {region.name.ru} ({_modes(region)})")


@command.command("new")
@click.argument("slug")
@click.option("--prefix", required=True, help="Three Latin capitals for application numbers.")
@click.option("--kk", required=True, help="The region's name in Kazakh.")
@click.option("--ru", required=True, help="The region's name in Russian.")
@click.option("--kato", required=True, help="Nine digits of its KATO code.")
@_FOLDER
def new_region(slug: str, prefix: str, kk: str, ru: str, kato: str, folder: Path) -> None:
    """Make the folder of a new region, with the least that it must say."""
    path = write_new(folder, slug, prefix=prefix, kk=kk, ru=ru, kato=kato)
    click.echo(f"{'/'.join(path.parts[-2:])} is written. Next:")
    click.echo("  1. put the region's provider, contacts and territories into it")
    click.echo(f"  2. kezek tenant validate {slug}")
    click.echo(f"  3. kezek tenant load {slug}")


@command.command("load")
@click.argument("slugs", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every region that has a folder.")
@click.option("--from", "from_day", type=click.DateTime(["%Y-%m-%d"]), help="First day it holds.")
@click.option("--yes", is_flag=True, help="Store what is proposed.")
@click.option("--as-new-version", is_flag=True, help="Also over a database that is newer.")
def load_regions(
    slugs: tuple[str, ...], every: bool, from_day: datetime | None, yes: bool, as_new_version: bool
) -> None:
    """Open regions in the database, or propose a dated version of what changed in their files.

    A change is shown and, with --yes, holds from the next midnight or the day given. In the
    demonstration it holds at once.
    """
    if bool(slugs) is every:
        raise click.UsageError("Name one region or more, or say --all.")
    # Files are checked without the engine behind it: it is brought in only to change a database.
    from kezek.commands.tenant_load import load

    whole = load(slugs, from_day.date() if from_day else None, yes=yes, again=as_new_version)
    if not whole and not every:
        sys.exit(1)


@command.command("export")
@click.argument("slug")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; without one it is shown.",
)
def export_region(slug: str, to: Path | None) -> None:
    """Write the whole configuration of an open region as one TOML.

    It is what tenants/SLUG/tenant.toml can hold: laid there, it says what the database says.
    """
    from kezek.commands.tenant_export import export

    text = export(slug)
    if to is None:
        click.echo(text, nl=False)
        return
    to.write_text(text, encoding="utf-8")
    click.echo(f"{to.name} is written.", err=True)


def _paths(slugs: tuple[str, ...], folder: Path) -> list[Path]:
    for slug in slugs:
        if not (folder / slug / OWN_FILE).is_file():
            raise click.UsageError(f"There is no region {slug}.")
    return [folder / slug for slug in slugs] or [folder]


def _modes(region: Tenant) -> str:
    modes = [str(one.modes[-1].mode) for one in region.territories]
    return ", ".join(f"{mode} {modes.count(mode)}" for mode in dict.fromkeys(modes))


def _show(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
