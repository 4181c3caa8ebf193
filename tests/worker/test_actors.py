"""Each actor opens one use case, and running it twice does no harm."""

import ast
import importlib
import inspect
import pkgutil
import time
from collections.abc import Callable, Iterator

import dramatiq
import pytest
from dramatiq import Actor
from dramatiq.brokers.stub import StubBroker
from dramatiq.worker import Worker
from sqlalchemy import text

from kezek.db.scope import read_scope
from kezek.settings import Settings
from kezek.usecases import answers, applications
from tests.factories.messages import Town, busy, watched_town
from tests.factories.waiting import FAMILY
from worker import actors
from worker.broker import LONG, PREFETCH, Courier, broker, make_broker
from worker.context import InTheHouse, refuse_careless

MODULES = [
    importlib.import_module(f"{actors.__name__}.{module.name}")
    for module in pkgutil.iter_modules(actors.__path__)
]
ACTORS = sorted(
    (one for module in MODULES for one in vars(module).values() if isinstance(one, Actor)),
    key=lambda actor: actor.actor_name,
)
NAMES = [actor.actor_name for actor in ACTORS]
TABLES = (
    "applications",
    "offers",
    "referrals",
    "terms",
    "places",
    "queues",
    "queue_moves",
    "notices",
    "outbox",
    "hotline_tasks",
    "journal_positions",
    "journal_seals",
    "nightly_runs",
    "number_digests",
    "idempotency_keys",
    "sms_codes",
)


@pytest.mark.parametrize("actor", ACTORS, ids=NAMES)
def test_an_actor_is_one_line_and_says_that_twice_is_harmless(actor: Actor[..., None]) -> None:
    (function,) = ast.parse(inspect.getsource(actor.fn)).body

    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 2, "a sentence and one call"
    assert actor.options["idempotent"] is True
    assert actor.options["max_retries"] == 0, "the tables say what is to be tried again"
    assert "max_age" in actor.options, "a message that nobody took in time is told anew"


@pytest.mark.parametrize("actor", ACTORS, ids=NAMES)
def test_twice_does_what_once_does(
    town: Town, courier: StubBroker, actor: Actor[..., None]
) -> None:
    everything_at_once(town)
    run(courier, actor, town.id)
    once = image(town)
    run(courier, actor, town.id)
    run(courier, actor, town.id)

    assert image(town) == once


def test_together_they_bring_everything_about(town: Town, courier: StubBroker) -> None:
    everything_at_once(town)
    before = image(town)
    for actor in ACTORS:
        run(courier, actor, town.id)

    changed = {table for table, rows in image(town).items() if rows != before[table]}
    assert {"applications", "notices", "outbox", "hotline_tasks", "journal_seals"} <= changed
    assert {"nightly_runs", "terms", "journal_positions"} <= changed


def test_an_actor_that_says_nothing_of_itself_is_refused() -> None:
    strict = make_broker(None)

    @dramatiq.actor(broker=strict, idempotent=True)
    def careful() -> None:
        """May run twice."""

    refuse_careless(strict)

    @dramatiq.actor(broker=strict)
    def careless() -> None:
        """Would run twice one day."""

    with pytest.raises(TypeError, match="careless does not say idempotent=True"):
        refuse_careless(strict)


def test_short_messages_are_taken_many_at_once_and_long_ones_one_by_one() -> None:
    courier = make_broker("redis://127.0.0.1:1/0")

    assert isinstance(courier, Courier)
    assert courier.consume("notices", prefetch=8).prefetch == PREFETCH == 64  # type: ignore[attr-defined]
    assert courier.consume(LONG, prefetch=8).prefetch == 1  # type: ignore[attr-defined]


def test_nobody_waits_for_a_redis_that_is_gone() -> None:
    courier = make_broker("redis://127.0.0.1:1/0")

    @dramatiq.actor(broker=courier, idempotent=True)
    def say() -> None:
        """Never heard."""

    began = time.monotonic()
    with pytest.raises(Exception, match="refused"):
        say.send()
    assert time.monotonic() - began < 1


def everything_at_once(town: Town) -> None:
    """A family with an offer whose term has ended, one that nothing reached, one that waits."""
    first, second = town.family(1), town.family(2)
    town.sms.fails = [busy()] * 200
    town.offer(first)
    applications.withdraw(town.id, FAMILY, town.family(3).id)
    answers.decline(town.id, FAMILY, first.id)
    for _ in range(5):
        town.deliver()
        town.wait(hours=5)
    town.wait(days=2)
    assert town.application(second).offer is not None
    town.sms.fails = []


def image(town: Town) -> dict[str, list[str]]:
    """Every row of the tables that actors change, moments of the machine left out."""
    rows = "select (to_jsonb(t) - 'sealed_at' - 'hash')::text from {} t order by 1"
    with read_scope(town.id) as session:
        return {table: list(session.scalars(text(rows.format(table)))) for table in TABLES}


def run(courier: StubBroker, actor: Actor[..., None], tenant_id: int) -> None:
    """Sends a message and works until the queue is empty; an actor's failure is the test's."""
    courier.declare_queue(actor.queue_name)
    # What looks after regions that are closed is told of none.
    told = inspect.signature(actor.fn).parameters
    actor.send(**({"tenant_id": tenant_id} if "tenant_id" in told else {}))
    worker = Worker(courier, worker_timeout=50, worker_threads=1)
    worker.start()
    try:
        courier.join(actor.queue_name, timeout=30_000, fail_fast=True)
        worker.join()
    finally:
        worker.stop()


@pytest.fixture
def courier(town: Town) -> Iterator[StubBroker]:
    """The actors' own broker, within this process, in the house of the test."""
    assert isinstance(broker, StubBroker)
    inside = InTheHouse(town.house.app)
    broker.add_middleware(inside)
    yield broker
    broker.middleware.remove(inside)
    broker.flush_all()


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock of a Monday."""
    with watched_town(new_database()) as made:
        yield made
