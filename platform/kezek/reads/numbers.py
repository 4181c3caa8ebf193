"""A family's numbers: of which queue, as of when, without what, and why each changed last (N14)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from kezek.core.events import Cause
from kezek.core.ids import ApplicationId
from kezek.core.lookback import Lookback
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.lookback import ahead_at, moves_back
from kezek.db.numbers import UNDER_REVIEW, NumberInQueue, numbers_of, under_review
from kezek.db.queues import QueueEntryRow, QueueRow
from kezek.reads.history import NumberChange, latest_change


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a change: by how much, and how many other applications it was."""

    cause: Cause
    amount: int
    applications: int


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A changed number as a sum that closes (R-12)."""

    at: datetime
    before: int
    after: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """One application in one queue; without a number while it is not shown there (R-1)."""

    queue_id: uuid.UUID
    kindergarten_id: uuid.UUID
    kindergarten: str
    is_demo: bool
    birth_year: int
    language: str
    queue_type: str
    number: int | None
    waiting: int
    under_review: int
    as_of: datetime
    change: ShownChange | None


def shown_numbers(
    session: Session, application_id: uuid.UUID, language: str, now: datetime
) -> tuple[ShownNumber, ...]:
    """The queues of one application in the parent's order, each with its number (L-3.09)."""
    numbers = {one.queue_id: one for one in numbers_of(session, application_id)}
    return tuple(
        _shown(session, stood, numbers.get(stood.queue.id), application_id, language, now)
        for stood in _queues_of(session, application_id)
    )


def number_in(
    session: Session, queue: QueueRow, application_id: uuid.UUID, language: str, now: datetime
) -> ShownNumber:
    """One application in one queue, in which it stands or stood."""
    garden = find_kindergarten(session, queue.seats.kindergarten)
    assert garden is not None, "a queue without its kindergarten"
    numbers = {one.queue_id: one for one in numbers_of(session, application_id)}
    stood = _Stood(queue, garden, under_review(session, queue.key))
    return _shown(session, stood, numbers.get(queue.id), application_id, language, now)


@dataclass(frozen=True, slots=True)
class _Stood:
    """A queue that an application has an entry in."""

    queue: QueueRow
    garden: KindergartenRow
    under_review: int


def _shown(
    session: Session,
    stood: _Stood,
    number: NumberInQueue | None,
    application_id: uuid.UUID,
    language: str,
    now: datetime,
) -> ShownNumber:
    queue, garden = stood.queue, stood.garden
    return ShownNumber(
        queue_id=queue.id,
        kindergarten_id=garden.id,
        kindergarten=garden.name(language),
        is_demo=garden.is_demo,
        birth_year=queue.birth_year,
        language=queue.language,
        queue_type=queue.queue_type,
        number=number.number if number else None,
        waiting=number.waiting if number else _waiting(session, queue.id),
        under_review=stood.under_review,
        as_of=now,
        change=_last_change(session, queue, application_id, number) if number else None,
    )


def queues_version(
    session: Session, applications: Iterable[uuid.UUID]
) -> tuple[tuple[object, ...], ...]:
    """What the numbers of these applications depend on: another version, perhaps other numbers."""
    stands_there = exists().where(
        QueueEntryRow.tenant_id == QueueRow.tenant_id,
        QueueEntryRow.queue_id == QueueRow.id,
        QueueEntryRow.application_id.in_(set(applications)),
    )
    queues = session.execute(
        select(QueueRow.id, QueueRow.moves, UNDER_REVIEW).where(stands_there).order_by(QueueRow.id)
    )
    return tuple(tuple(row) for row in queues)


def shown_change(change: NumberChange) -> ShownChange | None:
    """A change as it is shown; nothing for a number that appeared or disappeared (R-94)."""
    if not change.is_change or change.at is None or change.before is None or change.after is None:
        return None
    return ShownChange(change.at, change.before, change.after, tuple(reasons_of(change)))


def reasons_of(change: NumberChange) -> Iterable[Reason]:
    """The causes of a change with their amounts, whose sum is the difference.

    One application that leaves may bring a family nearer by two steps, for the turns of one to
    three move along: so applications are counted apart from steps.
    """
    for part in change.causes:
        if part.amount:
            moved = sum(
                any(amount.cause is part.cause for amount in point.amounts)
                for point in change.points
            )
            yield Reason(part.cause, part.amount, moved)


def _last_change(
    session: Session, queue: QueueRow, application_id: uuid.UUID, number: NumberInQueue
) -> ShownChange | None:
    """The last time that the number became another, since it came into this queue."""
    subject = ApplicationId(application_id)
    lookback = Lookback(
        number.queue,
        subject,
        number.stand,
        partial(ahead_at, session, queue),
        newest=queue.moves,
        ahead=number.ahead,
    )
    back = partial(moves_back, session, queue, application_id)
    found = latest_change(lookback, back, newest=queue.moves)
    return shown_change(found) if found else None


def _queues_of(session: Session, application_id: uuid.UUID) -> list[_Stood]:
    rows = session.execute(_QUEUES_OF, {"application": application_id})
    return [_Stood(*row) for row in rows]


_QUEUES_OF = (
    select(QueueRow, KindergartenRow, UNDER_REVIEW)
    .join(
        QueueEntryRow,
        (QueueEntryRow.tenant_id == QueueRow.tenant_id) & (QueueEntryRow.queue_id == QueueRow.id),
    )
    .join(
        KindergartenRow,
        (KindergartenRow.tenant_id == QueueRow.tenant_id)
        & (KindergartenRow.id == QueueRow.kindergarten_id),
    )
    .where(QueueEntryRow.application_id == bindparam("application"))
    .order_by(QueueEntryRow.preference)
)


def _waiting(session: Session, queue_id: uuid.UUID) -> int:
    count = session.scalar(
        select(func.count())
        .select_from(QueueEntryRow)
        .where(QueueEntryRow.queue_id == queue_id, QueueEntryRow.is_shown)
    )
    return count or 0
