"""The doorbell: "this queue changed", told to whoever listens; it carries no data and no promise.

A lost bell costs nothing but time: open pages ask again on their own every minute.
"""

import logging
import os
import threading
from collections.abc import Iterable
from typing import Protocol

from redis import Redis
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.exceptions import RedisError
from redis.retry import Retry

from kezek.adapters.bells import Bells, Ear

_log = logging.getLogger(__name__)

_CHANNEL = "kezek:bell:"
_PATIENCE = 0.25
"""Seconds that an act waits for Redis after its commit; the parent must not wait for a bell."""
_REST = 2.0
"""Seconds between two attempts to reach a Redis that is gone."""
_TURN = 1.0
"""Seconds after which the listening thread looks whether it should end."""


class Doorbell(Protocol):
    """Whatever can ring for the queues of a tenant and listen to them."""

    def ring(self, tenant_id: int, topics: Iterable[str]) -> None:
        """Tells that these queues changed; never raises and never waits long."""

    def listen(self, tenant_id: int, topics: Iterable[str]) -> Ear:
        """An ear for these queues; close it after use."""

    def close(self) -> None:
        """Ends the listening of this process."""

    @property
    def is_closed(self) -> bool:
        """Whether the listening has ended."""


class LocalDoorbell:
    """The null twin: rings within this process only, for tests and for a single process."""

    def __init__(self) -> None:
        self._bells = Bells()

    def ring(self, tenant_id: int, topics: Iterable[str]) -> None:
        """Rings for the listeners of this process."""
        for topic in topics:
            self._bells.deliver(tenant_id, topic)

    def listen(self, tenant_id: int, topics: Iterable[str]) -> Ear:
        """An ear for these topics."""
        return self._bells.listen(tenant_id, topics)

    def close(self) -> None:
        """Ends all listening."""
        self._bells.close()

    @property
    def is_closed(self) -> bool:
        """Whether the listening has ended."""
        return self._bells.is_closed


class RedisDoorbell:
    """Rings through Redis, so that pages held by other processes hear it too.

    One connection per process listens for all of its pages. Without Redis nothing rings and
    nothing fails; when Redis is back, everybody is rung once, for bells may have been missed.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._bells = Bells()
        self._ringer = _client(url)
        self._start_lock = threading.Lock()
        self._listening_in: int | None = None
        self._stop = threading.Event()

    def ring(self, tenant_id: int, topics: Iterable[str]) -> None:
        """Publishes one bell per topic in one round trip; a Redis that is gone is passed over."""
        bells = self._ringer.pipeline(transaction=False)
        for topic in sorted(set(topics)):
            bells.publish(f"{_CHANNEL}{tenant_id}", topic)
        try:
            bells.execute()
        except RedisError as gone:
            _log.warning("doorbell.not_rung", extra={"reason": type(gone).__name__})

    def listen(self, tenant_id: int, topics: Iterable[str]) -> Ear:
        """An ear for these topics; the first one of a process starts its listening thread."""
        ear = self._bells.listen(tenant_id, topics)
        self._start()
        return ear

    def close(self) -> None:
        """Ends the thread and all listening."""
        self._stop.set()
        self._bells.close()

    @property
    def is_closed(self) -> bool:
        """Whether the listening has ended."""
        return self._bells.is_closed

    def _start(self) -> None:
        # A server forks its workers after the app is made, and threads do not survive a fork.
        with self._start_lock:
            if self._listening_in == os.getpid():
                return
            self._listening_in = os.getpid()
        threading.Thread(target=self._listen_on, name="doorbell", daemon=True).start()

    def _listen_on(self) -> None:
        was_cut = False
        while not self._stop.is_set():
            try:
                with PubSub(
                    _client(self._url).connection_pool, ignore_subscribe_messages=True
                ) as line:
                    line.psubscribe(f"{_CHANNEL}*")
                    if was_cut:
                        self._bells.deliver_all()
                    self._hear(line)
            except RedisError as gone:
                _log.warning("doorbell.cut", extra={"reason": type(gone).__name__})
            was_cut = True
            self._stop.wait(_REST)

    def _hear(self, line: PubSub) -> None:
        while not self._stop.is_set():
            message = line.get_message(timeout=_TURN)
            if message is not None:
                tenant_id = str(message["channel"]).removeprefix(_CHANNEL)
                self._bells.deliver(int(tenant_id), str(message["data"]))


def _client(url: str) -> Redis:
    """A client that never tries twice: by default a Redis that is gone costs four seconds."""
    return Redis.from_url(
        url,
        decode_responses=True,
        retry=Retry(NoBackoff(), 0),
        socket_connect_timeout=_PATIENCE,
        socket_timeout=_PATIENCE,
    )
