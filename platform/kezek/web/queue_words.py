"""How queues, kindergartens and languages of instruction are called."""

from collections.abc import Collection, Mapping
from typing import Protocol, assert_never

from flask_babel import gettext

from kezek.core.queues import CategoryKey, Kind, QueueKey, QueueType, SeatKey, SharedKey
from kezek.core.territories import Mode
from kezek.core.turns import Standing
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


CATEGORY_CLASS: Mapping[str, str] = {
    Standing.O: mark("out of turn"),
    Standing.P: mark("first priority"),
    Standing.G: mark("general"),
}
"""The three classes of a voucher category (rulebook 7.1(2))."""


SERVICE: Mapping[str, str] = {
    Mode.LINEAR: mark("Apply to the queue"),
    Mode.INDIGO: mark("Stand in the queue"),
    Mode.VOUCHER: mark("Add an application"),
}
"""What applying is called where places are given so (V-10, I-2.5, V-15)."""


def service_name(modes: Collection[str]) -> str:
    """What applying is called in a region; where its modes differ, as order 133 has it."""
    return say(SERVICE[next(iter(modes))] if len(modes) == 1 else SERVICE[Mode.LINEAR])


class ShownQueue(Protocol):
    """What a queue is named by."""

    @property
    def key(self) -> QueueKey:
        """Which queue it is."""

    @property
    def where(self) -> str:
        """The kindergarten or the territory."""

    @property
    def birth_year(self) -> int:
        """Of the children who wait in it."""


def queue_words(shown: ShownQueue) -> str:
    """Which queue it is: where, for whom, and its type if not the general one."""
    key = shown.key
    match key:
        case CategoryKey():
            return str(
                gettext(
                    "%(territory)s, children of %(year)s, %(category)s (category %(code)s)",
                    territory=shown.where,
                    year=shown.birth_year,
                    category=say(CATEGORY_CLASS[key.standing]),
                    code=key.code,
                )
            )
        case SharedKey() | SeatKey():
            return _by_year_and_language(shown, key)
        case _:
            assert_never(key)


def _by_year_and_language(shown: ShownQueue, key: SharedKey | SeatKey) -> str:
    words = gettext(
        "%(kindergarten)s, children of %(year)s, %(language)s",
        kindergarten=shown.where,
        year=shown.birth_year,
        language=tongue(key.language),
    )
    if key.queue_type is QueueType.GENERAL:
        return str(words)
    return f"{words}. {queue_type_name(key.queue_type)}"


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
