"""The broker: Redis for messages that may be lost, since the tables know what is to be done."""

import os

import dramatiq
from dramatiq.broker import Broker
from dramatiq.brokers.redis import RedisBroker
from dramatiq.brokers.stub import StubBroker

# A worker silent for 10 s is dead, and one command in ten looks whether there is such a one, to
# give its messages to others. By default it is a minute and one command in a thousand: messages
# of a killed worker had not come back after 200 s.
HEARTBEAT_MS = 10_000
LOOKS_IN_A_MILLION = 100_000
_NAMESPACE = "kezek"


def make_broker(redis_url: str | None) -> Broker:
    """A broker on that Redis; without an address one that keeps messages in this process."""
    if not redis_url:
        return StubBroker()
    # Dramatiq's own retries are for the worker's side, where waiting for Redis is right. Pages
    # never send messages: they write outbox rows.
    return RedisBroker(  # type: ignore[no-untyped-call]  # Dramatiq does not type it
        url=redis_url,
        namespace=_NAMESPACE,
        heartbeat_timeout=HEARTBEAT_MS,
        maintenance_chance=LOOKS_IN_A_MILLION,
    )


broker = make_broker(os.environ.get("REDIS_URL"))
dramatiq.set_broker(broker)
