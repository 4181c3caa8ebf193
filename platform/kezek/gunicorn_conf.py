"""How gunicorn serves Kezek: gevent workers, so that an open stream costs a few kilobytes."""

import gc
import os

import gevent
from gunicorn.workers.base import Worker

from kezek.adapters.serving import READY

bind = os.environ.get("KEZEK_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("KEZEK_WEB_WORKERS", "2"))
worker_class = "gevent"
worker_connections = 5000
backlog = 2048
timeout = 30
graceful_timeout = 5
keepalive = 5
# gunicorn 27 would put a control socket into the home folder of whoever starts it.
control_socket_disable = True
reload = bool(os.environ.get("KEZEK_RELOAD"))
loglevel = os.environ.get("KEZEK_LOG_LEVEL", "info")
# Behind a proxy of the operator's: whose X-Forwarded headers are believed.
forwarded_allow_ips = os.environ.get("KEZEK_PROXIES", "127.0.0.1")

_LOOK_SECONDS = 0.2


def post_worker_init(worker: Worker) -> None:
    """Says that this worker serves, and has somebody end its streams when it is told to go."""
    from kezek.usecases.heartbeats import Pulse  # after the app: the arbiter has no need of it

    # Modules and routes stay for ever: no page waits until they have been looked through again.
    gc.collect()
    gc.freeze()
    worker.log.info("worker %s is %s", worker.pid, READY)
    gevent.spawn(_end_streams_with, worker)
    Pulse(worker.wsgi, "web").start()


def _end_streams_with(worker: Worker) -> None:
    # A worker told to go waits for its requests to end; a stream ends only when it is told to.
    while worker.alive:
        gevent.sleep(_LOOK_SECONDS)
    from kezek.web import live  # after the app: the arbiter has no need of it

    live.end_streams(worker.wsgi)
