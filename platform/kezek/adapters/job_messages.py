"""Hands a job to the workers by its name: the platform does not know them, only their Redis."""

from collections.abc import Sequence

from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

NAMESPACE = "kezek"
"""Under which the workers look for their messages."""
_PATIENCE = 1.0


def send_job(redis_url: str, queue: str, actor: str, args: Sequence[int]) -> None:
    """Puts one message before the workers. Raises what Redis raises."""
    client = Redis.from_url(
        redis_url,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
    )
    broker = RedisBroker(client=client, namespace=NAMESPACE, middleware=[])  # type: ignore[no-untyped-call]
    try:
        broker.enqueue(
            Message(queue_name=queue, actor_name=actor, args=tuple(args), kwargs={}, options={})
        )
    finally:
        broker.close()
        client.close()
