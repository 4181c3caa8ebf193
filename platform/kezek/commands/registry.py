"""`kezek registry`: kindergartens and groups of a region from a file, CSV or XLSX."""

import os
import sys
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.registry_csv import read_registry
from kezek.settings import Settings
from kezek.usecases.regions import get_region
from kezek.usecases.registry.differences import Change
from kezek.usecases.registry.importing import ImportReport, import_registry
from kezek.wiring import create_wiring

ACTOR = "operator"
FILES = ("kindergartens.csv", "groups.csv")
"""A region's own files, in the order in which one needs the other."""
_MOST_SHOWN = 10


@click.group()
def command() -> None:
    """Kindergartens and groups from a file, CSV or XLSX."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tenant", "slug", required=True, help="The region, by its slug.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def import_file(file: Path, slug: str, dry_run: bool) -> None:
    """Bring kindergartens or groups in from FILE, all of it or nothing; again changes nothing.

    The columns are described in tenants/README.md. Says what each line did; status 1 if one is
    refused.
    """
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            report = _import(file, slug, dry_run=dry_run)
    _show(report)
    if report.is_refused:
        sys.exit(1)


@command.command("load")
def load_files() -> None:
    """Bring in what stands in every region's folder: kindergartens.csv and groups.csv.

    Regions of the database only; again changes nothing; status 1 if one is refused.
    """
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        with create_wiring(settings).app_context():
            reports = [
                _import_one(file)
                for name in FILES
                for file in sorted(settings.tenants_dir.glob(f"[!_]*/{name}"))
            ]
    if any(report.is_refused for report in reports):
        sys.exit(1)


def _import_one(file: Path) -> ImportReport:
    report = _import(file, file.parent.name, dry_run=False)
    counts = ", ".join(f"{report.count(change)} {change}" for change in Change)
    click.echo(f"{file.parent.name}: {counts}")
    return report


def _import(path: Path, slug: str, *, dry_run: bool) -> ImportReport:
    tenant_id, region = get_region(slug)
    file = read_registry(path, region)
    for problem in file.problems:
        click.echo(str(problem), err=True)
    if file.problems:
        click.echo(f"{len(file.problems)} problem(s): nothing was imported.", err=True)
        sys.exit(1)
    return import_registry(tenant_id, ACTOR, file, dry_run=dry_run)


def _show(report: ImportReport) -> None:
    for line in report.lines:
        if line.change is not Change.SAME:
            ending = f": {line.detail}" if line.detail else ""
            click.echo(f"line {line.line}: {line.change} {line.subject}{ending}")
    counts = ", ".join(f"{report.count(change)} {change}" for change in Change)
    click.echo(f"{counts}. {'Imported.' if report.is_saved else 'Nothing was imported.'}")
    _list("without a Kazakh name, shown in Russian and marked", report.without_kazakh_name)
    _list("without groups, listed and not to be chosen", report.without_groups)
    _list("in the registry and not in the file, left as they are", report.not_in_file)


def _list(title: str, names: tuple[str, ...]) -> None:
    if names:
        more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
        click.echo(f"{len(names)} {title}: {', '.join(names[:_MOST_SHOWN])}{more}")
