"""A made-up system calls the deployment: signed, over HTTP, and reads the whole answer."""

import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kezek.adapters.exchange.envelopes import Envelope, check_answer
from kezek.clock import host_now
from kezek.settings import Party

_PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Answered:
    """What came back; the status tells whether anything was done."""

    status: int
    body: Mapping[str, Any]

    @property
    def errors(self) -> list[dict[str, str]]:
        """What is wrong, in both languages."""
        found = self.body.get("errors")
        return found if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Caller:
    """A system by its name, with the address and the key of the deployment."""

    name: str
    kezek: Party

    def ask(self, path: str, body: Mapping[str, Any]) -> Answered:
        """One call. Raises OSError where nobody answers, Unsigned for another's answer."""
        sent, call = json.dumps(body, ensure_ascii=False).encode(), str(uuid.uuid4())
        envelope = Envelope(self.name, call, host_now())
        request = urllib.request.Request(  # noqa: S310 - the deployment's own address
            self.kezek.url + path,
            data=sent,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                **envelope.headers(self.kezek.secret, path, sent),
            },
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310
                status, headers, raw = response.status, response.headers, response.read()
        except urllib.error.HTTPError as error:
            with error:
                status, headers, raw = error.code, error.headers, error.read()
        check_answer(self.kezek.secret, call, status, dict(headers), raw)
        return Answered(status, json.loads(raw))
