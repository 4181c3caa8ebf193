"""An answer of the hotline, a region's or the shared one, as the kit of pages takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.reads.hotline_answer import Answer
from kezek.reads.numbers import ShownChange, ShownNumber
from kezek.web.i18n import LANGUAGE_NAMES
from kezek.web.next_words import next_words
from kezek.web.queue_words import queue_words
from kezek.web.spoken import Spoken, Told, spoken
from kezek.web.wait_words import WAITS, WaitWords


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


@dataclass(frozen=True, slots=True)
class Said:
    """What both hotlines show of an answer, in words."""

    spoken: tuple[Spoken, ...]
    wait: WaitWords | None
    cards: tuple[AnswerCard, ...]
    next_steps: Sequence[str]
    language_names: Mapping[str, str]


def said_of(page: Answer) -> Said:
    """The answer as it is said: aloud, by numbers, by what comes next."""
    return Said(
        spoken=spoken(told_of(page), page.caller_language),
        wait=WAITS[page.wait] if page.wait else None,
        cards=tuple(answer_card(one) for one in page.numbers if one.number is not None),
        next_steps=next_words(page.mode),
        language_names=LANGUAGE_NAMES,
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
        garden=page.garden,
        numbers=tuple((one, page.names[one.queue_id]) for one in page.numbers),
        now=page.now,
        zone=page.zone,
    )
