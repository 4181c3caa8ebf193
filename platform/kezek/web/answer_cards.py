"""An answer of the hotline, a region's or the shared one, as the kit of pages takes it."""

from dataclasses import dataclass
from datetime import datetime

from kezek.reads.hotline_answer import Answer
from kezek.reads.numbers import ShownChange, ShownNumber
from kezek.web.queue_words import queue_words
from kezek.web.spoken import Told


@dataclass(frozen=True, slots=True)
class AnswerCard:
    """One number as the kit shows it."""

    queue: str
    number: int | None
    waiting: int
    under_review: int
    as_of: datetime
    is_demo: bool
    change: ShownChange | None
    history_url: str = ""


def answer_card(shown: ShownNumber) -> AnswerCard:
    """A number without the way to its history, which is the family's own page."""
    return AnswerCard(
        queue=queue_words(shown),
        number=shown.number,
        waiting=shown.waiting,
        under_review=shown.under_review,
        as_of=shown.as_of,
        is_demo=shown.is_demo,
        change=shown.change,
    )


def told_of(page: Answer) -> Told:
    """What is read aloud of it."""
    return Told(
        state=page.state,
        mode=page.mode,
        reason=page.reason,
        wait=page.wait,
        wait_until=page.wait_until,
        lasts_until=page.lasts_until,
        numbers=tuple((one, page.names[one.queue_id]) for one in page.numbers),
        now=page.now,
        zone=page.zone,
    )
