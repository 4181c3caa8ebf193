"""The ticker's desk: looks round the regions, hands over what is due, sleeps until the next.

Everything on it can be forgotten: what is due stands in the tables, and a second ticker beside
this one only asks for work that is then found done.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime

from dramatiq.errors import BrokerConnectionError
from flask import Flask
from redis.exceptions import RedisError
from sqlalchemy.exc import DBAPIError

from kezek.usecases.failed_jobs import TICKER, keep_failure
from kezek.usecases.looking_round import at_hand, present_moment, regions
from worker.jobs import HOUSE, JOBS, LONGEST_SLEEP, NOTHING_AT_HAND, Job, Look

_log = logging.getLogger(__name__)

_REGIONS_EVERY = 10.0
_REST = 1.0
"""Seconds of patience with a database or a Redis that is gone."""
_REST_OF_ONE = 30.0
_SHORTEST_SLEEP = 0.01
_HANDS = 2

Seconds = Callable[[], float]


@dataclass(slots=True)
class _Watch:
    """What is known of one job in one region."""

    look_at: float = 0.0
    due_at: datetime | None = None
    handed_for: datetime | None = None
    handed_at: float = float("-inf")
    looked: datetime | None = None
    handed: datetime | None = None
    seen_due: datetime | None = None
    """What the last look found; with the two moments above it is what operators see."""


@dataclass
class Hands:
    """The ticker's own hands, for a time without Redis: a slow provider does not stop the clock."""

    app: Flask
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_HANDS, "alone"))
    _busy: set[tuple[str, int]] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, job: Job, tenant_id: int) -> None:
        """Does the work of one region in the background, unless it is under way."""
        with self._lock:
            if job.do is None or (job.name, tenant_id) in self._busy:
                return
            self._busy.add((job.name, tenant_id))
        self.pool.submit(self._do, job, tenant_id)

    def close(self) -> None:
        """Ends after what is under way."""
        self.pool.shutdown(cancel_futures=True)

    def keep(self, job: Job, tenant_id: int, broken: Exception) -> None:
        """Lays a failure before the operators; a database that is away has no room for it."""
        try:
            with self.app.app_context():
                keep_failure(TICKER, job.name, [tenant_id], broken, tenant_id)
        except DBAPIError:
            return

    def _do(self, job: Job, tenant_id: int) -> None:
        try:
            with self.app.app_context():
                if job.do is not None:
                    job.do(tenant_id)
        except Exception as broken:
            _log.exception("ticker.failed", extra={"job": job.name, "tenant": tenant_id})
            self.keep(job, tenant_id, broken)
        finally:
            with self._lock:
                self._busy.discard((job.name, tenant_id))


