"""What surrounds every message: an application context, and the promise that twice does no harm."""

import threading

from dramatiq import Middleware
from dramatiq.broker import Broker, MessageProxy
from flask import Flask
from flask.ctx import AppContext


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


class OnlyHarmlessTwice(Middleware):
    """Lets an actor say that running it twice does no harm; `refuse_careless` demands it."""

    @property
    def actor_options(self) -> set[str]:
        """What an actor may say of itself besides Dramatiq's own options."""
        return {"idempotent"}


def refuse_careless(broker: Broker) -> None:
    """Demands the mark of every actor: messages are doubled and come late. Raises TypeError."""
    for actor in broker.actors.values():
        if actor.options.get("idempotent") is not True:
            raise TypeError(f"{actor.actor_name} does not say idempotent=True")
