"""What `python -m worker.season` runs: a season whose due work, messages and nights workers do.

The families and kindergartens of the season act in this process on a clock that steps; the workers
are threads beside them, with the actors, the broker and the Redis of service. Whoever steps the
clock waits until the workers have done what the moment asked for.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from datetime import time as wall_clock
from random import Random

import click
from dramatiq import Worker
from dramatiq.brokers.redis import RedisBroker

from kezek.adapters.services import services
from kezek.adapters.sms import RecordingSms
from kezek.adapters.tenants import read_tenant
from kezek.core.territories import Mode
from kezek.scenarios.chronicle import Historian
from kezek.scenarios.season import Season, Turn, opening, parts_of
from kezek.scenarios.season_laws import Chronicle
from kezek.scenarios.season_table import ACTS
from kezek.scenarios.soundness import examine
from kezek.scenarios.stage import Stage, set_stage
from kezek.usecases.due import next_due_at
from kezek.usecases.looking_round import at_hand
from kezek.usecases.number_digests import has_news
from kezek.usecases.outbox import next_message_at
from worker.actors import distribution, terms, upkeep
from worker.broker import broker
from worker.jobs import JOBS, Look
from worker.main import app

NOON = wall_clock(12)
_THREADS = 2
_PATIENCE = 60.0
"""Seconds in which workers have to do what is due; in service it is within one."""
_LOOK_EVERY = 0.005


class TooSlow(AssertionError):
    """Workers did not do what was due."""


class Workers:
    """The workers of a season, and how it is known that they are done."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.moments = self.nights = 0
        """How often there was something due for them, and how often news of a night."""

    def bring_about(self, tenant_id: int) -> None:
        """What the ticker tells at a due moment; comes back when nothing is due any more."""
        distribution.bring_into_force.send(tenant_id)
        terms.bring_about_due.send(tenant_id)
        self.moments += 1
        self._until(lambda: not self._is_due(), "terms")

    def at_night(self, tenant_id: int, _: date) -> None:
        """What the ticker tells at the hour of the nightly work; comes back when all are told."""
        upkeep.do_night.send(tenant_id)
        self.nights += 1
        self._until(lambda: not has_news(tenant_id), "night")

    def go_round(self) -> None:
        """Every job that has something to do now: messages, seals, digests, the night."""
        now, tenant_id = self._stage.clock.now(), self._stage.tenant_id
        look = Look(tenant_id, now, at_hand(tenant_id, now))
        for job in JOBS:
            due_at = job.when(look)
            if due_at is not None and due_at <= now:
                job.tell(tenant_id)
        assert isinstance(broker, RedisBroker)
        for queue in broker.get_declared_queues():
            broker.join(queue, interval=10)

    def deliver(self) -> None:
        """Tells of messages until none waits that may go now."""
        for _ in range(1000):
            message_at = next_message_at(self._stage.tenant_id)
            if message_at is None or message_at > self._stage.clock.now():
                return
            self.go_round()
        raise TooSlow("messages")

    def _is_due(self) -> bool:
        due_at = next_due_at(self._stage.tenant_id)
        return due_at is not None and due_at <= self._stage.clock.now()

    def _until(self, done: Callable[[], bool], what: str) -> None:
        patience = time.monotonic() + _PATIENCE
        while not done():
            if time.monotonic() > patience:
                raise TooSlow(what)
            time.sleep(_LOOK_EVERY)


@click.command()
@click.option("--tenant", required=True)
@click.option("--days", type=int, required=True)
@click.option("--seed", type=int, required=True)
@click.option("--switch", "switches", multiple=True)
def main(tenant: str, days: int, seed: int, switches: tuple[str, ...]) -> None:
    """Lives a season in the database of the environment; exits with 1 for a broken promise."""
    began = time.monotonic()
    parts = parts_of(read_tenant(tenant).territories)
    turns = tuple(_turn(one, parts) for one in switches)
    with app.app_context():
        services().sms = sms = RecordingSms()
        stage = set_stage(opening(parts), tenant=tenant)
        historian = Historian(stage.tenant_id)
        threads = Worker(broker, worker_threads=_THREADS, worker_timeout=20)
        threads.start()
        try:
            season = _live(stage, days, Random(seed), turns, historian)  # noqa: S311 - a story's dice
        finally:
            threads.stop()
        _say(season, historian.chronicle)
        findings = examine(stage.tenant_id)
    for line in (f"messages sent: {len(sms.sent)}", *findings.said):
        click.echo(line)
    click.echo(f"{days} days in {time.monotonic() - began:.1f} s")
    problems = (*historian.chronicle.broken, *findings.problems)
    for problem in problems:
        click.echo(f"BROKEN {problem}", err=True)
    sys.exit(1 if problems else 0)


def _turn(text: str, parts: Mapping[str, Mode]) -> Turn:
    """A switch as it is given: `TERRITORY:MODE:DAY`, of a territory that lives in the season."""
    try:
        territory, mode, day = text.split(":")
        turn = Turn(territory, Mode(mode), int(day))
    except ValueError:
        raise click.UsageError(f"{text}: TERRITORY:MODE:DAY is expected") from None
    if territory not in parts:
        raise click.UsageError(f"{territory}: territories of this season are {', '.join(parts)}")
    return turn


def _live(
    stage: Stage, days: int, dice: Random, turns: tuple[Turn, ...], historian: Historian
) -> Season:
    workers = Workers(stage)
    stage.bring_about, stage.at_night = workers.bring_about, workers.at_night
    season = Season(stage, dice, ACTS, turns, go_round=workers.go_round)
    season.in_the_evening = lambda: historian.evening(stage.clock.now())
    season.live(days)
    # The last messages of the night may leave in the morning.
    stage.go_to(stage.calendar.moment(stage.calendar.local_day(stage.clock.now()), NOON))
    workers.deliver()
    click.echo(f"brought about by workers: {workers.moments} moments, {workers.nights} nights")
    return season


def _say(season: Season, chronicle: Chronicle) -> None:
    modes = ", ".join(f"{part} {mode}" for part, mode in season.modes.items())
    click.echo(f"territories: {modes}; children: {season.children}")
    for act in season.acts:
        refused = f"{season.refused[act]} refused"
        click.echo(f"{act}: {season.done[act]} done, {refused}{_codes(season, act)}")
    looked = ", ".join(f"{count} {what}" for what, count in sorted(chronicle.checked.items()))
    click.echo(f"held against the laws: {looked}")
    states = Counter(one.label for one in chronicle.applications.values())
    click.echo(f"in the end: {', '.join(f'{count} {what}' for what, count in states.items())}")


def _codes(season: Season, act: str) -> str:
    codes = [
        f"{name.removeprefix(f'{act}: ')} {count}"
        for name, count in sorted(season.refused.items())
        if name.startswith(f"{act}: ")
    ]
    return f" ({', '.join(codes)})" if codes else ""


if __name__ == "__main__":
    main()
