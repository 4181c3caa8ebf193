"""The broker: Redis for messages that may be lost, since the tables know what is to be done."""

import os
from typing import Any

import dramatiq
from dramatiq.broker import Broker, Consumer
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from kezek.adapters.job_messages import NAMESPACE
from worker.context import OnlyHarmlessTwice

# A worker silent for 10 s is dead, and one command in ten looks whether there is such a one, to
# give its messages to others. By default it is a minute and one command in a thousand: messages
# of a killed worker had not come back after 200 s.
HEARTBEAT_MS = 10_000
LOOKS_IN_A_MILLION = 100_000

PREFETCH = 64
"""Short messages that a worker takes at once: one by one they come at 250 a second and thread."""

LONG = "upkeep"
"""The queue of work that takes its time: taken one by one, so that none waits behind another."""

_IDLE_MS = 200
"""How long an idle worker sleeps at most between two looks; by default it is a second."""
_CONNECT_PATIENCE = 0.5
_PATIENCE = 5.0


class Courier(RedisBroker):
    """Dramatiq's broker, which takes many short messages at once and long ones one by one."""

    def consume(self, queue_name: str, prefetch: int = 1, timeout: int = 5000) -> Consumer:
        """A consumer of a queue; its own prefetch counts threads and knows nothing of our work."""
        wanted = 1 if queue_name.startswith(LONG) else max(prefetch, PREFETCH)
        return super().consume(queue_name, wanted, min(timeout, _IDLE_MS))


def make_broker(redis_url: str | None) -> Broker:
    """A broker on that Redis; without an address one that keeps messages in this process.

    Whoever sends a message learns at once that Redis is gone: the tables know what was to be told,
    and nobody waits for a Redis that may come back.
    """
    broker = _broker(redis_url)
    broker.add_middleware(OnlyHarmlessTwice())
    return broker


def _broker(redis_url: str | None) -> Broker:
    if not redis_url:
        return StubBroker()
    client: Any = Redis.from_url(
        redis_url,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=_CONNECT_PATIENCE,
        socket_timeout=_PATIENCE,
    )
    return Courier(  # type: ignore[no-untyped-call]  # Dramatiq does not type it
        client=client,
        namespace=NAMESPACE,
        heartbeat_timeout=HEARTBEAT_MS,
        maintenance_chance=LOOKS_IN_A_MILLION,
    )


broker = make_broker(os.environ.get("REDIS_URL"))
dramatiq.set_broker(broker)
