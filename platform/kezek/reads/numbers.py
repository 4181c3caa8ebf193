"""A family's numbers: of which queue, as of when, without what, and why each changed last (N14)."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from kezek.core.cohorts import reference_year
from kezek.core.events import Cause
from kezek.core.ids import ApplicationId
from kezek.core.lookback import Lookback
from kezek.core.queues import CategoryKey, QueueKey
from kezek.core.regions import Tenant
from kezek.core.territories import get_territory
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.lookback import ahead_at, moves_back
from kezek.db.numbers import UNDER_REVIEW, NumberInQueue, numbers_of, under_review
from kezek.db.queues import QueueEntryRow, QueueRow
from kezek.db.rules_in_force import region_at
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
    key: QueueKey
    """Which queue it is: the words for it go by its kind."""
    where: str
    """The kindergarten, or the territory of a queue that is not of one kindergarten."""
    is_demo: bool
    birth_year: int
    """Of the children in it; a category's is that of its cohort since the last update (R-7)."""
    number: int | None
    waiting: int
    under_review: int
    as_of: datetime
    change: ShownChange | None


def shown_numbers(
    session: Session, application_id: uuid.UUID, language: str, now: datetime
) -> tuple[ShownNumber, ...]:
    """The queues of one application in the parent's order, each with its number (L-3.09)."""
    asked = _Asked(session, application_id, language, now)
    numbers = {one.queue_id: one for one in numbers_of(session, application_id)}
    return tuple(
        _shown(asked, stood, numbers.get(stood.queue.id))
        for stood in _stood_in(session, application_id)
    )


def number_in(
    session: Session, queue: QueueRow, application_id: uuid.UUID, language: str, now: datetime
) -> ShownNumber:
    """One application in one queue, in which it stands or stood."""
    asked = _Asked(session, application_id, language, now)
    garden = _garden_of(session, queue)
    numbers = {one.queue_id: one for one in numbers_of(session, application_id)}
    stood = _Stood(queue, garden, under_review(session, queue.key))
    return _shown(asked, stood, numbers.get(queue.id))


@dataclass(frozen=True, slots=True)
class _Asked:
    """For whom, in which language, and as of when."""

    session: Session
    application_id: uuid.UUID
    language: str
    now: datetime

    def region(self, queue: QueueRow) -> Tenant:
        """The region now: asked only where a queue is named by its territory."""
        return region_at(self.session, queue.tenant_id, self.now)[1]


@dataclass(frozen=True, slots=True)
class _Stood:
    """A queue that an application has an entry in."""

    queue: QueueRow
    garden: KindergartenRow | None
    under_review: int


def _shown(asked: _Asked, stood: _Stood, number: NumberInQueue | None) -> ShownNumber:
    session, queue, garden = asked.session, stood.queue, stood.garden
    return ShownNumber(
        queue_id=queue.id,
        key=queue.key,
        where=garden.name(asked.language) if garden else _territory(asked, queue),
        is_demo=garden.is_demo if garden else False,
        birth_year=_birth_year(asked, queue),
        number=number.number if number else None,
        waiting=number.waiting if number else _waiting(session, queue.id),
        under_review=stood.under_review,
        as_of=asked.now,
        change=_last_change(session, queue, asked.application_id, number) if number else None,
    )


def _territory(asked: _Asked, queue: QueueRow) -> str:
    assert queue.territory is not None, "a queue of neither kindergarten nor territory"
    territory = get_territory(asked.region(queue).territories, queue.territory)
    return territory.ru if asked.language == "ru" else territory.kk


def _birth_year(asked: _Asked, queue: QueueRow) -> int:
    key = queue.key
    if not isinstance(key, CategoryKey):
        return queue.birth_year
    region = asked.region(queue)
    return reference_year(region.rules, region.calendar, asked.now) - key.cohort


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


def _stood_in(session: Session, application_id: uuid.UUID) -> list[_Stood]:
    rows = session.execute(_QUEUES_OF, {"application": application_id})
    return [_Stood(*row) for row in rows]


def _garden_of(session: Session, queue: QueueRow) -> KindergartenRow | None:
    if queue.kindergarten_id is None:
        return None
    return find_kindergarten(session, queue.kindergarten_id)


_QUEUES_OF = (
    select(QueueRow, KindergartenRow, UNDER_REVIEW)
    .join(
        QueueEntryRow,
        (QueueEntryRow.tenant_id == QueueRow.tenant_id) & (QueueEntryRow.queue_id == QueueRow.id),
    )
    .outerjoin(
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
