"""Workers beat, keep what failed for the operators, and pass over regions that stand still."""

import importlib
import pkgutil
import uuid
from collections.abc import Iterator
from datetime import timedelta

import dramatiq
import pytest
from dramatiq import Actor
from dramatiq.brokers.stub import StubBroker
from dramatiq.worker import Worker
from sqlalchemy import select

from kezek.adapters.scratch import Scratch
from kezek.core.stops import Level
from kezek.db.processes import FailedJobRow, HeartbeatRow
from kezek.db.scope import deployment_scope
from kezek.reads.deployment_health import QUEUES
from kezek.usecases.stops import StopWish, resume_region, stop_region
from tests.factories.regions import House, open_house
from worker import actors
from worker.context import InTheHouse, OnlyHarmlessTwice
from worker.watch import Watch

OPERATOR = f"operator:{uuid.UUID(int=7)}"
WISH = StopWish(
    level=Level.READS_ONLY,
    reason="moving house",
    words_kk="Портал уақытша жұмыс істемейді.",
    words_ru="Портал временно не работает.",
)


def test_the_queues_that_operators_see_are_those_of_all_actors() -> None:
    modules = [
        importlib.import_module(f"{actors.__name__}.{one.name}")
        for one in pkgutil.iter_modules(actors.__path__)
    ]
    named = {
        one.queue_name for module in modules for one in vars(module).values()
        if isinstance(one, Actor)
    }  # fmt: skip

    assert named == set(QUEUES)


def test_a_region_that_stands_still_is_passed_over(house: House, service: "Service") -> None:
    stop_region(OPERATOR, house["demo"], WISH, uuid.uuid4())

    service.send(house["demo"])
    service.send(house["saran"])
    assert service.done == [house["saran"]]

    house.clock.advance(timedelta(minutes=10))
    resume_region(OPERATOR, house["demo"], "it is over")
    service.send(house["demo"])
    assert service.done == [house["saran"], house["demo"]]


def test_what_failed_is_kept_and_counted(house: House, service: "Service") -> None:
    service.fails = True

    for _ in range(2):
        service.send(house["demo"])

    with deployment_scope() as session:
        row = session.scalars(select(FailedJobRow)).one()
        assert (row.queue, row.actor, row.tenant_id) == ("terms", "work", house["demo"])
        assert (row.error, row.times) == ("ZeroDivisionError", 2)


def test_the_process_beats_while_it_works_and_leaves_in_order(
    house: House, service: "Service"
) -> None:
    service.send(house["demo"])
    service.watch.once()

    with deployment_scope() as session:
        assert session.scalars(select(HeartbeatRow)).one().detail == {"done": 1, "exchange": {}}
    service.end()
    with deployment_scope() as session:
        assert session.scalars(select(HeartbeatRow)).all() == []


class Service:
    """A worker on a broker of this process, with one actor that can be told to fail."""

    def __init__(self, house: House) -> None:
        self.done: list[int] = []
        self.fails = False
        self.broker = StubBroker()
        self.watch = Watch(house.app)
        for one in (OnlyHarmlessTwice(), InTheHouse(house.app), self.watch):
            self.broker.add_middleware(one)
        declare = dramatiq.actor(
            actor_name="work", queue_name="terms", broker=self.broker, max_retries=0
        )
        self.actor = declare(self._work)
        self.worker = Worker(self.broker, worker_timeout=50, worker_threads=1)
        self.worker.start()
        self._is_running = True

    def send(self, tenant_id: int) -> None:
        """Hands one message over and waits until it is dealt with."""
        self.actor.send(tenant_id)
        self.broker.join("terms", fail_fast=False)
        self.worker.join()

    def end(self) -> None:
        """Stops the worker in order."""
        if self._is_running:
            self._is_running = False
            self.worker.stop()

    def _work(self, tenant_id: int) -> None:
        if self.fails:
            _ = 1 // 0
        self.done.append(tenant_id)


@pytest.fixture
def service(house: House) -> Iterator[Service]:
    made = Service(house)
    yield made
    made.end()
    made.broker.close()


@pytest.fixture
def house(shared_scratch: Scratch) -> Iterator[House]:
    with open_house(shared_scratch.new_database("kezek_watch"), "demo", "saran") as opened:
        yield opened
    shared_scratch.drop_database("kezek_watch")
