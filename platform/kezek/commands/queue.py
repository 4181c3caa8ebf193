"""`kezek queue`: a queue that a region already has comes in from a file (G-13)."""

import csv
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.import_words import BECAUSE, fault_words
from kezek.adapters.queue_columns import Fault
from kezek.adapters.queue_csv import QueueFile, read_queue
from kezek.settings import OperatorError, Settings
from kezek.usecases.arriving.queue import Signature, import_queue
from kezek.usecases.arriving.reports import ImportReport, ReportLine
from kezek.usecases.regions import get_region
from kezek.wiring import create_wiring

_ACTOR = "operator"
_SHOWN = 20


@click.group()
def command() -> None:
    """A queue that a region already has."""


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tenant", "slug", required=True, metavar="SLUG", help="The region.")
@click.option(
    "--counts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="How many general turns each queue has given since its last first-priority one.",
)
@click.option("--report", type=click.Path(path_type=Path), help="Every number, to a CSV file.")
@click.option("--dry-run", is_flag=True, help="Rehearse it and write nothing.")
@click.option("--sign", "login", metavar="LOGIN", help="The administrator who signs the report.")
@click.option("--digest", default="", metavar="HEX", help="The digest of the report that is read.")
def import_file(
    file: Path,
    slug: str,
    counts: Path | None,
    report: Path | None,
    dry_run: bool,
    login: str | None,
    digest: str,
) -> None:
    """Bring the queue in FILE in, all of it or nothing; again changes nothing.

    The columns are described in docs/queue-import.md. First rehearse with --dry-run and read the
    report; then --sign by an administrator of the region with the digest of that report.
    """
    if not dry_run and not (login and digest):
        raise OperatorError(
            "An import is signed: rehearse it with --dry-run, read the report, and give its digest "
            "with --sign LOGIN --digest HEX."
        )
    with (
        at_hand(os.environ, alone=False) as environ,
        create_wiring(Settings.from_env(environ)).app_context(),
    ):
        tenant_id, region = get_region(slug)
        read = read_queue(file, region, counts)
        signature = None if dry_run or login is None else Signature(login, digest)
        done = import_queue(tenant_id, _ACTOR, read, signature=signature)
    _say(read, done)
    if report is not None and not done.is_refused:
        _write(report, done.numbers)
    if done.is_refused or done.is_other:
        sys.exit(1)


def _say(file: QueueFile, done: ImportReport) -> None:
    if done.is_refused:
        _complain("", done.faults)
        _complain("counts, ", done.count_faults)
        count = len(done.faults) + len(done.count_faults)
        click.echo(f"{count} problem(s): nothing was imported.", err=True)
        return
    here = len(done.lines) - done.new
    click.echo(f"In: {len(done.lines)} applications, {len(file.counts)} counts.")
    click.echo(f"Out: {done.new} new, {here} here already.")
    for (territory, stage), count in sorted(done.stages.items()):
        click.echo(f"  {territory}, {stage}: {count}")
    _say_numbers(done)
    if done.is_saved:
        click.echo("Imported and signed." if done.new else "Everything was here: nothing to do.")
    elif done.is_other:
        click.echo("The digest is of another report: nothing was imported. Read it again.")
    else:
        click.echo("Rehearsed only: nothing was changed.")
    click.echo(f"Digest of the report: {done.digest}")


def _complain(where: str, faults: Iterable[Fault]) -> None:
    for fault in faults:
        words = fault_words(fault)
        column = f", {fault.column}" if fault.column else ""
        click.echo(f"{where}line {fault.line}{column}: {words.kk} / {words.ru}", err=True)


def _say_numbers(done: ImportReport) -> None:
    same = len(done.numbers) - len(done.differing)
    click.echo(f"Numbers: {same} as before or given anew, {len(done.differing)} differ.")
    for because, count in done.reasons.most_common():
        words = BECAUSE[because]
        click.echo(f"  {because}: {count} ({words.kk} / {words.ru})")
    for one in done.differing[:_SHOWN]:
        before, after = one.reconciled.before, one.reconciled.after
        click.echo(f"  line {one.line}, {one.ref}: {one.queue}: {before} -> {after} {_steps(one)}")
    if len(done.differing) > _SHOWN:
        click.echo(f"  and {len(done.differing) - _SHOWN} more (--report FILE has them all)")


def _steps(one: ReportLine) -> str:
    return ", ".join(f"{step.because} {step.amount:+}" for step in one.reconciled.differences)


def _write(report: Path, numbers: Iterable[ReportLine]) -> None:
    with report.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["line", "ref", "queue", "before", "after", "steps", "why_kk", "why_ru"])
        for one in numbers:
            because = [BECAUSE[step.because] for step in one.reconciled.differences]
            lines.writerow(
                [
                    *(one.line, one.ref, one.queue, one.reconciled.before, one.reconciled.after),
                    _steps(one),
                    "; ".join(words.kk for words in because),
                    "; ".join(words.ru for words in because),
                ]
            )
    click.echo(f"Every number stands in {report}.")
