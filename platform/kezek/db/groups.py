"""Who is enrolled in a group, and how many lack planned vaccinations (A-19)."""

from sqlalchemy import Boolean, case, func, select
from sqlalchemy.orm import Session

from kezek.core.groups import Group
from kezek.core.places import PlaceState
from kezek.core.queues import SeatKey
from kezek.db.applications import ReferralRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow

ENROLLED = (str(PlaceState.FILLED), str(PlaceState.RESERVED_FOR_SANATORIUM))
"""Places whose children belong to the group; one who is away in a sanatorium still does."""


def group_of(session: Session, key: SeatKey) -> Group:
    """Enrolled children of one kindergarten, year and language; those without vaccinations."""
    unvaccinated = ~ReferralRow.progress["vaccinated"].astext.cast(Boolean)
    counts = session.execute(
        select(func.count(), func.count(case((unvaccinated, 1))))
        .select_from(PlaceRow)
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            ReferralRow,
            (ReferralRow.tenant_id == PlaceRow.tenant_id)
            & (ReferralRow.place_id == PlaceRow.id)
            & ReferralRow.ended_at.is_(None),
        )
        .where(
            QueueRow.kindergarten_id == key.kindergarten,
            QueueRow.birth_year == key.birth_year,
            QueueRow.language == key.language,
            QueueRow.queue_type == str(key.queue_type),
            PlaceRow.state.in_(ENROLLED),
        )
    ).one()
    return Group(counts[0], counts[1])
