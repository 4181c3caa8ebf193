"""`kezek demo seed | who`: invented families for the demonstration, and who can sign in to it."""

import os
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing import get_context
from typing import TypeAlias

import click
from flask import Flask

from kezek.adapters.at_hand import at_hand
from kezek.clock import SteppedClock
from kezek.core.territories import Mode
from kezek.demonstration import days, guide, weeks
from kezek.demonstration.families import Names
from kezek.demonstration.town import (
    Town,
    demo_only,
    import_demo_registry,
    is_settled,
    present,
    settle,
)
from kezek.settings import Settings
from kezek.usecases.regions import get_region
from kezek.wiring import create_wiring

States: TypeAlias = Mapping[str, int]
"""How many applications are in each state, and how many places are free."""


@dataclass(frozen=True, slots=True)
class Filling:
    """One way of giving places in one region, and its families."""

    slug: str
    families: int
    seed: int
    mode: Mode = Mode.LINEAR

    def town(self) -> Town:
        """The region as it is set now. Raises LoadRefused."""
        tenant_id, region = get_region(self.slug)
        return Town(tenant_id, region, self.families, self.seed, self.mode)


TOWNS = (
    Filling("demo", 3000, 1),
    Filling("karaganda", 3000, 2),
    Filling("kostanay", 3000, 3),
    Filling("pavlodar", 600, 4),
    Filling("pavlodar", 3000, 5, Mode.VOUCHER),
    Filling("saran", 1200, 6, Mode.INDIGO),
)
"""What is filled: region, how many families, by which seed, in territories of which mode."""


@click.group()
def command() -> None:
    """The demonstration's data and who can sign in to it."""


@command.command("seed")
@click.option("--families", type=int, help="So many in each region, instead of the usual.")
def seed(families: int | None) -> None:
    """Fill the demonstration's regions with invented families; a second time changes nothing."""
    with at_hand(os.environ, alone=False) as environ:
        regions = list(dict.fromkeys(one.slug for one in TOWNS))
        # Regions know nothing of one another: two processes fill them in half the time.
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            done = [pool.submit(fill_region, dict(environ), slug, families) for slug in regions]
            for line in (line for one in done for line in one.result()):
                click.echo(line)
        with create_wiring(Settings.from_env(environ)).app_context():
            demo_only()
            guide.open_operators()


def fill_region(environ: dict[str, str], slug: str, families: int | None) -> list[str]:
    """Fills a region that is still empty; gives what stands there then, a line for each mode."""
    settings = Settings.from_env(environ)
    app = create_wiring(settings)
    names = Names(settings.tenants_dir / "_names.csv")
    told = []
    for filling in (one for one in TOWNS if one.slug == slug):
        wanted = replace(filling, families=families or filling.families)
        with app.app_context():
            demo_only()
            town = wanted.town()
            now = present(town)
            import_demo_registry(town, settings.tenants_dir)
            settled = is_settled(town)
        if not settled:
            told.append(_told(town, _FILL[town.mode](app, settings, town, names, now)))
        with app.app_context():
            guide.open_accounts(town)
    return told


def _fill_queues(app: Flask, _: Settings, town: Town, names: Names, __: datetime) -> States:
    """Families in the queues of kindergartens, and some days of work at once."""
    with app.app_context():
        settle(town, names)
        return days.work(town)


def _fill_by_days(_: Flask, settings: Settings, town: Town, names: Names, now: datetime) -> States:
    """Families, then the last working days one after another, by a clock that is stepped."""
    clock = SteppedClock(weeks.began(town.region.calendar, now))
    with create_wiring(settings, clock=clock).app_context():
        weeks.begin_anew(town, clock.now())
        settle(town, names)
        weeks.play(town, clock, now)
        return days.states(town)


_FILL: Mapping[Mode, Callable[[Flask, Settings, Town, Names, datetime], States]] = {
    Mode.LINEAR: _fill_queues,
    Mode.VOUCHER: _fill_by_days,
    Mode.INDIGO: _fill_by_days,
}


def _told(town: Town, counts: States) -> str:
    states = ", ".join(f"{count} {state}" for state, count in counts.items())
    return f"{town.region.slug}, {town.mode}: {states}"


@command.command("who")
def who() -> None:
    """Say for each region and role where and how to sign in."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        app = create_wiring(settings)
        with app.app_context():
            for filling in TOWNS:
                for line in guide.lines(filling.town(), settings.public_url):
                    click.echo(line)
            for line in guide.operator_lines(settings.public_url):
                click.echo(line)
            if settings.has_stand_in_signer:
                click.echo(guide.key_line(TOWNS[0].town(), settings.public_url))
            if settings.portal.is_asked:
                for line in guide.state_lines(settings.portal.url):
                    click.echo(line)
