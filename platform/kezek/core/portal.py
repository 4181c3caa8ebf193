"""A request of the state portal, as it is known again when it comes twice (E-6)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PortalRequest:
    """By which key it came, under which number of the portal's own, and what it held."""

    caller: str
    request_id: str
    body_sha256: bytes
