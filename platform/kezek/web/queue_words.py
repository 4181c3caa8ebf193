"""How queues, kindergartens and languages of instruction are called."""

from collections.abc import Mapping

from kezek.core.queues import Kind, QueueType
from kezek.core.territories import Mode
from kezek.web.labels import tongue
from kezek.web.words import mark, say

QUEUE_TYPE: Mapping[str, str] = {
    QueueType.GENERAL: mark("General-education queue"),
    QueueType.SPECIAL: mark("Special queue"),
    QueueType.SANATORIUM: mark("Sanatorium queue"),
}
"""The three queues (A-29, I-2.5)."""

KIND: Mapping[str, str] = {
    Kind.NURSERY_KINDERGARTEN: mark("nursery and kindergarten"),
    Kind.KINDERGARTEN: mark("kindergarten"),
    Kind.MINI_CENTRE: mark("preschool mini-centre"),
    Kind.SANATORIUM: mark("sanatorium nursery"),
    Kind.SPECIAL: mark("special kindergarten"),
}
"""Kinds of preschool organisation (L-3.03)."""

OWNERSHIP: Mapping[str, str] = {
    "state": mark("state"),
    "private_order": mark("private, with a state order"),
    "private": mark("private, without a state order"),
    "unknown": mark("ownership not stated"),
}
"""Whose a kindergarten is (L-2.1)."""

MODE: Mapping[str, str] = {
    Mode.LINEAR: mark("queue to each kindergarten"),
    Mode.INDIGO: mark("one queue with a daily bulletin"),
    Mode.VOUCHER: mark("vouchers"),
}
"""The ways of giving places (G-10)."""


def queue_type_name(queue_type: str) -> str:
    """A queue by its name in the reader's language."""
    return say(QUEUE_TYPE[queue_type])


def kind_name(kind: str) -> str:
    """What an organisation is, in small letters."""
    return say(KIND[kind])


def ownership_name(ownership: str) -> str:
    """Whose it is, in small letters."""
    return say(OWNERSHIP[ownership])


def mode_name(mode: str) -> str:
    """How places are given, in small letters."""
    return say(MODE[mode])


def instruction_name(code: str) -> str:
    """A language of instruction by its name in the reader's language, with a capital."""
    name = tongue(code)
    return name[:1].upper() + name[1:]
