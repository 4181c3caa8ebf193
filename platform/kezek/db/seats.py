"""The seats of a kindergarten's groups, counted by what has become of each (L-17.1)."""

import uuid
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.places import FREE, PlaceState
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueRow

Cohort = tuple[int, str]
"""The birth year and the language of a group."""

_FREE = {str(state) for state in FREE}


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """One group's seats; a seat that is lent counts once, for the pupil whose it is (L-17.2)."""

    filled: int = 0
    kept: int = 0
    """Of pupils who are away, and whose place is kept."""
    held: int = 0
    offered: int = 0
    free: int = 0
    lent: int = 0
    """Children who sit on the seat of one who is away."""

    @property
    def pupils(self) -> int:
        """Children with a contract, without those who sit here for a while."""
        return self.filled + self.kept

    @property
    def in_use(self) -> int:
        """Seats of which the norm is used up: taken, awaited, offered, free."""
        return self.pupils + self.held + self.offered + self.free


NOTHING = SeatCounts()


def seat_counts(session: Session, kindergarten_id: uuid.UUID) -> dict[Cohort, SeatCounts]:
    """The seats of every group in which there is any, by birth year and language."""
    is_lent = PlaceRow.in_place_of.is_not(None)
    rows = session.execute(
        select(QueueRow.birth_year, QueueRow.language, PlaceRow.state, is_lent, func.count())
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(
            QueueRow.kindergarten_id == kindergarten_id,
            PlaceRow.state != str(PlaceState.RECALLED),
        )
        .group_by(QueueRow.birth_year, QueueRow.language, PlaceRow.state, is_lent)
    )
    counted: dict[Cohort, Counter[str]] = {}
    for year, language, state, lent, count in rows:
        counted.setdefault((year, language), Counter())[_column(state, lent=lent)] += count
    return {cohort: SeatCounts(**counts) for cohort, counts in counted.items()}


def seats_of(session: Session, kindergarten_id: uuid.UUID, cohort: Cohort) -> SeatCounts:
    """The seats of one group."""
    return seat_counts(session, kindergarten_id).get(cohort, NOTHING)


def _column(state: str, *, lent: bool) -> str:
    if lent:
        return "lent"
    if state in _FREE:
        return "free"
    return "kept" if state == PlaceState.RESERVED_FOR_SANATORIUM else state.lower()


def waiting_counts(session: Session, kindergarten_id: uuid.UUID) -> dict[Cohort, int]:
    """How many applications stand in each queue to the kindergarten's own places (R-1)."""
    rows = session.execute(
        select(QueueRow.birth_year, QueueRow.language, func.count())
        .join(
            QueueEntryRow,
            (QueueEntryRow.tenant_id == QueueRow.tenant_id)
            & (QueueEntryRow.queue_id == QueueRow.id),
        )
        .where(QueueRow.kindergarten_id == kindergarten_id, QueueEntryRow.is_shown)
        .group_by(QueueRow.birth_year, QueueRow.language)
    )
    return {(year, language): count for year, language, count in rows}
