"""Every message runs in the house, and leaves it however it ends."""

from collections.abc import Iterator

import dramatiq
import pytest
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from dramatiq.worker import Worker
from flask import Flask, current_app, has_app_context

from worker.broker import HEARTBEAT_MS, LOOKS_IN_A_MILLION, make_broker
from worker.context import InTheHouse


def test_an_actor_finds_the_house_and_leaves_it_closed(stub: StubBroker, house: Flask) -> None:
    seen: list[str] = []
    closed: list[int] = []
    house.teardown_appcontext(lambda _: closed.append(1))

    @dramatiq.actor(broker=stub, max_retries=0)
    def look(fail: bool) -> None:
        seen.append(current_app.name)
        if fail:
            raise RuntimeError("as told")

    for fail in (False, True, False):
        look.send(fail)
    run(stub, look.queue_name)

    assert seen == ["house"] * 3
    assert len(closed) == 3
    assert not has_app_context()


def test_messages_of_a_killed_worker_are_looked_for_soon() -> None:
    broker = make_broker("redis://127.0.0.1:1/0")

    assert isinstance(broker, RedisBroker)
    assert broker.heartbeat_timeout == HEARTBEAT_MS == 10_000
    assert broker.maintenance_chance == LOOKS_IN_A_MILLION == 100_000


def test_without_an_address_messages_stay_in_the_process() -> None:
    assert isinstance(make_broker(None), StubBroker)


def run(broker: StubBroker, queue: str) -> None:
    """Works until the queue is empty."""
    worker = Worker(broker, worker_timeout=50, worker_threads=1)
    worker.start()
    try:
        broker.join(queue, timeout=5000, fail_fast=False)
        worker.join()
    finally:
        worker.stop()


@pytest.fixture
def house() -> Flask:
    """An app without anything."""
    return Flask("house")


@pytest.fixture
def stub(house: Flask) -> Iterator[StubBroker]:
    """A broker within the process, with our middleware and Dramatiq's own."""
    broker = StubBroker()
    broker.add_middleware(InTheHouse(house))
    yield broker
    broker.close()
