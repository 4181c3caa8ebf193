"""Questions over HTTP to services of the certification centre, with little patience and a limit."""

import http.client
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from kezek.adapters.breakers import Away

PATIENCE = 5
"""Seconds; a family waits before the page meanwhile."""
_MOST_BYTES = 32 * 1024 * 1024
"""A list of revoked certificates of a country has some megabytes."""


class Answered(Exception):
    """The other side answered with a status that is no success; what it said is kept."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(str(status))
        self.status = status
        self.body = body


def ask(url: str, body: bytes | None = None, content_type: str = "") -> bytes:
    """What a service answers: POST with a body, else GET. Raises Away and Answered (4xx)."""
    if urlsplit(url).scheme not in ("http", "https"):
        raise Away(url)
    request = urllib.request.Request(  # noqa: S310 - the scheme is looked at above
        url, data=body, headers={"Content-Type": content_type} if content_type else {}
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - as above
            found: bytes = response.read(_MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        told = error.read(64 * 1024)
        error.close()
        if error.code >= 500:
            raise Away(url) from error
        raise Answered(error.code, told) from error
    except (OSError, http.client.HTTPException) as error:
        raise Away(url) from error
    if len(found) > _MOST_BYTES:
        raise Away(url)
    return found
