"""One live queue, page by page: numbers, applications, classes, moments; nobody's name (D-10)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.board import Sizes, Stretch, number_at, stretches
from kezek.core.ids import KindergartenId
from kezek.core.paging import Pages
from kezek.core.queues import Kind, Queue, QueueKey, SeatKey
from kezek.core.turns import Standing
from kezek.db.board import Entry, entries_of, sizes_of
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.numbers import under_review
from kezek.db.queues import QueueRow, find_queue
from kezek.db.scope import read_scope

PAGE_SIZE = 50

_ANEW_SECONDS = 300

Cohort = tuple[int, str]
"""A year of birth and a language of instruction."""

Version = tuple[object, ...]
"""What a live part depends on: another version means another text (house §5.7)."""


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
    where: str
    """The kindergarten, or the territory of a queue that is not of one kindergarten."""
    kindergarten_id: uuid.UUID | None
    is_demo: bool
    key: QueueKey
    birth_year: int
    """Of the children in it; a category's is that of its cohort since the last update (R-7)."""
    as_of: datetime
    sizes: Sizes
    under_review: int
    lines: tuple[BoardLine, ...]
    pages: Pages

    @property
    def waiting(self) -> int:
        """How many stand in it."""
        return self.sizes.total

    @property
    def topic(self) -> str:
        """What rings when it changed; as long as it has no bell, the kindergarten's."""
        return str(self.queue_id) if self.queue_id else f"kindergarten-{self.kindergarten_id}"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose queue a board shows, and what stands above it."""

    where: str
    birth_year: int
    kindergarten_id: uuid.UUID | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class BoardNews:
    """A board to be shown; without one when the reader has it as it is."""

    version: Version
    queue_id: uuid.UUID | None
    board: QueueBoard | None


def board_news(
    tenant_id: int,
    kindergarten_id: uuid.UUID,
    cohort: Cohort,
    page: int,
    reader_language: str,
    is_known: Callable[[Version], bool],
) -> BoardNews | None:
    """One page of a queue, read only if its version is not known to the reader already.

    Nothing where there is no such kindergarten.
    """
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        now = services().clock.now(session)
        key = key_of(garden, cohort)
        row = find_queue(session, key)
        left_out = under_review(session, key)
        queue_id = row.id if row else None
        version = (queue_id, row.moves if row else 0, left_out, shown_anew(now))
        if is_known(version):
            return BoardNews(version, queue_id, None)
        board = board_of(session, _of(garden, key, reader_language), key, row, left_out, page, now)
        return BoardNews(version, queue_id, board)


def queue_board(
    session: Session,
    garden: KindergartenRow,
    cohort: Cohort,
    page: int,
    as_of: datetime,
    reader_language: str = "kk",
) -> QueueBoard:
    """One page of a queue in the order in which places would be given (R-1, §8)."""
    key = key_of(garden, cohort)
    row = find_queue(session, key)
    left_out = under_review(session, key)
    place = _of(garden, key, reader_language)
    return board_of(session, place, key, row, left_out, page, as_of)


def _of(garden: KindergartenRow, key: SeatKey, reader_language: str) -> Place:
    return Place(garden.name(reader_language), key.birth_year, garden.id, garden.is_demo)


def key_of(garden: KindergartenRow, cohort: Cohort) -> SeatKey:
    """The queue in which a kindergarten of its kind gives places of a cohort (A-03)."""
    year, language = cohort
    return SeatKey(KindergartenId(garden.id), year, language, Kind(garden.kind).queue_type)


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


def board_of(
    session: Session,
    place: Place,
    key: QueueKey,
    row: QueueRow | None,
    left_out: int,
    page: int,
    as_of: datetime,
) -> QueueBoard:
    """One page of the queue of any key, in the order of §8."""
    sizes = sizes_of(session, row.id) if row else Sizes(0, 0, 0)
    pages = page_numbers(sizes.total, page)
    return QueueBoard(
        queue_id=row.id if row else None,
        where=place.where,
        kindergarten_id=place.kindergarten_id,
        is_demo=place.is_demo,
        key=key,
        birth_year=place.birth_year,
        as_of=as_of,
        sizes=sizes,
        under_review=left_out,
        lines=_lines(session, row.id, row.value, sizes, pages) if row else (),
        pages=pages,
    )


def _lines(
    session: Session, queue_id: uuid.UUID, queue: Queue, sizes: Sizes, pages: Pages
) -> tuple[BoardLine, ...]:
    first, count = pages.first_item - 1, pages.last_item - pages.first_item + 1
    if not queue.keeps_ratio:
        return _lines_of_one_turn(session, queue_id, sizes, first, count)
    found = stretches(queue, sizes, first, count)
    wanted = {
        Standing.O: found.out_of_turn,
        Standing.P: found.first_priority,
        Standing.G: found.general,
    }
    lines = [
        _line(number_at(queue, sizes, standing, wanted[standing].first + place), entry)
        for standing, entries in entries_of(session, queue_id, wanted).items()
        for place, entry in enumerate(entries)
    ]
    return tuple(sorted(lines, key=lambda line: line.number))


def _lines_of_one_turn(
    session: Session, queue_id: uuid.UUID, sizes: Sizes, first: int, count: int
) -> tuple[BoardLine, ...]:
    """A special or sanatorium queue: out of turn, then all the others by submission (A-29).

    These queues are short; the heads of both classes are put into one line. A voucher category is
    of one class alone and may be long: only its page is read (VX-6).
    """
    if sizes.total in (sizes.out_of_turn, sizes.first_priority, sizes.general):
        page = entries_of(session, queue_id, dict.fromkeys(Standing, Stretch(first, count)))
        alone = (entry for entries in page.values() for entry in entries)
        return tuple(_line(first + place, entry) for place, entry in enumerate(alone, start=1))
    head = Stretch(0, first + count)
    found = entries_of(session, queue_id, dict.fromkeys(Standing, head))
    first_of_all = found.pop(Standing.O, [])
    others = sorted(
        (entry for entries in found.values() for entry in entries),
        key=lambda entry: (entry.submitted_at, entry.serial),
    )
    entries = [*first_of_all, *others][first : first + count]
    return tuple(_line(first + place, entry) for place, entry in enumerate(entries, start=1))


def _line(number: int, entry: Entry) -> BoardLine:
    return BoardLine(
        number=number,
        application=entry.application,
        standing=str(entry.standing),
        submitted_at=entry.submitted_at,
        waits_for_age=not entry.may_be_offered,
    )
