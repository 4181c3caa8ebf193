"""How Redis is: asked with little patience, for pages are served without it, too."""

from collections.abc import Sequence
from dataclasses import dataclass

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from kezek.adapters.job_messages import NAMESPACE

_PATIENCE = 0.5


@dataclass(frozen=True, slots=True)
class RedisHealth:
    """What Redis says of itself, and how many messages wait in it."""

    version: str
    memory: int
    clients: int
    waiting: dict[str, int]
    """Messages of each queue that no worker has taken."""


def ask_redis(url: str, queues: Sequence[str]) -> RedisHealth | None:
    """How Redis is; nothing when it is away."""
    client = Redis.from_url(
        url,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
    )
    try:
        with client:
            about = client.info()
            lengths = [client.llen(f"{NAMESPACE}:{queue}") for queue in queues]
    except RedisError:
        return None
    version = about.get("valkey_version") or about.get("redis_version") or "?"
    return RedisHealth(
        str(version),
        int(about.get("used_memory", 0)),
        int(about.get("connected_clients", 0)),
        dict(zip(queues, lengths, strict=True)),
    )
