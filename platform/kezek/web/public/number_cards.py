"""A number as everybody may see it: of which queue, as of when, without what (N14)."""

from dataclasses import dataclass
from datetime import datetime

from kezek.reads.numbers import ShownNumber
from kezek.web.queue_words import queue_words


@dataclass(frozen=True, slots=True)
class NumberCard:
    """What the part that shows a number asks for."""

    queue: str
    number: int | None
    waiting: int
    under_review: int
    as_of: datetime
    is_demo: bool
    history_url: str = ""

    @classmethod
    def of(cls, shown: ShownNumber) -> "NumberCard":
        """The card of a number that was read."""
        return cls(
            queue=queue_words(shown),
            number=shown.number,
            waiting=shown.waiting,
            under_review=shown.under_review,
            as_of=shown.as_of,
            is_demo=shown.is_demo,
        )
