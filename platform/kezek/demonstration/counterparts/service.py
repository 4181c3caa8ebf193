"""Puts made-up systems of the state onto HTTP, on this computer alone.

Every call is checked as the real other side would check it, and every answer is signed. Beside the
systems' own addresses there is `/moods`, unsigned, by which whoever shows or tests makes them slow,
silent or wrong.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread

from kezek.adapters.exchange.envelopes import Unsigned, answer_headers, opened
from kezek.clock import host_now
from kezek.demonstration.counterparts.desks import Call, Desk, Handler, Malformed, Reply
from kezek.demonstration.counterparts.moods import Mood, Moods
from kezek.demonstration.counterparts.visits import Page, Visit

_log = logging.getLogger(__name__)

MOODS = "/moods"
_MOST_BYTES = 256 * 1024
_KEPT_CALLS = 1000


@dataclass(slots=True)
class State:
    """All made-up systems together: their desks, their moods, and who called."""

    desks: Sequence[Desk]
    secret: str
    moods: Moods = field(default_factory=Moods)
    calls: list[Call] = field(default_factory=list)
    """The last calls that were signed as they should be, for tests."""
    attempts: int = 0
    """All that arrived, unanswered ones too."""
    closing: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def find(self, path: str) -> Handler | None:
        """Who answers at this address."""
        return next((one.routes[path] for one in self.desks if path in one.routes), None)

    def find_page(self, path: str) -> Page | None:
        """What people see at this address."""
        return next((one.pages[path] for one in self.desks if path in one.pages), None)

    def count(self) -> None:
        """Another call arrived."""
        with self._lock:
            self.attempts += 1

    def keep(self, call: Call) -> None:
        """Remembers a call; the oldest go."""
        with self._lock:
            self.calls.append(call)
            del self.calls[:-_KEPT_CALLS]

    def calls_of(self, path: str) -> list[Call]:
        """The calls to one address, the first first."""
        with self._lock:
            return [one for one in self.calls if one.path == path]


@contextmanager
def serving(state: State, port: int = 0) -> Iterator[str]:
    """Answers on this computer until the block ends; gives the address. Any free port for 0."""
    server = _Server(("127.0.0.1", port), _Counter)
    server.state = state
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        state.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    state: State


class _Counter(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """A call, or a change of mood."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MOST_BYTES:
            self._send(Reply({"error": "too-long"}, 413))
            return
        body = self.rfile.read(length)
        if self.path == MOODS:
            self._change_mood(body)
            return
        page = self.server.state.find_page(self.path)
        if page is not None:
            self._show(page, Visit(self.path, form=body.decode(errors="replace"), is_sent=True))
            return
        self._answer(body)

    def do_GET(self) -> None:
        """A page for people."""
        path, _, query = self.path.partition("?")
        page = self.server.state.find_page(path)
        if page is None:
            self._send(Reply({"error": "no such page"}, 404))
            return
        self._show(page, Visit(path, query))

    def _show(self, page: Page, visit: Visit) -> None:
        body = page(visit).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The server's own lines go to the log; they hold addresses, and addresses hold nobody."""
        _log.debug(format, *args)

    def _answer(self, body: bytes) -> None:
        state = self.server.state
        state.count()
        try:
            envelope = opened(state.secret, self.path, dict(self.headers), body, host_now())
        except Unsigned as wrong:
            self._send(Reply({"error": f"unsigned: {wrong}"}, 401))
            return
        behaviour = state.moods.of(self.path)
        if behaviour.mood is Mood.SILENT:
            self.close_connection = True
            return
        if behaviour.mood is Mood.SLOW:
            state.closing.wait(behaviour.seconds)
        self._send(self._reply(envelope.party, envelope.call, body), behaviour.mood)

    def _reply(self, party: str, number: str, body: bytes) -> Reply:
        state = self.server.state
        handler = state.find(self.path)
        if handler is None:
            return Reply({"error": "no such address"}, 404)
        try:
            told = json.loads(body)
            if not isinstance(told, dict):
                raise Malformed("body")
            call = Call(self.path, told, party, number)
            state.keep(call)
            return handler(call)
        except Malformed as missing:
            return Reply({"error": f"malformed: {missing}"}, 422)
        except ValueError:
            return Reply({"error": "malformed: body"}, 422)

    def _send(self, reply: Reply, mood: Mood = Mood.WELL) -> None:
        state = self.server.state
        status = 500 if mood is Mood.FAILS else reply.status
        body = json.dumps(reply.body, ensure_ascii=False).encode()
        if mood is Mood.GARBLED:
            body = b"<html>503"
        secret = "somebody else's key" if mood is Mood.FORGED else state.secret
        number = self.headers.get("Kezek-Call", "")
        try:
            self.send_response(status)
            for name, value in answer_headers(secret, number, status, body).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            # Whoever asked has gone: it was too slow.
            self.close_connection = True

    def _change_mood(self, body: bytes) -> None:
        try:
            told = json.loads(body)
            mood = Mood(told["mood"])
            self.server.state.moods.set(str(told.get("path", "/")), mood, told.get("seconds", 0))
        except (ValueError, KeyError, TypeError):
            self._send(Reply({"error": "malformed: mood"}, 422))
            return
        self._send(Reply({"mood": str(mood)}))
