"""Another system of the state as tests play it: signed calls over real HTTP to a served app."""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from kezek.adapters.exchange.envelopes import Envelope, check_answer
from kezek.clock import host_now
from tests.factories.contracts import need_as_written

SECRET = "a key that both sides hold, of forty-two signs"


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back: the answer's status and contents."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """The codes of all that was wrong."""
        return [one["code"] for one in self.body["errors"]]

    @property
    def fields(self) -> list[str]:
        """The places of all that was wrong."""
        return [one["field"] for one in self.body["errors"]]


@dataclass(frozen=True, slots=True)
class Partner:
    """A party with its key; each of its answers is held against the contract and its signature."""

    address: str
    contract: str
    party: str = "egov"
    secret: str = SECRET
    late: timedelta = timedelta()

    def ask(self, path: str, body: object, *, changed: bytes | None = None) -> Answered:
        """One signed call; `changed` is sent instead of what was signed."""
        sent = json.dumps(body).encode()
        call = str(uuid.uuid4())
        envelope = Envelope(self.party, call, host_now() - self.late)
        headers = envelope.headers(self.secret, path, sent)
        answered = self._send(path, changed or sent, headers)
        raw = json.dumps(answered.body, ensure_ascii=False, sort_keys=True).encode()
        check_answer(SECRET, call, answered.status, answered.headers, raw)
        return answered

    def _send(self, path: str, sent: bytes, headers: Mapping[str, str]) -> Answered:
        request = urllib.request.Request(
            self.address + path,
            data=sent,
            headers={"Content-Type": "application/json", **headers},
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                status, told, raw = response.status, dict(response.headers), response.read()
        except urllib.error.HTTPError as error:
            with error:
                status, told, raw = error.code, dict(error.headers), error.read()
        body = json.loads(raw)
        need_as_written(self.contract, path, status, body)
        return Answered(status, body, told)


@contextmanager
def on_the_wire(app: Flask) -> Iterator[str]:
    """Serves the app at an address of this computer until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
