"""One call to a gateway over HTTP: what it answered, or whether it may have heard us at all."""

import http.client
import socket
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass

from kezek.adapters.not_taken import NotTaken

PATIENCE = 10
"""Seconds; a provider that is slower is tried again later."""
_MOST_BYTES = 1024 * 1024
_NEVER_ARRIVED = (ConnectionRefusedError, socket.gaierror, ssl.SSLError)
_MAY_HAVE_TAKEN = (500, 502, 504)
_BUSY = (408, 425, 429, 503)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said."""

    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Sends it and gives the answer, of whatever status. Raises NotTaken where there was none."""
    request = urllib.request.Request(  # noqa: S310 - the scheme is checked by the settings
        url, data=body, headers=dict(headers), method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - as above
            return Answer(response.status, response.read(_MOST_BYTES))
    except urllib.error.HTTPError as error:
        told = error.read(_MOST_BYTES)
        error.close()
        return Answer(error.code, told)
    except (OSError, http.client.HTTPException) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise NotTaken(
            type(reason).__name__, is_unknown=not isinstance(reason, _NEVER_ARRIVED)
        ) from error


def refused(status: int, *, is_final: bool = False) -> NotTaken:
    """What an answer of this status means where the gateway's own words say nothing better."""
    return NotTaken(
        f"the provider answered {status}",
        is_final=is_final,
        is_temporary=status in _BUSY,
        is_unknown=status in _MAY_HAVE_TAKEN,
    )
