"""Questions to another system over HTTP: little patience, one repeat, and a rest after failures.

Nothing personal stands in an address or in a log line: people are in the bodies, and of a call the
log has its number, the endpoint, how it ended and how long it took.
"""

import http.client
import json
import logging
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from time import monotonic
from typing import Any

from kezek.adapters.breakers import Away, Breaker
from kezek.adapters.exchange.envelopes import Envelope, Unsigned, check_answer
from kezek.clock import host_now
from kezek.settings import Party

_log = logging.getLogger(__name__)

PATIENCE = 4.0
"""Seconds for a call with its repeat; a person waits before the page meanwhile."""
_MOST_BYTES = 256 * 1024
_PORTION = 16 * 1024
_GATEWAY_GONE = (502, 503)
US = "kezek"
"""Who we are to others."""


class Rejected(Away):
    """The other side answered that it does not take this call (4xx): a fault of set-up."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code


class Garbled(Away):
    """An answer that is no answer: not signed by the other side, or not readable."""


class _NeverTaken(Away):
    """The call did not arrive: it can be sent again at once without harm or delay."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A call with people's numbers goes where the operator said, and nowhere else."""
        return


_OPENER = urllib.request.build_opener(_NoRedirects)


@dataclass(slots=True)
class Endpoint:
    """One address of another system, and how it has been lately as seen by this process."""

    breaker: Breaker = field(default_factory=Breaker)
    good_at: datetime | None = None
    bad_at: datetime | None = None
    fault: str = ""
    """How it failed last: the name of the failure, without anybody's data."""

    def told(self) -> dict[str, str | bool | None]:
        """For the operator's page."""
        return {
            "rests": self.breaker.rests,
            "good_at": self.good_at.isoformat() if self.good_at else None,
            "bad_at": self.bad_at.isoformat() if self.bad_at else None,
            "fault": self.fault,
        }


@dataclass(slots=True)
class Counterpart:
    """Another system of the state, asked by signed calls; each endpoint fails by itself."""

    name: str
    party: Party
    seconds: float = PATIENCE
    us: str = US
    """By which name we sign there."""
    make_breaker: Callable[[], Breaker] = Breaker
    endpoints: dict[str, Endpoint] = field(default_factory=dict)

    def ask(
        self, path: str, body: Mapping[str, Any], *, call: str = "", repeats: bool = True
    ) -> Mapping[str, Any]:
        """What it answers. Raises Away: silent, resting, garbled, or it rejects the call.

        `call` is the number of the call where one is kept elsewhere. `repeats` says that the call
        may be made twice: it only asks, or the other side knows the call by its number.
        """
        endpoint = self.endpoints.setdefault(path, Endpoint(self.make_breaker()))
        number = call or str(uuid.uuid4())
        began = monotonic()
        fault = "resting"

        def question() -> Mapping[str, Any]:
            nonlocal fault
            try:
                return self._twice(path, body, number, repeats=repeats)
            except Away as away:
                fault = _named(away)
                endpoint.bad_at, endpoint.fault = host_now(), fault
                raise

        try:
            answer = endpoint.breaker.ask(question)
        except Away:
            self._note(path, number, fault, began)
            raise
        endpoint.good_at = host_now()
        self._note(path, number, "answered", began)
        return answer

    def told(self) -> Mapping[str, Mapping[str, str | bool | None]]:
        """How each endpoint has been, as this process has seen it."""
        return {path: endpoint.told() for path, endpoint in list(self.endpoints.items())}

    def _note(self, path: str, number: str, ended: str, began: float) -> None:
        level = logging.INFO if ended == "answered" else logging.WARNING
        known = {"counterpart": self.name, "endpoint": path, "call": number, "ended": ended}
        _log.log(level, "exchange.call", extra={**known, "ms": int((monotonic() - began) * 1000)})

    def _twice(
        self, path: str, body: Mapping[str, Any], number: str, *, repeats: bool
    ) -> Mapping[str, Any]:
        # Never after a time-out: whoever waits has waited long enough.
        deadline = monotonic() + self.seconds
        try:
            return self._once(path, body, number, deadline)
        except _NeverTaken:
            if not repeats:
                raise
            return self._once(path, body, number, deadline)

    def _once(
        self, path: str, body: Mapping[str, Any], number: str, deadline: float
    ) -> Mapping[str, Any]:
        sent = json.dumps(body, ensure_ascii=False, sort_keys=True).encode()
        envelope = Envelope(self.us, number, host_now())
        request = urllib.request.Request(  # noqa: S310 - settings take http and https alone
            self.party.url + path,
            data=sent,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Accept": "application/json",
                **envelope.headers(self.party.secret, path, sent),
            },
            method="POST",
        )
        status, headers, received = _fetch(request, deadline)
        try:
            check_answer(self.party.secret, number, status, headers, received)
        except Unsigned:
            if status >= 500:
                raise Away(f"answered {status}") from None
            raise Garbled("unsigned") from None
        return _read(status, received)


def _fetch(
    request: urllib.request.Request, deadline: float
) -> tuple[int, Mapping[str, str], bytes]:
    patience = max(deadline - monotonic(), 0.05)
    try:
        with _OPENER.open(request, timeout=patience) as response:
            return response.status, _titled(response.headers), _whole(response, deadline)
    except urllib.error.HTTPError as error:
        with error:
            if error.code in _GATEWAY_GONE:
                raise _NeverTaken(f"answered {error.code}") from None
            return error.code, _titled(error.headers), _whole(error, deadline)
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, ConnectionError):
            raise _NeverTaken(type(reason).__name__) from error
        raise Away(type(reason).__name__) from error


def _titled(headers: Message) -> Mapping[str, str]:
    """Names as the contract writes them; a server on the way may have sent small letters."""
    return {name.title(): value for name, value in headers.items()}


def _whole(response: Any, deadline: float) -> bytes:
    """The body, if it is no endless one and does not trickle past the deadline."""
    found = b""
    while portion := response.read1(_PORTION):
        found += portion
        if len(found) > _MOST_BYTES or monotonic() > deadline:
            raise Away("too long")
    return found


def _read(status: int, received: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(received)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Garbled("no JSON")
    if 400 <= status < 500:
        raise Rejected(status, str(told.get("error", ""))[:60])
    if status >= 300:
        raise Away(f"answered {status}")
    return told


def _named(away: Away) -> str:
    """A short name that holds nobody's data: what the other side wrote stays out."""
    if isinstance(away, Rejected):
        return f"rejected {away.status}"
    if isinstance(away, Garbled):
        return f"garbled: {away}"
    return str(away) or "away"
