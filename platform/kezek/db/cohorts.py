"""The state of one cohort's queues in a territory: groups, free places, queue lengths, reviews."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.places import PlaceState
from kezek.core.wishes import Cohort
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueRow


@dataclass(frozen=True, slots=True)
class Figures:
    """What is counted for each kindergarten that has anything to count."""

    free: Mapping[uuid.UUID, int]
    waiting: Mapping[uuid.UUID, int]
    under_review: Mapping[uuid.UUID, int]


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
    return dict(rows.all())


def figures_of(session: Session, cohort: Cohort) -> Figures:
    """Free places, queue lengths and applications under review, by kindergarten."""
    queues = dict(
        session.execute(
            select(QueueRow.id, QueueRow.kindergarten_id)
            .join(
                KindergartenRow,
                (KindergartenRow.tenant_id == QueueRow.tenant_id)
                & (KindergartenRow.id == QueueRow.kindergarten_id),
            )
            .where(
                KindergartenRow.territory == cohort.territory,
                QueueRow.birth_year == cohort.birth_year,
                QueueRow.language == cohort.language,
                QueueRow.queue_type == str(cohort.queue_type),
            )
        ).all()
    )
    return Figures(
        _by_kindergarten(queues, _free_places(session, cohort.birth_year)),
        _by_kindergarten(queues, _standing(session, queues)),
        _under_review(session, cohort),
    )


def _by_kindergarten(
    queues: Mapping[uuid.UUID, uuid.UUID], counts: Mapping[uuid.UUID, int]
) -> dict[uuid.UUID, int]:
    return {queues[queue]: count for queue, count in counts.items() if queue in queues}


def _free_places(session: Session, birth_year: int) -> dict[uuid.UUID, int]:
    """Lasting places that wait for a child; temporary ones are another matter."""
    rows = session.execute(
        select(PlaceRow.queue_id, func.count())
        .where(
            PlaceRow.birth_year == birth_year,
            PlaceRow.state == str(PlaceState.PUBLISHED),
            PlaceRow.temporary_until.is_(None),
        )
        .group_by(PlaceRow.queue_id)
    )
    return dict(rows.all())


def _standing(session: Session, queues: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = session.execute(
        select(QueueEntryRow.queue_id, func.count())
        .where(QueueEntryRow.queue_id.in_(list(queues)), QueueEntryRow.is_shown)
        .group_by(QueueEntryRow.queue_id)
    )
    return dict(rows.all())


def _under_review(session: Session, cohort: Cohort) -> dict[uuid.UUID, int]:
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
    return dict(rows.all())
