"""The state of one cohort's queues in a territory: groups, free places, queue lengths, reviews."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kezek.core.places import PlaceState
from kezek.core.wishes import Cohort
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueRow


def groups_of(session: Session, cohort: Cohort) -> dict[uuid.UUID, bool]:
    """Kindergartens of the territory with any group, and whether one is the cohort's own."""
    is_own = (GroupRow.birth_year == cohort.birth_year) & (GroupRow.language == cohort.language)
    rows = session.execute(
        select(GroupRow.kindergarten_id, func.bool_or(is_own))
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == GroupRow.tenant_id)
            & (KindergartenRow.id == GroupRow.kindergarten_id),
        )
        .where(KindergartenRow.territory == cohort.territory)
        .group_by(GroupRow.kindergarten_id)
    )
    return {one: count for one, count in rows if one is not None}


def free_of(session: Session, cohort: Cohort) -> dict[uuid.UUID, int]:
    """Lasting places that wait for a child, by kindergarten; temporary ones are another matter."""
    rows = session.execute(
        select(QueueRow.kindergarten_id, func.count())
        .join(
            PlaceRow,
            (PlaceRow.tenant_id == QueueRow.tenant_id) & (PlaceRow.queue_id == QueueRow.id),
        )
        .where(
            PlaceRow.birth_year == cohort.birth_year,
            PlaceRow.state == str(PlaceState.PUBLISHED),
            PlaceRow.temporary_until.is_(None),
            *_is_queue_of(cohort),
        )
        .group_by(QueueRow.kindergarten_id)
    )
    return {one: count for one, count in rows if one is not None}


def temporary_of(session: Session, cohort: Cohort) -> dict[uuid.UUID, date]:
    """Where temporary places wait for a child: the last day of the one that lasts longest."""
    rows = session.execute(
        select(QueueRow.kindergarten_id, func.max(PlaceRow.temporary_until))
        .join(
            PlaceRow,
            (PlaceRow.tenant_id == QueueRow.tenant_id) & (PlaceRow.queue_id == QueueRow.id),
        )
        .where(
            PlaceRow.state == str(PlaceState.PUBLISHED),
            PlaceRow.temporary_until.is_not(None),
            *_is_queue_of(cohort),
        )
        .group_by(QueueRow.kindergarten_id)
    )
    return {one: until for one, until in rows if one is not None and until is not None}


def waiting_of(
    session: Session, cohort: Cohort, kindergartens: Iterable[uuid.UUID]
) -> dict[uuid.UUID, int]:
    """The lengths of these kindergartens' queues; asked for as few as are shown."""
    rows = session.execute(
        select(QueueRow.kindergarten_id, func.count())
        .join(
            QueueEntryRow,
            (QueueEntryRow.tenant_id == QueueRow.tenant_id)
            & (QueueEntryRow.queue_id == QueueRow.id)
            & QueueEntryRow.is_shown,
        )
        .where(QueueRow.kindergarten_id.in_(list(kindergartens)), *_is_queue_of(cohort))
        .group_by(QueueRow.kindergarten_id)
    )
    return {one: count for one, count in rows if one is not None}


def _is_queue_of(cohort: Cohort) -> tuple[ColumnElement[bool], ...]:
    return (
        QueueRow.birth_year == cohort.birth_year,
        QueueRow.language == cohort.language,
        QueueRow.queue_type == str(cohort.queue_type),
    )


def under_review_of(session: Session, cohort: Cohort) -> dict[uuid.UUID, int]:
    """Applications that a specialist still looks at, by each kindergarten that they name."""
    choice = func.unnest(ApplicationRow.choices).label("choice")
    rows = session.execute(
        select(choice, func.count())
        .where(
            ApplicationRow.state == "UNDER_REVIEW",
            ApplicationRow.territory == cohort.territory,
            ApplicationRow.birth_year == cohort.birth_year,
            ApplicationRow.language == cohort.language,
            ApplicationRow.queue_type == str(cohort.queue_type),
        )
        .group_by(choice)
    )
    return {one: count for one, count in rows if one is not None}