class Desk:
    """Looks after every job in every region."""

    def __init__(
        self,
        hands: Hands,
        jobs: Sequence[Job] = JOBS,
        *,
        house: Sequence[Job] = (),
        seconds: Seconds = time.monotonic,
    ) -> None:
        self._hands = hands
        self._jobs = jobs
        self._house = house
        self._seconds = seconds
        self._regions: list[int] = []
        self._regions_at = float("-inf")
        self._watches: dict[tuple[str, int], _Watch] = {}
        self._last_of: dict[str, float] = {}
        self._without_redis_until = float("-inf")

    def run(self, stop: threading.Event) -> None:
        """Turns until it is told to stop, through every absence of PostgreSQL and Redis."""
        while not stop.is_set():
            try:
                pause = self.turn()
            except DBAPIError as gone:
                _log.warning("ticker.no_database", extra={"reason": type(gone.orig).__name__})
                pause = _REST
            stop.wait(pause)

    def turn(self) -> float:
        """One walk round the regions; gives the seconds until the next. Raises DBAPIError."""
        now, began = present_moment(), self._seconds()
        if began >= self._regions_at + _REGIONS_EVERY:
            self._regions, self._regions_at = regions(), began
        for tenant_id in self._regions:
            self._look_after(tenant_id, now)
        self._attend_all(self._house, Look(HOUSE, now, NOTHING_AT_HAND))
        return self._pause(now, began)

    def report(self) -> dict[str, object]:
        """What operators see: for each region and job the last look, hand-over and due moment."""
        jobs = {job.name: job for job in (*self._jobs, *self._house)}
        seen: dict[str, dict[str, list[str | None]]] = {}
        # Another thread asks: what it reads may be a moment old, and never half a value.
        for (name, tenant_id), watch in list(self._watches.items()):
            due = None if jobs[name].is_round else watch.seen_due
            moments = (watch.looked, watch.handed, due)
            seen.setdefault(str(tenant_id), {})[name] = [
                one.isoformat() if one else None for one in moments
            ]
        return {"regions": {str(one): seen.get(str(one), {}) for one in self._regions}}

    def _look_after(self, tenant_id: int, now: datetime) -> None:
        self._attend_all(self._jobs, Look(tenant_id, now, at_hand(tenant_id, now)))

    def _attend_all(self, jobs: Sequence[Job], look: Look) -> None:
        for job in jobs:
            watch = self._watches.setdefault((job.name, look.tenant_id), _Watch())
            try:
                self._attend(job, look, watch)
            except Exception as broken:
                # One region whose data are wrong must not stop the clock of the others.
                self._let_rest(watch, job, look.tenant_id, broken)

    def _attend(self, job: Job, look: Look, watch: _Watch) -> None:
        if watch.due_at is None or watch.due_at > look.now:
            self._look(job, look, watch)
        if watch.due_at is not None and watch.due_at <= look.now:
            self._hand_over(job, look, watch)

    def _let_rest(self, watch: _Watch, job: Job, tenant_id: int, broken: Exception) -> None:
        is_database = isinstance(broken, DBAPIError)
        watch.look_at = self._seconds() + (_REST if is_database else _REST_OF_ONE)
        watch.due_at = None
        _log.error(
            "ticker.cannot_look",
            extra={"job": job.name, "tenant": tenant_id},
            exc_info=None if is_database else broken,
        )
        if not is_database:
            self._hands.keep(job, tenant_id, broken)

    def _look(self, job: Job, look: Look, watch: _Watch) -> None:
        if self._seconds() < watch.look_at:
            return
        watch.look_at = self._seconds() + job.every
        watch.due_at = watch.seen_due = job.when(look)
        watch.looked = look.now

    def _hand_over(self, job: Job, look: Look, watch: _Watch) -> None:
        seconds = self._seconds()
        was_handed = watch.handed_for == watch.due_at and seconds < watch.handed_at + job.again
        if was_handed:
            watch.due_at = None
            return
        if seconds < self._last_of.get(job.name, float("-inf")) + job.apart:
            return
        self._last_of[job.name] = seconds
        watch.handed_for, watch.handed_at, watch.due_at = watch.due_at, seconds, None
        watch.handed = watch.looked
        if not job.is_round:
            # The next moment may be close behind this one.
            watch.look_at = min(watch.look_at, seconds + LONGEST_SLEEP.total_seconds())
        self._tell(job, look.tenant_id)

    def _tell(self, job: Job, tenant_id: int) -> None:
        if self._seconds() >= self._without_redis_until:
            try:
                job.tell(tenant_id)
            except (RedisError, BrokerConnectionError) as gone:
                self._without_redis_until = self._seconds() + _REST
                _log.warning("ticker.no_redis", extra={"reason": type(gone).__name__})
            else:
                return
        self._hands.take(job, tenant_id)

    def _pause(self, now: datetime, began: float) -> float:
        """Until the next thing known to be due, and never longer than the longest sleep."""
        dues = (watch.due_at for watch in self._watches.values())
        coming = [due_at for due_at in dues if due_at is not None and due_at > now]
        until_due = (min(coming) - now).total_seconds() if coming else float("inf")
        spent = self._seconds() - began
        pause = min(until_due, LONGEST_SLEEP.total_seconds()) - spent
        return max(pause, _SHORTEST_SLEEP)
