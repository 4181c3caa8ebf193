"""One live queue, page by page: numbers, applications, classes, moments; nobody's name (D-10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.board import Sizes, Stretch, number_at, stretches
from kezek.core.paging import Pages
from kezek.core.queues import Queue, QueueKey
from kezek.core.turns import Standing
from kezek.db.board import Entry, entries_of, moves_so_far, sizes_of
from kezek.db.numbers import under_review
from kezek.db.queues import find_queue

PAGE_SIZE = 50

_ANEW_SECONDS = 300


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One application in the queue."""

    number: int
    application: str
    standing: str
    submitted_at: datetime
    waits_for_age: bool
    """Its number is kept, and places pass it by until the planned age (R-1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueBoard:
    """One page of one queue, with what its numbers count and what they leave out (N14)."""

    queue_id: uuid.UUID | None
    """Nothing while nobody has ever stood in it."""
    birth_year: int
    language: str
    queue_type: str
    as_of: datetime
    sizes: Sizes
    under_review: int
    lines: tuple[BoardLine, ...]
    pages: Pages

    @property
    def waiting(self) -> int:
        """How many stand in it."""
        return self.sizes.total


def queue_board(session: Session, key: QueueKey, wished: int, as_of: datetime) -> QueueBoard:
    """One page of a queue in the order in which places would be given (R-1, §8)."""
    row = find_queue(session, key)
    sizes = sizes_of(session, row.id) if row else Sizes(0, 0, 0)
    pages = page_numbers(sizes.total, wished)
    lines = _lines(session, row.id, row.value, sizes, pages) if row else ()
    return QueueBoard(
        queue_id=row.id if row else None,
        birth_year=key.birth_year,
        language=key.language,
        queue_type=str(key.queue_type),
        as_of=as_of,
        sizes=sizes,
        under_review=under_review(session, key),
        lines=lines,
        pages=pages,
    )


@dataclass(frozen=True, slots=True)
class Version:
    """What a live part depends on: another version means another text (house §5.7)."""

    queue_id: uuid.UUID | None
    parts: tuple[object, ...]


def board_version(session: Session, key: QueueKey, as_of: datetime) -> Version:
    """The version of a board: that of its queue, who is left out of it, and the minutes gone."""
    found = moves_so_far(session, key)
    parts = (found, under_review(session, key), shown_anew(as_of))
    return Version(found[0] if found else None, parts)


def shown_anew(as_of: datetime) -> int:
    """Changes every five minutes: a page that says as of when must not grow old unchanged."""
    return int(as_of.timestamp()) // _ANEW_SECONDS


def page_of_number(number: int) -> int:
    """The page on which a number stands."""
    return (number - 1) // PAGE_SIZE + 1


def page_numbers(total: int, wished: int) -> Pages:
    """Where a page lies in a list of so many; one that there is none of gives the nearest."""
    last = max(1, -(-total // PAGE_SIZE))
    current = min(max(wished, 1), last)
    first = (current - 1) * PAGE_SIZE
    return Pages(current, last, first + 1, min(first + PAGE_SIZE, total), total)


def _lines(
    session: Session, queue_id: uuid.UUID, queue: Queue, sizes: Sizes, pages: Pages
) -> tuple[BoardLine, ...]:
    first, count = pages.first_item - 1, pages.last_item - pages.first_item + 1
    if not queue.keeps_ratio:
        return _lines_of_one_turn(session, queue_id, sizes, first, count)
    found = stretches(queue, sizes, first, count)
    lines = [
        _line(number_at(queue, sizes, standing, stretch.first + place), entry)
        for standing, stretch in (
            (Standing.O, found.out_of_turn),
            (Standing.P, found.first_priority),
            (Standing.G, found.general),
        )
        for place, entry in enumerate(entries_of(session, queue_id, [standing], stretch))
    ]
    return tuple(sorted(lines, key=lambda line: line.number))


def _lines_of_one_turn(
    session: Session, queue_id: uuid.UUID, sizes: Sizes, first: int, count: int
) -> tuple[BoardLine, ...]:
    """A special or sanatorium queue: out of turn, then all the others by submission (A-29)."""
    ahead = min(max(sizes.out_of_turn - first, 0), count)
    rest = Stretch(max(first - sizes.out_of_turn, 0), count - ahead)
    entries = [
        *entries_of(session, queue_id, [Standing.O], Stretch(first, ahead)),
        *entries_of(session, queue_id, [Standing.P, Standing.G], rest),
    ]
    return tuple(_line(first + place, entry) for place, entry in enumerate(entries, start=1))


def _line(number: int, entry: Entry) -> BoardLine:
    return BoardLine(
        number=number,
        application=entry.application,
        standing=str(entry.standing),
        submitted_at=entry.submitted_at,
        waits_for_age=not entry.may_be_offered,
    )
