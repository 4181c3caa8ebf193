"""Figures of kindergartens: places that are free or offered, and who waits, queue by queue."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from kezek.core.places import FREE, PlaceState
from kezek.core.queues import QueueType
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import GroupRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueRow


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One queue in figures."""

    queue_id: uuid.UUID
    kindergarten_id: uuid.UUID
    birth_year: int
    language: str
    queue_type: str
    free: int
    temporary: int
    """How many of the free places are for a while only (L-3.15)."""
    offered: int
    waiting: int


def figures_of(session: Session, kindergartens: Iterable[uuid.UUID]) -> list[QueueFigures]:
    """All queues of these kindergartens in figures."""
    queues = session.scalars(
        select(QueueRow).where(QueueRow.kindergarten_id.in_(list(kindergartens)))
    ).all()
    ids = [row.id for row in queues]
    places = _places(session, ids)
    waiting = _waiting(session, ids)
    return [
        QueueFigures(
            row.id,
            row.seats.kindergarten,
            row.birth_year,
            row.language,
            row.queue_type,
            free=places[row.id, "free"],
            temporary=places[row.id, "temporary"],
            offered=places[row.id, "offered"],
            waiting=waiting.get(row.id, 0),
        )
        for row in queues
    ]


def _places(session: Session, queues: Sequence[uuid.UUID]) -> Counter[tuple[uuid.UUID, str]]:
    is_temporary = PlaceRow.temporary_until.is_not(None)
    rows = session.execute(
        select(PlaceRow.queue_id, PlaceRow.state, is_temporary, func.count())
        .where(
            PlaceRow.queue_id.in_(queues),
            PlaceRow.state.in_([str(PlaceState.OFFERED), *map(str, FREE)]),
        )
        .group_by(PlaceRow.queue_id, PlaceRow.state, is_temporary)
    )
    counts: Counter[tuple[uuid.UUID, str]] = Counter()
    for queue, state, temporary, count in rows:
        if state == str(PlaceState.OFFERED):
            counts[queue, "offered"] += count
            continue
        counts[queue, "free"] += count
        counts[queue, "temporary"] += count if temporary else 0
    return counts


def _waiting(session: Session, queues: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, int]:
    rows = session.execute(
        select(QueueEntryRow.queue_id, func.count())
        .where(QueueEntryRow.queue_id.in_(queues), QueueEntryRow.is_shown)
        .group_by(QueueEntryRow.queue_id)
    )
    return dict(rows.all())


def under_review_of(
    session: Session, kindergarten_id: uuid.UUID, queue_type: QueueType
) -> dict[tuple[int, str], int]:
    """Applications under review that name this kindergarten, by year of birth and language."""
    rows = session.execute(
        select(ApplicationRow.birth_year, ApplicationRow.language, func.count())
        .where(
            ApplicationRow.state == "UNDER_REVIEW",
            ApplicationRow.queue_type == str(queue_type),
            ApplicationRow.choices.contains([kindergarten_id]),
        )
        .group_by(ApplicationRow.birth_year, ApplicationRow.language)
    )
    return {(year, language): count for year, language, count in rows}


def cohorts_of(
    session: Session, kindergartens: Iterable[uuid.UUID] | None = None
) -> dict[uuid.UUID, set[tuple[int, str]]]:
    """For which years of birth and languages kindergartens have groups; by default all of them."""
    query = select(GroupRow.kindergarten_id, GroupRow.birth_year, GroupRow.language)
    if kindergartens is not None:
        query = query.where(GroupRow.kindergarten_id.in_(list(kindergartens)))
    cohorts: dict[uuid.UUID, set[tuple[int, str]]] = {}
    for kindergarten, year, language in session.execute(query):
        cohorts.setdefault(kindergarten, set()).add((year, language))
    return cohorts


def is_free() -> ColumnElement[bool]:
    """That nobody holds a place, however places are given there; two partial indexes have them."""
    in_bulletin = PlaceRow.state.in_([str(PlaceState.PRIORITY), str(PlaceState.OPEN)])
    return or_(PlaceRow.state == str(PlaceState.PUBLISHED), in_bulletin)


def with_free_places(session: Session) -> set[uuid.UUID]:
    """Kindergartens of which some place is free now."""
    rows = session.scalars(
        select(QueueRow.kindergarten_id)
        .join(
            PlaceRow,
            (PlaceRow.tenant_id == QueueRow.tenant_id) & (PlaceRow.queue_id == QueueRow.id),
        )
        .where(is_free())
        .distinct()
    )
    return {one for one in rows if one is not None}
