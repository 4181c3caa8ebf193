"""What `dramatiq worker.main` runs: the house without its doors, and all actors."""

import importlib
import os
import pkgutil
import threading

from dramatiq import Middleware
from dramatiq.broker import Broker, MessageProxy
from flask import Flask
from flask.ctx import AppContext

from kezek.settings import Settings
from kezek.wiring import create_wiring
from worker import actors
from worker.broker import broker


class InTheHouse(Middleware):
    """Runs every actor within an application context, and ends its session with it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._open = threading.local()

    def before_process_message(self, broker: Broker, message: MessageProxy) -> None:
        """Opens the context."""
        context: AppContext = self._app.app_context()
        context.push()
        self._open.context = context

    def after_process_message(
        self,
        broker: Broker,
        message: MessageProxy,
        *,
        result: object = None,
        exception: BaseException | None = None,
    ) -> None:
        """Closes it, whatever became of the message."""
        context: AppContext | None = getattr(self._open, "context", None)
        if context is not None:
            self._open.context = None
            context.pop()

    def after_skip_message(self, broker: Broker, message: MessageProxy) -> None:
        """Closes it for a message that was passed over, too."""
        self.after_process_message(broker, message)


def load_actors() -> None:
    """Imports every module of `worker.actors`; an actor makes itself known by being imported."""
    for module in pkgutil.iter_modules(actors.__path__):
        importlib.import_module(f"{actors.__name__}.{module.name}")


app = create_wiring(Settings.from_env(os.environ))
broker.add_middleware(InTheHouse(app))
load_actors()
