"""What operators have stopped or turned off, as each process knows it: at most seconds old.

Asked at every request and every job, so it answers from memory. While the database is away, what
was known last goes on being answered.
"""

import logging
import threading
from time import monotonic
from typing import cast

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from kezek.adapters.services import services
from kezek.core.stops import Stop
from kezek.core.switches import Off, Switch
from kezek.db.scope import deployment_scope
from kezek.db.stops import Standing, standing

_log = logging.getLogger(__name__)
_EXTENSION = "kezek.switchboard"

FRESH_SECONDS = 3.0
"""How long an operator's act may take to be seen by every process; ten are promised."""


class Switchboard:
    """The stops and switches of one process."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._read_at: float | None = None
        self._known: Standing | None = None

    def stop_of(self, tenant_id: int) -> Stop | None:
        """How a region stands still, if it does."""
        known = self._fresh()
        return known.stops.get(tenant_id) if known else None

    def find_off(self, switch: Switch, tenant_id: int | None) -> Off | None:
        """What turns this off in a region, if anything does."""
        known = self._fresh()
        if known is None:
            return None
        return next((one for one in known.off if one.holds(switch, tenant_id, known.now)), None)

    def retry_after(self, off: Off) -> int:
        """Seconds after which it is worth asking again."""
        known = self._fresh()
        return off.retry_after(known.now) if known else 1

    def forget(self) -> None:
        """Reads anew at the next question: this process has just changed something itself."""
        with self._lock:
            self._read_at = None

    def _fresh(self) -> Standing | None:
        with self._lock:
            if self._read_at is None or monotonic() - self._read_at > FRESH_SECONDS:
                self._read()
            return self._known

    def _read(self) -> None:
        try:
            # A context of its own: the request's transaction is not touched by it.
            with self._app.app_context(), deployment_scope() as session:
                self._known = standing(session, services().clock.now(session))
        except SQLAlchemyError:
            if self._known is None:
                raise
            _log.warning("switchboard.stale")
        self._read_at = monotonic()


def init_app(app: Flask) -> None:
    """Gives the app of this process its switchboard."""
    app.extensions[_EXTENSION] = Switchboard(app)


def switchboard() -> Switchboard:
    """The switchboard of the running app."""
    return cast(Switchboard, current_app.extensions[_EXTENSION])
