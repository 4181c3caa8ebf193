"""The way out to telephones: a provider over HTTP, the console, or nowhere."""

import json
import logging
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

_log = logging.getLogger(__name__)

_PATIENCE = 10
"""Seconds; a provider that is slower is tried again later."""


class SmsFailed(Exception):
    """The message was not taken; `is_final` when another try would be refused as well."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


class SmsGateway(Protocol):
    """Whoever carries short messages."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Hands a message over; the same key twice is one message. Raises SmsFailed."""


class NullSms:
    """Carries nothing: for tests, and for a demo in which codes stand on a page."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Does nothing."""


class ConsoleSms:
    """Writes to the log that a message would have gone out; the text of a code stays out of it."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Names the key and the end of the number, no more: logs hold no personal data."""
        _log.info("sms.shown", extra={"key": key, "phone_end": phone[-2:], "length": len(text)})


@dataclass(slots=True)
class RecordingSms:
    """Keeps what it was given, for tests that ask what would have been sent."""

    sent: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, phone: str, text: str, key: str) -> None:
        """Remembers telephone, text and key."""
        self.sent.append((phone, text, key))


class HttpSms:
    """A provider that takes `{"to", "text", "from", "key"}` as JSON with a bearer token.

    An answer 2xx is taken, 409 means that the key is known and so is taken too; any other 4xx but
    408 and 429 is final.
    """

    def __init__(self, url: str, token: str, sender: str) -> None:
        self._url = url
        self._token = token
        self._sender = sender

    def send(self, phone: str, text: str, key: str) -> None:
        """Hands the message to the provider. Raises SmsFailed."""
        body = {"to": phone, "text": text, "from": self._sender, "key": key}
        request = urllib.request.Request(  # noqa: S310 - the scheme is checked by `gateway_for`
            self._url,
            data=json.dumps(body).encode(),
            headers={
                "Authorization": f"Bearer {self._token}",
                "Content-Type": "application/json; charset=utf-8",
                "Idempotency-Key": key,
            },
            method="POST",
        )
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE):  # noqa: S310 - as above
                return
        except urllib.error.HTTPError as error:
            error.close()
            _judge(error.code)
        except OSError as error:
            raise SmsFailed(type(error).__name__) from error


def _judge(status: int) -> None:
    if status == 409:
        return
    is_final = 400 <= status < 500 and status not in (408, 429)
    raise SmsFailed(f"the provider answered {status}", is_final=is_final)


def gateway_for(url: str, *, token: str = "", sender: str = "") -> SmsGateway:
    """The gateway that a setting names: `null`, `console`, or a provider's address."""
    if url in ("", "null"):
        return NullSms()
    if url == "console":
        return ConsoleSms()
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("an SMS provider's address begins with https://, or is null or console")
    return HttpSms(url, token, sender)
