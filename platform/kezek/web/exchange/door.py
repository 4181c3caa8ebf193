"""The door for other systems of the state: a call is known by its signature, its answer is signed.

Nothing here looks at a session or a cookie: who calls is the party whose key signed the call.
docs/exchange.md has the words for the other side's engineers.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from flask import Response, request
from flask_limiter import RateLimitExceeded

from kezek.adapters.exchange.envelopes import CALL, Envelope, Unsigned, answer_headers, opened
from kezek.adapters.services import services
from kezek.clock import host_now
from kezek.settings import Party, Settings
from kezek.web.security import limiter
from kezek.web.words import in_both, mark, say

MOST_BYTES = 32 * 1024 * 1024
"""An application with its papers, which travel as text."""

CALLS = "1200/minute"
"""For each party: a portal of the whole country asks for numbers all day long."""

_SENTENCES: Mapping[str, str] = {
    "signature_wrong": mark(
        "The call is not signed with the key that both sides have agreed on, or its contents were "
        "changed on the way."
    ),
    "clock_apart": mark(
        "The moment of the call is more than five minutes away from our clock. Set the clock and "
        "send the call once more."
    ),
    "too_many_calls": mark("Too many calls within a minute. Wait a minute and go on."),
    "too_long": mark("The call is too long. Send fewer or smaller files."),
    "not_json": mark("The contents of the call are not a JSON object in UTF-8."),
}


@dataclass(frozen=True, slots=True)
class Call:
    """A call that a known party has signed."""

    party: str
    """By which name the party signs; the journal tells it."""
    number: str
    body: Mapping[str, Any]
    raw: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; it goes out signed."""

    body: Mapping[str, Any]
    status: int = 200
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a call, for a program and for the reader behind it."""

    code: str
    kk: str
    ru: str
    field: str = ""

    def as_json(self) -> dict[str, str]:
        """As the contract has it; `field` is empty where the whole call is meant."""
        return {"code": self.code, "field": self.field, "kk": self.kk, "ru": self.ru}


View = Callable[..., Answer]


def signed(party_of: Callable[[Settings], Party]) -> Callable[[View], Callable[..., Response]]:
    """Lets in calls that this party has signed, and signs what the view answers."""

    def guard(view: View) -> Callable[..., Response]:
        @wraps(view)
        def answer(**values: object) -> Response:
            party = party_of(services().settings)
            if not party.secret:
                return _sent(party, Answer({"errors": []}, 404))
            return _sent(party, _judged(party, view, values))

        return answer

    return guard


def problem(code: str, sentence: Callable[[], str], field: str = "") -> Problem:
    """A problem with its sentence in both languages."""
    kk, ru = in_both(sentence)
    return Problem(code, kk, ru, field)


def refused(problems: Sequence[Problem], status: int = 422) -> Answer:
    """What is answered where nothing was done."""
    return Answer({"errors": [one.as_json() for one in problems]}, status)


def _judged(party: Party, view: View, values: Mapping[str, object]) -> Answer:
    # Only this door takes papers as text; every other body is measured by the form's limit.
    request.max_content_length = MOST_BYTES
    if (request.content_length or 0) > MOST_BYTES:
        return _fault("too_long", 413)
    raw = request.get_data(cache=False)
    try:
        envelope = opened(party.secret, request.path, dict(request.headers), raw, host_now())
    except Unsigned as fault:
        return _fault("clock_apart" if str(fault) == "moment" else "signature_wrong", 401)
    if not _may_call(envelope):
        return _fault("too_many_calls", 429, retry_after=60)
    try:
        body = json.loads(raw)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        return _fault("not_json", 400)
    return view(Call(envelope.party, envelope.call, body, raw), **values)


def _may_call(envelope: Envelope) -> bool:
    """Counted after the signature is known, so that no stranger uses a party's calls up."""
    try:
        with limiter.limit(CALLS, key_func=lambda: f"exchange:{envelope.party}"):
            return True
    except RateLimitExceeded:
        return False


def _fault(code: str, status: int, *, retry_after: int | None = None) -> Answer:
    told = problem(code, lambda: say(_SENTENCES[code]))
    return Answer({"errors": [told.as_json()]}, status, retry_after)


def _sent(party: Party, answer: Answer) -> Response:
    body = json.dumps(answer.body, ensure_ascii=False, sort_keys=True).encode()
    response = Response(body, answer.status, mimetype="application/json")
    number = request.headers.get(CALL, "")
    response.headers.update(answer_headers(party.secret, number, answer.status, body))
    response.headers["Cache-Control"] = "no-store"
    if answer.retry_after is not None:
        response.headers["Retry-After"] = str(answer.retry_after)
    return response
