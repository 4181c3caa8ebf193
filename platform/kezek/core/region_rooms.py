"""The rooms into which a region's configuration is grouped, and what stands in each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from kezek.core.knobs import knobs_of
from kezek.core.regions import Tenant, canonical
from kezek.core.rehearsing.reaches import OF_SETTINGS, Reach
from kezek.core.rules import GROUPS


class Room(StrEnum):
    """One page of the administrator's forms."""

    QUEUE = "queue"
    APPLYING = "applying"
    SIGNING = "signing"
    LINEAR = "linear"
    REFERRALS = "referrals"
    NOTICES = "notices"
    INDIGO = "indigo"
    VOUCHERS = "vouchers"
    NAMES = "names"
    CONTACTS = "contacts"
    TERRITORIES = "territories"
    TEXTS = "texts"
    LETTERS = "letters"
    CALENDAR = "calendar"
    CHANNELS = "channels"
    BRAND = "brand"


_OF_GROUP: Mapping[Room, str] = {
    Room.QUEUE: "QueueRules",
    Room.APPLYING: "ApplicationRules",
    Room.SIGNING: "SigningRules",
    Room.LINEAR: "LinearRules",
    Room.REFERRALS: "ReferralRules",
    Room.NOTICES: "NoticeRules",
    Room.INDIGO: "IndigoRules",
    Room.VOUCHERS: "VoucherRules",
}

SETTINGS: Mapping[Room, tuple[str, ...]] = {
    room: tuple(knobs_of(next(one for one in GROUPS if one.__name__ == name)))
    for room, name in _OF_GROUP.items()
}
"""The settings of each room that has any, in the order in which people read them."""

ROOM_OF: Mapping[str, Room] = {name: room for room, names in SETTINGS.items() for name in names}
"""The room of each setting."""

_PARTS: Mapping[Room, tuple[str, ...]] = {
    Room.NAMES: ("name", "provider", "languages"),
    Room.CONTACTS: ("contacts",),
    Room.TERRITORIES: ("territories",),
    Room.TEXTS: ("texts",),
    Room.LETTERS: ("texts",),
    Room.CALENDAR: ("calendar",),
    Room.CHANNELS: ("channels",),
    Room.BRAND: ("brand", "texts"),
}

_DECIDES = (Reach.NUMBERS, Reach.NEW_QUEUES, Reach.OFFERS)

WHO_GAINS = frozenset(name for name, reach in OF_SETTINGS.items() if reach in _DECIDES)
"""Settings that decide who gets a place before whom: a change of them is rehearsed first (N6).

Whatever else is changed may be rehearsed and need not be: a term that begins later, a word or a
channel moves no child past another. Those that run are never touched (R-9).
"""


def room_digest(region: Tenant, room: Room) -> str:
    """A digest of all that stands in a room: a form carries it, so that an old one is known."""
    data = canonical(region)
    shown: Any = {part: data.get(part) for part in _PARTS.get(room, ())}
    if room in SETTINGS:
        shown |= {name: data["rules"][name] for name in SETTINGS[room]}
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:32]


def needs_rehearsal(before: Tenant, after: Tenant) -> bool:
    """Whether the change may let one child have a place before another, so that it is tried."""
    return bool(WHO_GAINS & after.rules.changed_from(before.rules).keys())


def touches_queue(before: Tenant, after: Tenant) -> bool:
    """Whether the change can be felt in a queue at all: words, colours and contacts cannot."""
    return (
        before.rules != after.rules
        or before.calendar != after.calendar
        or before.territories != after.territories
    )
