"""`kezek territory`: a territory changes its mode on a day, rehearsed before (R-10)."""

import csv
import os
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.core.approvals import Kind
from kezek.core.errors import Refusal
from kezek.core.ids import TerritorySlug
from kezek.core.modes.rehearsals import ChildLine, Effect, Numbered, totals_of
from kezek.core.queues import SeatKey, label
from kezek.core.territories import Mode, UnknownTerritory
from kezek.reads.regions import served_region
from kezek.settings import OperatorError, Settings
from kezek.usecases.approvals import Proposal, propose
from kezek.usecases.switching import kindergarten_names, rehearse_switch
from kezek.wiring import create_wiring

_SHOWN = 20
_BY_HAND = "operator"

_WHY_NOT = {
    "switch_day": "A switch begins at 00:00 of a day that is still to come.",
    "switch_planned": "Another switch of this territory is set already: cancel it first.",
    "switch_same": "This mode rules there already.",
    "approval_waits": "A switch of this territory waits for a second person already.",
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
@click.option("--reason", default="", metavar="WORDS", help="Why; kept with the signature.")
@click.option("--sign", is_flag=True, help="Sign it; without this it is only rehearsed.")
def switch_command(
    territory: str,
    mode: str,
    slug: str,
    on: datetime,
    report: Path | None,
    reason: str,
    *,
    sign: bool,
) -> None:
    """Rehearse the switch of TERRITORY to MODE: every child's number before and after.

    The rehearsal writes nothing and locks nothing. With --sign the switch waits for a second
    person, an administrator of the region; once both have signed it happens at 00:00 of the day,
    and terms that run then end under the old rules.
    """
    with (
        at_hand(os.environ, alone=False) as environ,
        create_wiring(Settings.from_env(environ)).app_context(),
    ):
        region = served_region(slug)
        try:
            _rehearse(region.id, territory, Mode(mode), on, report)
            if sign:
                propose(region.id, _BY_HAND, _proposal(territory, mode, on, reason))
                click.echo(
                    f"Signed: {territory} is {mode} from {on:%Y-%m-%d} once an administrator of"
                    " the region agrees, on the page of what waits for a second person."
                )
            else:
                click.echo("Rehearsed only: nothing was changed. Sign it with --sign.")
        except UnknownTerritory as unknown:
            known = ", ".join(unknown.known)
            raise OperatorError(f"There is no territory {unknown.slug}; known: {known}.") from None
        except Refusal as refusal:
            raise OperatorError(_WHY_NOT.get(refusal.detail, str(refusal))) from None


def _proposal(territory: str, mode: str, on: datetime, reason: str) -> Proposal:
    return Proposal(
        kind=Kind.TERRITORY_SWITCH,
        subject=territory,
        territory=TerritorySlug(territory),
        payload={"territory": territory, "mode": mode, "on": on.date().isoformat()},
        reason=reason,
    )


def _rehearse(
    tenant_id: int, territory: str, mode: Mode, on: datetime, report: Path | None
) -> None:
    lines = rehearse_switch(tenant_id, territory, mode, on.date()).lines
    keys = {one.queue for line in lines for one in (*line.before, *line.after)}
    names = kindergarten_names(tenant_id, keys)
    _say(lines, names)
    if report is not None:
        _write(report, lines, names)


def _say(found: tuple[ChildLine, ...], names: Mapping[uuid.UUID, str]) -> None:
    click.echo(f"{len(found)} children cross; their moments of submission stay.")
    effects = totals_of(found).effects
    click.echo(
        f"Best number smaller: {effects[Effect.SMALLER]}, greater: {effects[Effect.GREATER]}, "
        f"as before: {effects[Effect.SAME]}."
    )
    if asked := effects[Effect.ASKED]:
        click.echo(f"{asked} families are asked to name kindergartens before they have a number.")
    for one in found[:_SHOWN]:
        before, after = _text(one.before, names), _text(one.after, names)
        click.echo(f"  {one.number}  {before or '-'}  ->  {after or '-'}")
    if len(found) > _SHOWN:
        click.echo(f"  and {len(found) - _SHOWN} more (--csv FILE has them all)")


def _text(numbers: Iterable[Numbered], names: Mapping[uuid.UUID, str]) -> str:
    return ", ".join(
        f"{label(key, names.get(key.kindergarten, '') if isinstance(key, SeatKey) else '')}: "
        f"{one.number}"
        for one in numbers
        for key in (one.queue,)
    )


def _write(report: Path, found: Iterable[ChildLine], names: Mapping[uuid.UUID, str]) -> None:
    with report.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(["application", "class", "before", "after", "effect", "reason"])
        for one in found:
            before, after = _text(one.before, names), _text(one.after, names)
            lines.writerow(
                [one.number, str(one.standing), before, after, str(one.effect), str(one.reason)]
            )
    click.echo(f"Every child stands in {report}.")
