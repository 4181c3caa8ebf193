"""What a specialist is asked to look at, and which part of it somebody wants to see."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from kezek.core.queues import QueueType
from kezek.core.turns import Standing


class Work(StrEnum):
    """The kinds of matters that wait at the education department."""

    REVIEW = "review"
    SECOND = "second"
    REFUSAL = "refusal"
    EXTENSION = "extension"
    RELOCATION = "relocation"
    LATE_CHECK = "late_check"
    IDENTITY = "identity"
    COMPLAINT = "complaint"
    TASK = "task"
    """What the hotline has handed over to the specialists."""


OF_APPLICATIONS = frozenset(Work) - {Work.IDENTITY, Work.COMPLAINT, Work.TASK}
"""Kinds whose matter is an application itself."""


class Lane(StrEnum):
    """By what a child stands, or wants to stand, before others (L-6.1, L-A2.3)."""

    OUT_OF_TURN = "O"
    FIRST_PRIORITY = "P"
    GENERAL = "G"
    SPECIAL = "special"
    SANATORIUM = "sanatorium"


def lane_of(standing: str, queue_type: str) -> Lane | None:
    """A special or a sanatorium queue is named first; nothing where no application is."""
    if queue_type in (QueueType.SPECIAL, QueueType.SANATORIUM):
        return Lane(queue_type)
    return Lane(Standing(standing)) if standing else None


class Whose(StrEnum):
    """Who has taken a matter."""

    MINE = "mine"
    FREE = "free"
    """Nobody has."""
    OTHERS = "others"


class Order(StrEnum):
    """By what the list is sorted."""

    DUE = "due"
    SINCE = "since"
    NUMBER = "number"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the work somebody looks at; nothing chosen means all of it."""

    work: Work | None = None
    territory: str = ""
    lane: Lane | None = None
    whose: Whose | None = None
    late: bool = False
    order: Order = Order.DUE


@dataclass(frozen=True, slots=True)
class MatterKey:
    """One matter: its kind, and the application, family, complaint or task that it is about."""

    work: Work
    id: uuid.UUID

    def __str__(self) -> str:
        return f"{self.work}:{self.id}"

    @classmethod
    def read(cls, text: str) -> "MatterKey":
        """The matter that this text names. Raises ValueError."""
        work, _, subject = text.partition(":")
        return cls(Work(work), uuid.UUID(subject))


_FAR = datetime(9999, 1, 1, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A spot in the order of urgency, so that "the next one after this" has a meaning."""

    due_at: datetime | None
    since: datetime
    key: MatterKey

    def __str__(self) -> str:
        due, since = ((at - _EPOCH) // _TICK for at in (self.due_at or _FAR, self.since))
        return f"{due}-{since}-{self.key}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """The spot that an address names; nothing for one that names none."""
        try:
            due, since, key = text.split("-", 2)
            return cls(_EPOCH + int(due) * _TICK, _EPOCH + int(since) * _TICK, MatterKey.read(key))
        except (ValueError, OverflowError):
            return None


def tally(counts: Mapping[Work, int]) -> int:
    """How many matters there are of all kinds."""
    return sum(counts.values())
