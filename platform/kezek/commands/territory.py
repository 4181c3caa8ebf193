"""`kezek territory`: a territory changes its mode on a day, rehearsed before (R-10)."""

import csv
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.core.errors import Refusal
from kezek.core.modes.registry import takes_applications
from kezek.core.modes.switch import Crossing, Numbers
from kezek.core.queues import SeatKey, label
from kezek.core.territories import Mode, UnknownTerritory
from kezek.reads.regions import served_region
from kezek.settings import OperatorError, Settings
from kezek.usecases.switching import kindergarten_names, plan_switch, rehearse_switch
from kezek.wiring import create_wiring

_SHOWN = 20
_BY_HAND = "operator"

_WHY_NOT = {
    "not_open": "This mode is not open in this version of Kezek.",
    "switch_day": "A switch begins at 00:00 of a day that is still to come.",
    "switch_order": "Another mode is already set from that day or a later one.",
}


@click.group()
def command() -> None:
    """Territories: change the mode of one on a day."""


@command.command("switch")
@click.argument("territory")
@click.argument("mode", type=click.Choice([str(mode) for mode in Mode]))
@click.option("--tenant", "slug", required=True, metavar="SLUG", help="The region.")
@click.option("--on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="From 00:00 of it.")
@click.option("--csv", "report", type=click.Path(path_type=Path), help="Every child, to a file.")
@click.option("--sign", is_flag=True, help="Set the switch; without it, it is only rehearsed.")
def switch_command(
    territory: str, mode: str, slug: str, on: datetime, report: Path | None, *, sign: bool
) -> None:
    """Rehearse the switch of TERRITORY to MODE: every child's number before and after.

    The rehearsal writes nothing and locks nothing. With --sign the switch is set and happens at
    00:00 of the day; terms that run then end under the old rules.
    """
    with (
        at_hand(os.environ, alone=False) as environ,
        create_wiring(Settings.from_env(environ)).app_context(),
    ):
        region = served_region(slug)
        try:
            found = rehearse_switch(region.id, territory, Mode(mode), on.date())
            names = kindergarten_names(region.id, found)
            _say(found, names)
            if report is not None:
                _write(report, found, names)
            if sign and not takes_applications(Mode(mode)):
                raise OperatorError("Families have no pages in this mode yet: rehearse it only.")
            if sign:
                version = plan_switch(region.id, _BY_HAND, territory, Mode(mode), on.date())
                click.echo(f"Set: {territory} is {mode} from {on:%Y-%m-%d} (version {version}).")
            else:
                click.echo("Rehearsed only: nothing was changed. Set it with --sign.")
        except UnknownTerritory as unknown:
            known = ", ".join(unknown.known)
            raise OperatorError(f"There is no territory {unknown.slug}; known: {known}.") from None
        except Refusal as refusal:
            raise OperatorError(_WHY_NOT.get(refusal.detail, str(refusal))) from None


def _say(found: list[Crossing], names: Mapping[uuid.UUID, str]) -> None:
    better, worse, same = _sums(found)
    click.echo(f"{len(found)} children cross; their moments of submission stay.")
    if better or worse or same:
        click.echo(f"Number smaller: {better}, greater: {worse}, as before: {same}.")
    asked = sum(one.asks_for_choices for one in found)
    if asked:
        click.echo(f"{asked} families are asked to name kindergartens before they have a number.")
    for one in found[:_SHOWN]:
        before, after = _text(one.numbers_before, names), _text(one.numbers_after, names)
        click.echo(f"  {one.before.number}  {before or '-'}  ->  {after or '-'}")
    if len(found) > _SHOWN:
        click.echo(f"  and {len(found) - _SHOWN} more (--csv FILE has them all)")


def _sums(found: Iterable[Crossing]) -> tuple[int, int, int]:
    """How many numbers become smaller, greater, or stay, where there is one before and after."""
    signs = Counter(
        (after > before) - (after < before)
        for one in found
        for before in one.numbers_before.values()
        for after in one.numbers_after.values()
        if len(one.numbers_before) == len(one.numbers_after) == 1
    )
    return signs[-1], signs[1], signs[0]


def _text(numbers: Numbers, names: Mapping[uuid.UUID, str]) -> str:
    return ", ".join(
        f"{label(key, names.get(key.kindergarten, '') if isinstance(key, SeatKey) else '')}: {one}"
        for key, one in numbers.items()
    )


def _write(report: Path, found: Iterable[Crossing], names: Mapping[uuid.UUID, str]) -> None:
    with report.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["application", "class", "before", "after", "reason"])
        for one in found:
            before, after = _text(one.numbers_before, names), _text(one.numbers_after, names)
            reason = "names_kindergartens_first" if one.asks_for_choices else "mode_switch"
            lines.writerow([one.before.number, str(one.before.standing), before, after, reason])
    click.echo(f"Every child stands in {report}.")
