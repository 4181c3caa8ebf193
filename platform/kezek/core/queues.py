"""A queue: its key, what is stored of it, and the types of queue that order 133 knows."""

from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import TypeAlias, assert_never

from kezek.core.ids import KindergartenId, TerritorySlug


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


@dataclass(frozen=True, slots=True)
class SeatKey:
    """The seats of one kindergarten for one year of birth and language (A-03, A-63).

    Places belong to it in every mode; in the linear mode it is a queue as well.
    """

    kindergarten: KindergartenId
    birth_year: int
    language: str
    queue_type: QueueType

    @property
    def keeps_ratio(self) -> bool:
        """Whether one-to-three runs here: only in the general queue (A-29)."""
        return self.queue_type is QueueType.GENERAL


@dataclass(frozen=True, slots=True)
class SharedKey:
    """The one queue of an indigo territory for a year of birth and language (rulebook 5.2(1))."""

    territory: TerritorySlug
    queue_type: QueueType
    birth_year: int
    language: str

    @property
    def keeps_ratio(self) -> bool:
        """As in the linear mode (A-29)."""
        return self.queue_type is QueueType.GENERAL


@dataclass(frozen=True, slots=True)
class CategoryKey:
    """The queue of one category of a voucher territory: a cohort with a class (rulebook 7.1(1)).

    Without a class it is no queue: the count of turns between first priority and general is
    kept under it for the whole cohort (R-6, R-18).
    """

    territory: TerritorySlug
    cohort: int
    standing: str = ""

    @property
    def keeps_ratio(self) -> bool:
        """Inside a category the moment of submission alone decides (VX-6)."""
        return False

    @property
    def code(self) -> str:
        """The category as people and scenarios read it: `3-G`."""
        return f"{self.cohort}-{self.standing}" if self.standing else str(self.cohort)


QueueKey: TypeAlias = SeatKey | SharedKey | CategoryKey
"""Who waits together: one shape for each mode."""


def label(key: QueueKey, kindergarten: str = "") -> str:
    """How scenarios and lists of staff write a queue: `K1/2023/kk`, `general/2023/kk`, `city/3-G`.

    `kindergarten` is the name of the one whose seats they are.
    """
    match key:
        case SeatKey():
            return f"{kindergarten}/{key.birth_year}/{key.language}"
        case SharedKey():
            return f"{key.queue_type}/{key.birth_year}/{key.language}"
        case CategoryKey():
            return f"{key.territory}/{key.code}"
        case _:
            assert_never(key)


def key_order(key: QueueKey) -> tuple[str, ...]:
    """The order of queues wherever one is needed, above all of their locks."""
    return (type(key).__name__, *(str(value) for value in astuple(key)))


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
        """Whether one-to-three runs here."""
        return self.key.keeps_ratio
