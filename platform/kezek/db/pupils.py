"""The pupils of a kindergarten with the group in which each sits, for its lists and its August."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import State
from kezek.core.places import PlaceState
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.people import ChildRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow

_PUPILS = (str(State.ENROLLED), str(State.ENROLLED_TEMP), str(State.TRANSFER))


@dataclass(frozen=True, slots=True)
class Pupil:
    """One child with a contract; its group is its place's, not its own birth year's (X-14)."""

    application_id: uuid.UUID
    number: str
    name: str
    born_on: date
    state: str
    birth_year: int
    language: str
    place_state: str
    temporary_until: date | None

    @property
    def cohort(self) -> tuple[int, str]:
        """The group in which it sits."""
        return (self.birth_year, self.language)

    @property
    def may_go(self) -> bool:
        """Whether its contract lasts and its place is not kept: others end by themselves."""
        return self.state == State.ENROLLED and self.place_state == PlaceState.FILLED


def pupils_of(session: Session, kindergarten_id: uuid.UUID) -> Sequence[Pupil]:
    """Everybody with a contract, in the order of their applications."""
    rows = session.execute(
        select(
            ApplicationRow.id,
            ApplicationRow.number,
            ChildRow.full_name,
            ApplicationRow.born_on,
            ApplicationRow.state,
            QueueRow.birth_year,
            QueueRow.language,
            PlaceRow.state,
            ReferralRow.temporary_until,
        )
        .join(ReferralRow, ReferralRow.application_id == ApplicationRow.id)
        .join(ChildRow, ChildRow.id == ApplicationRow.child_id)
        .join(PlaceRow, PlaceRow.id == ReferralRow.place_id)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(
            ReferralRow.kindergarten_id == kindergarten_id,
            ReferralRow.ended_at.is_(None),
            ApplicationRow.state.in_(_PUPILS),
        )
        .order_by(ApplicationRow.serial)
    )
    return [Pupil(*row) for row in rows]
