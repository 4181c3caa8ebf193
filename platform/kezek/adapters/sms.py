"""The way out to telephones: a provider over HTTP, the console, or nowhere."""

import json
import logging
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from kezek.adapters.gateway_wire import post, refused
from kezek.adapters.not_taken import NotTaken
from kezek.core.delivery import Report

_log = logging.getLogger(__name__)

_WRONG_NUMBER = (400, 410, 422)


class SmsGateway(Protocol):
    """Whoever carries short messages."""

    def send(self, phone: str, text: str, key: str) -> str:
        """Hands a message over; gives the name by which reports will speak of it, or nothing.

        The same key twice is one message. Raises NotTaken.
        """


@runtime_checkable
class Remembers(Protocol):
    """A gateway that knows no keys: before a second try it is asked for the first."""

    def find(self, phone: str, text: str, key: str) -> str:
        """The name of a message that it took under this key, or nothing. Raises NotTaken."""


@runtime_checkable
class TellsWhenAsked(Protocol):
    """A gateway that can be asked what became of messages."""

    def ask(self, names: list[str]) -> dict[str, Report]:
        """What became of them; one that it does not know is left out. Raises NotTaken."""


class NullSms:
    """Carries nothing: for tests, and for a demo in which codes stand on a page."""

    def send(self, phone: str, text: str, key: str) -> str:
        """Does nothing."""
        return ""


class UnsetSms:
    """Stands where no provider was named in service: nothing is pretended to be sent."""

    def send(self, phone: str, text: str, key: str) -> str:
        """Refuses. Raises NotTaken."""
        raise NotTaken("KEZEK_SMS_URL is not set")


class ConsoleSms:
    """Writes to the log that a message would have gone out; the text of a code stays out of it."""

    def send(self, phone: str, text: str, key: str) -> str:
        """Names the key and the end of the number, no more: logs hold no personal data."""
        _log.info("sms.shown", extra={"key": key, "phone_end": phone[-2:], "length": len(text)})
        return ""


@dataclass(slots=True)
class RecordingSms:
    """Keeps what it was given, for tests that ask what would have been sent."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, phone: str, text: str, key: str) -> str:
        """Remembers telephone, text and key."""
        self.sent.append((phone, text, key))
        return ""


GENERIC = "generic"
"""Stands before the names of messages of a provider that takes our own keys."""


class HttpSms:
    """A provider that takes `{"to", "text", "from", "key"}` as JSON with a bearer token.

    An answer 2xx is taken, 409 means that the key is known and so is taken too. 400, 410 and 422
    say that the number is wrong: final. Any other answer is the provider's trouble, or ours with it
    (a token that ran out), and no fault of the family's.
    """

    def __init__(self, url: str, token: str, sender: str) -> None:
        self._url = url
        self._token = token
        self._sender = sender

    def speaking_as(self, sender: str) -> "HttpSms":
        """The same provider under a region's own name."""
        return HttpSms(self._url, self._token, sender)

    def send(self, phone: str, text: str, key: str) -> str:
        """Hands the message to the provider; its reports name our own key. Raises NotTaken."""
        body = {"to": phone, "text": text, "from": self._sender, "key": key}
        answer = post(
            self._url,
            json.dumps(body).encode(),
            {
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": key,
            },
        )
        if 200 <= answer.status < 300 or answer.status == 409:
            return f"{GENERIC}:{key}"
        raise refused(answer.status, is_final=answer.status in _WRONG_NUMBER)
