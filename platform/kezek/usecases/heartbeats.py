"""Each process says every few seconds that it lives: a row, so that Redis need not be asked."""

import logging
import os
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from kezek import __version__
from kezek.adapters.services import services
from kezek.db.processes import beat, forget_silent, stop_beating
from kezek.db.scope import deployment_scope

_log = logging.getLogger(__name__)

EVERY = 5.0
"""Seconds between two signs of life."""
_FORGOTTEN = timedelta(days=1)

EXCHANGE = "exchange"
"""Under which name a process tells how other systems of the state have answered it."""

Detail = Callable[[], Mapping[str, Any]]


def _exchange() -> Mapping[str, Any]:
    known = services()
    asked = {
        "registers": known.registers.told(),
        "monitoring": known.monitoring.told(),
        "national-base": known.national_base.told(),
    }
    return {name: told for name, told in asked.items() if told}


def _nothing() -> Mapping[str, Any]:
    return {}


class Pulse:
    """The signs of life of one process, written by a thread of its own."""

    def __init__(self, app: Flask, kind: str, detail: Detail = _nothing) -> None:
        self._app = app
        self._kind = kind
        self._detail = detail
        self._process = f"{kind}:{socket.gethostname()}:{os.getpid()}"
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> "Pulse":
        """Begins to beat."""
        self._thread.start()
        return self

    def end(self) -> None:
        """Ends in order: nobody will look for this process."""
        self._stop.set()
        self._thread.join(timeout=EVERY)
        self._safely(self._leave)

    def once(self) -> None:
        """One sign of life."""
        with self._app.app_context(), deployment_scope() as session:
            now = services().clock.now(session)
            detail = {**self._detail(), EXCHANGE: _exchange()}
            beat(session, self._process, self._kind, __version__, now, detail)
            forget_silent(session, now - _FORGOTTEN)

    def _run(self) -> None:
        self._safely(self.once)
        while not self._stop.wait(EVERY):
            self._safely(self.once)

    def _leave(self) -> None:
        with self._app.app_context(), deployment_scope() as session:
            stop_beating(session, self._process)

    def _safely(self, doing: Callable[[], None]) -> None:
        try:
            doing()
        except SQLAlchemyError as gone:
            # The database is away: that a process lives is the least of what is missed then.
            _log.warning("pulse.no_database", extra={"reason": type(gone).__name__})
