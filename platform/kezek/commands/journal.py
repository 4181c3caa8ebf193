"""`kezek journal`: seals facts, verifies them, compares the tables with them, notes the root."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import click

from kezek.adapters.at_hand import at_hand
from kezek.commands.regions_named import regions_named, which_regions
from kezek.core.days import Calendar
from kezek.core.seals import Fault, FaultKind
from kezek.reads.regions import ServedRegion
from kezek.settings import Settings
from kezek.usecases.journal import Report, newest_seal, seal_tenant, verify
from kezek.usecases.rebuild import Comparison, Difference, rebuild, restore
from kezek.wiring import create_wiring

_WRONG = {
    FaultKind.SEAL_MISSING: "the seal is not there",
    FaultKind.SEAL_ALTERED: "the seal is not as it was written",
    FaultKind.CHAIN_BROKEN: "the seal does not follow the one before",
    FaultKind.POSITION_MISSING: "the position is not there",
    FaultKind.FACT_MISSING: "the fact is not there",
    FaultKind.FACT_ALTERED: "the fact is not as it was written",
    FaultKind.ROOT_DIFFERS: "a fact of this seal was rewritten with its hashes",
    FaultKind.OUTSIDE_SEALS: "the fact stands in no seal and waits for none",
    FaultKind.POSITION_OUTSIDE: "no seal covers the position",
    FaultKind.NOT_AS_EXPECTED: "the seal is not the one that was noted",
}


class Noted(click.ParamType[tuple[int, bytes]]):
    """A seal as `kezek journal root` printed it."""

    name = "SEAL:HASH"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, bytes]:
        """The seal's number and hash; told how to write it where it is neither."""
        number, _, digest = value.partition(":")
        try:
            return int(number), bytes.fromhex(digest)
        except ValueError:
            self.fail("write it as `kezek journal root` printed it: 12:9f86d0…", param, ctx)


@click.group()
def command() -> None:
    """Verify or rebuild from the record of facts."""


@command.command("verify")
@which_regions
@click.option("--expect", "expected", type=Noted(), help="A seal noted earlier with `root`.")
def verify_command(slug: str | None, expected: tuple[int, bytes] | None) -> None:
    """Look at every fact and seal, and name the first break; exit status 1 if there is any."""
    if expected and slug is None:
        raise click.UsageError("A noted seal is of one region: say --tenant SLUG with --expect.")
    well = True
    with _regions(slug) as regions:
        for region in regions:
            report = verify(region.id, expected=expected)
            click.echo(f"{region.slug}: {_said(report)}")
            if report.is_late:
                click.echo(f"{region.slug}: {_late(report)}")
            well = well and report.is_intact and not report.is_late
    if not well:
        sys.exit(1)


@command.command("rebuild")
@which_regions
@click.option("--write", is_flag=True, help="Fill the tables, which must be empty.")
def rebuild_command(slug: str | None, write: bool) -> None:
    """Make the tables from the facts alone and compare them with those in use.

    Exit status 1 if they differ. With --write the tables are filled; people, kindergartens and
    the journal itself must be there.
    """
    well = True
    with _regions(slug) as regions:
        for region in regions:
            comparison = restore(region.id) if write else rebuild(region.id)
            _show(region.slug, comparison)
            well = well and comparison.is_equal
    if not well:
        sys.exit(1)


@command.command("seal")
@which_regions
def seal_command(slug: str | None) -> None:
    """Seal now what waits; in service the ticker does this all the time."""
    with _regions(slug) as regions:
        for region in regions:
            click.echo(f"{region.slug}: {seal_tenant(region.id)} facts sealed")


@command.command("root")
@which_regions
def root_command(slug: str | None) -> None:
    """Print the newest seal: noted elsewhere, it later proves that nothing before was rewritten."""
    with _regions(slug) as regions:
        for region in regions:
            seal = newest_seal(region.id)
            noted = f"{seal.number}:{seal.hash.hex()}" if seal else "nothing sealed yet"
            click.echo(f"{region.slug} {noted}")


@contextmanager
def _regions(slug: str | None) -> Iterator[list[ServedRegion]]:
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            yield regions_named(slug)


def _said(report: Report) -> str:
    if report.fault is not None:
        return f"BROKEN at {_place(report.fault)}: {_WRONG[report.fault.kind]}"
    if report.newest is None:
        return "intact, and empty"
    seal = report.newest
    return (
        f"intact: {report.facts} facts in {seal.number} seals; "
        f"the newest is {seal.number}:{seal.hash.hex()}"
    )


def _place(fault: Fault) -> str:
    parts = [
        f"position {fault.position}" if fault.position is not None else "",
        f"fact {fault.fact_id}" if fault.fact_id else "",
        f"seal {fault.seal}" if fault.seal is not None else "",
        f"of {_day(fault.at)}" if fault.at else "",
    ]
    return ", ".join(part for part in parts if part)


def _late(report: Report) -> str:
    since = report.waiting.since
    moment = f"{Calendar().local(since):%Y-%m-%d %H:%M:%S}" if since else "?"
    return f"LATE: {report.waiting.count} facts wait for a seal since {moment}; is the ticker up?"


def _day(moment: datetime) -> str:
    return Calendar().local_day(moment).isoformat()


def _show(slug: str, comparison: Comparison) -> None:
    made = ", ".join(f"{count} {table}" for table, count in comparison.rows.items())
    verdict = "equal" if comparison.is_equal else f"{comparison.different} DIFFERENCES"
    click.echo(f"{slug}: {verdict}; {comparison.facts} facts make {made}")
    if comparison.erased:
        click.echo(f"{slug}: {comparison.erased} rows of erased families, open part only")
    for difference in comparison.differences:
        click.echo(f"{slug}:   {_difference(difference)}")


def _difference(one: Difference) -> str:
    row = f"{one.table} {' '.join(str(part) for part in one.key)}"
    if one.table == "journal":
        return f"{row}: the journal names it and does not say what it was"
    if one.column is not None:
        return f"{row}: {one.column} is {one.stored!r}, by the journal {one.rebuilt!r}"
    return f"{row}: {'not in the journal' if one.rebuilt is None else 'not in the table'}"
