"""The event stream: rings the doorbell for open pages, which then ask for their fragment anew.

It carries no data. Who may see what is decided where the fragment is given, in one place.
"""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import cast

from flask import Blueprint, Flask, Response, abort, current_app, request

from kezek.adapters.bells import Ear
from kezek.adapters.doorbell import Doorbell
from kezek.web.guards import public
from kezek.web.security import limiter
from kezek.web.tenant import current_tenant

_DOORBELL = "kezek.doorbell"
_SEATS = "kezek.seats"
_IS_OFF = "kezek.live_is_off"

MAX_QUEUES = 16
"""Queues that one page may listen to; a family has at most four per child."""

HEARTBEAT = 8.0
"""Seconds of silence after which a comment is sent, so that no proxy takes the line for dead; then
it is also seen whether an operator has turned streams off."""

_HEARTBEATS = 150
"""A stream ends after so many; the browser comes back, perhaps to a newer process."""

_TOPIC = re.compile(r"[A-Za-z0-9_.-]{1,64}")

blueprint = Blueprint("live", __name__)
limiter.exempt(blueprint)


class Seats:
    """How many streams are open, in all and from one address; many families share an address."""

    def __init__(self, in_all: int, per_address: int) -> None:
        self._in_all = in_all
        self._per_address = per_address
        self._taken: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        """Takes a seat if one is free; give it back with `leave`."""
        with self._lock:
            if self._taken.total() >= self._in_all or self._taken[address] >= self._per_address:
                return False
            self._taken[address] += 1
            return True

    def leave(self, address: str) -> None:
        """Gives a seat back."""
        with self._lock:
            self._taken[address] -= 1
            if not self._taken[address]:
                del self._taken[address]


def init_app(app: Flask, doorbell: Doorbell, *, in_all: int = 5000, per_address: int = 60) -> None:
    """Opens the stream on this doorbell."""
    app.extensions[_DOORBELL] = doorbell
    app.extensions[_SEATS] = Seats(in_all, per_address)
    app.register_blueprint(blueprint)


def end_when(app: Flask, is_off: Callable[[int], object]) -> None:
    """Ends a region's open streams when this becomes true of it; asked at every sign of life."""
    app.extensions[_IS_OFF] = is_off


def end_streams(app: Flask) -> None:
    """Ends every open stream of this process, so that it can stop without waiting for readers."""
    cast(Doorbell, app.extensions[_DOORBELL]).close()


@blueprint.get("/<slug:slug>/live")
@public
def live() -> Response:
    """A stream of `queue-<id>` events for the queues named by `q`; 429 when there is no seat."""
    topics = _topics()
    address = request.remote_addr or ""
    doorbell = cast(Doorbell, current_app.extensions[_DOORBELL])
    seats = cast(Seats, current_app.extensions[_SEATS])
    if doorbell.is_closed:
        abort(503)
    if not seats.take(address):
        abort(429)
    _release_database()
    tenant_id = current_tenant().id
    ear = doorbell.listen(tenant_id, topics)
    is_off = cast("Callable[[int], object]", current_app.extensions.get(_IS_OFF, _never))
    events = _events(ear, doorbell, lambda: is_off(tenant_id))
    response = Response(events, mimetype="text/event-stream")
    # Not in the generator's end: one that was never begun is never ended either.
    response.call_on_close(ear.close)
    response.call_on_close(lambda: seats.leave(address))
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(ear: Ear, doorbell: Doorbell, is_off: Callable[[], object]) -> Iterator[str]:
    yield "retry: 3000\n: open\n\n"
    beats = 0
    while not doorbell.is_closed and beats < _HEARTBEATS and not is_off():
        rung = ear.wait(HEARTBEAT)
        if rung:
            # An event without data would never be given to the page.
            yield "".join(f"event: queue-{topic}\ndata: 1\n\n" for topic in rung)
        else:
            beats += 1
            yield ": here\n\n"


def _never(_: int) -> bool:
    return False


def _topics() -> list[str]:
    """The queues asked for; 400 for none, too many, or what cannot be a queue's id."""
    topics = sorted(set(request.args.getlist("q")))
    if not 0 < len(topics) <= MAX_QUEUES or not all(map(_TOPIC.fullmatch, topics)):
        abort(400)
    return topics


def _release_database() -> None:
    """Gives the connection back before the first event: a stream stays open for minutes."""
    database = current_app.extensions.get("sqlalchemy")
    if database is not None:
        database.session.remove()
