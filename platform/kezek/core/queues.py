"""A queue: its key, what is stored of it, and the types of queue that order 133 knows."""

from dataclasses import dataclass
from enum import StrEnum

from kezek.core.ids import KindergartenId


class QueueType(StrEnum):
    """The three kinds of queue (L-10.4, L-10.5, A-29)."""

    GENERAL = "general"
    SPECIAL = "special"
    SANATORIUM = "sanatorium"


class Kind(StrEnum):
    """Kinds of preschool organisation (L-3.03); the two special ones of the source are one here."""

    NURSERY_KINDERGARTEN = "nursery_kindergarten"
    KINDERGARTEN = "kindergarten"
    MINI_CENTRE = "mini_centre"
    SANATORIUM = "sanatorium"
    SPECIAL = "special"

    @property
    def queue_type(self) -> QueueType:
        """The queue in which a kindergarten of this kind gives its places."""
        if self is Kind.SPECIAL:
            return QueueType.SPECIAL
        if self is Kind.SANATORIUM:
            return QueueType.SANATORIUM
        return QueueType.GENERAL


@dataclass(frozen=True, slots=True, order=True)
class QueueKey:
    """One linear queue: kindergarten, year of birth, language, type (A-03)."""

    kindergarten: KindergartenId
    birth_year: int
    language: str
    queue_type: QueueType


@dataclass(frozen=True, slots=True)
class Queue:
    """What is stored of a queue: the count of turns and the ratio it runs to (L-10.3, A-02).

    `count` says how many general turns were given since the last first-priority one; at
    `ratio` the next turn is a first-priority one. `version` rises with every change.
    """

    key: QueueKey
    count: int
    ratio: int
    version: int = 0

    @property
    def keeps_ratio(self) -> bool:
        """Whether one-to-three runs here: only in the general queue (A-29)."""
        return self.key.queue_type is QueueType.GENERAL
