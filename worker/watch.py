"""What operators see of the workers: that they live, what failed, and which regions stand still."""

import threading
from collections import Counter
from collections.abc import Mapping

from dramatiq import Middleware, Worker
from dramatiq.broker import Broker, MessageProxy
from dramatiq.middleware import SkipMessage
from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from kezek.usecases.failed_jobs import keep_failure
from kezek.usecases.heartbeats import Pulse
from kezek.usecases.switchboard import switchboard


class Watch(Middleware):
    """Beats for the process, passes over regions that stand still, and keeps failures."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._pulse: Pulse | None = None
        self._lock = threading.Lock()
        self._done: Counter[str] = Counter()

    def after_worker_boot(self, broker: Broker, worker: Worker) -> None:
        """Begins to beat, in the process that does the work."""
        self._pulse = Pulse(self._app, "worker", self._report).start()

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        """Ends in order."""
        if self._pulse is not None:
            self._pulse.end()

    def once(self) -> None:
        """One sign of life now, for whoever cannot wait for the next."""
        if self._pulse is not None:
            self._pulse.once()

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        """Passes over the work of a region that stands still: it comes again when it goes on.

        Raises SkipMessage.
        """
        tenant_id = _tenant_of(message)
        if tenant_id is None:
            return
        with self._app.app_context():
            if switchboard().stop_of(tenant_id) is not None:
                raise SkipMessage(f"region {tenant_id} stands still")

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        """Counts it, and keeps what failed."""
        with self._lock:
            self._done["failed" if exception else "done"] += 1
        if exception is None:
            return
        try:
            with self._app.app_context():
                keep_failure(
                    message.queue_name,
                    message.actor_name,
                    message.args,
                    exception,
                    _tenant_of(message),
                )
        except SQLAlchemyError:
            # The database is away, which is why it failed; the ticker asks again by itself.
            return

    def _report(self) -> Mapping[str, int]:
        with self._lock:
            return dict(self._done)


def _tenant_of(message: MessageProxy) -> int | None:
    """Every actor of ours is given its region first."""
    first = message.args[0] if message.args else None
    return first if isinstance(first, int) else None
