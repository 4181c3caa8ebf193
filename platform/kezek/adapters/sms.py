"""The way out to telephones: a provider over HTTP, the console, or nowhere."""

import http.client
import json
import logging
import socket
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from kezek.settings import UNSET

_log = logging.getLogger(__name__)

_PATIENCE = 10
"""Seconds; a provider that is slower is tried again later."""
_WRONG_NUMBER = (400, 410, 422)
_MAY_HAVE_TAKEN = (500, 502, 504)
_NEVER_ARRIVED = (ConnectionRefusedError, socket.gaierror, ssl.SSLError)


class SmsFailed(Exception):
    """The message was not taken; `is_final` when the number takes no message at all.

    `is_unknown` when it may have been taken: the provider was silent after it had everything.
    """

    def __init__(self, reason: str, *, is_final: bool = False, is_unknown: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.is_unknown = is_unknown


class SmsGateway(Protocol):
    """Whoever carries short messages."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Hands a message over; the same key twice is one message. Raises SmsFailed."""


class NullSms:
    """Carries nothing: for tests, and for a demo in which codes stand on a page."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Does nothing."""


class UnsetSms:
    """Stands where no provider was named in service: nothing is pretended to be sent."""

    def send(self, phone: str, text: str, key: str) -> None:
        """Refuses. Raises SmsFailed."""
        raise SmsFailed("KEZEK_SMS_URL is not set")


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
        except (OSError, http.client.HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            raise SmsFailed(
                type(reason).__name__, is_unknown=not isinstance(reason, _NEVER_ARRIVED)
            ) from error


def _judge(status: int) -> None:
    if status == 409:
        return
    raise SmsFailed(
        f"the provider answered {status}",
        is_final=status in _WRONG_NUMBER,
        is_unknown=status in _MAY_HAVE_TAKEN,
    )


def gateway_for(url: str, *, token: str = "", sender: str = "") -> SmsGateway:
    """The gateway that a setting names: `null`, `console`, `unset`, or a provider's address."""
    if url == UNSET:
        return UnsetSms()
    if url in ("", "null"):
        return NullSms()
    if url == "console":
        return ConsoleSms()
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("an SMS provider's address begins with https://, or is null or console")
    return HttpSms(url, token, sender)
