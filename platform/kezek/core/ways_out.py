"""By which ways a notice leaves the house for one reader, beside the cabinet (rulebook §10).

The notice names its channels, the region has them open or not, the reader has an address or none
and wishes to hear by it or not. What comes out is at most one message for each channel, and each
message has exactly one address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Way(StrEnum):
    """A channel that leads out of the house."""

    SMS = "sms"
    EMAIL = "email"
    TELEGRAM = "telegram"


LETTERS: Mapping[str, Way] = {"S": Way.SMS, "M": Way.EMAIL}
"""The channels of §10 by their letters; the cabinet, C, does not lead out."""

_SEVERAL = re.compile(r"[\s,;]")


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a reader is found, and by which ways they wish not to be told."""

    addresses: Mapping[Way, str]
    unwished: frozenset[Way] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: one channel, one address."""

    way: Way
    address: str


def messages_for(
    letters: str, reader: Reader, closed: frozenset[Way] = frozenset(), *, needs_all: bool = False
) -> tuple[Message, ...]:
    """The messages of one notice to one reader.

    `needs_all` is for a family whose territory tells turns by SMS and e-mail both: there its wish
    for silence does not hold (I-3.2). Nobody falls silent by accident either: if no way that is
    wished for leads anywhere, all that the notice has are taken.
    """
    named = [way for letter, way in LETTERS.items() if letter in letters]
    if named:
        # The bot only says that there is something to read, so it follows every notice that leaves.
        named.append(Way.TELEGRAM)
    found = [
        Message(way, address)
        for way in named
        if way not in closed and (address := one_address(reader.addresses.get(way, "")))
    ]
    if needs_all:
        return tuple(found)
    wished = [one for one in found if one.way not in reader.unwished]
    return tuple(wished or found)


def one_address(address: str) -> str:
    """The address if it is one; a text that could be read as several is none."""
    address = address.strip()
    return "" if _SEVERAL.search(address) else address


def wished_for(reader: Reader) -> frozenset[Way]:
    """The ways by which this reader will be told, of those that lead anywhere."""
    found = {way for way in Way if one_address(reader.addresses.get(way, ""))}
    return frozenset(found - reader.unwished or found)
