"""The registry of a region: all of it at once for a file, one by one for a hand, and what lives."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from kezek.core.applications import ENDED
from kezek.core.places import PlaceState
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.groups import ENROLLED
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueEntryRow, QueueRow
from kezek.db.waiting_lists import WaitingListRow

FIELDS = (
    *("external_id", "name_kk", "name_ru", "kind", "ownership", "territory", "address_kk"),
    *("address_ru", "lat", "lon", "phone", "bin", "hours", "capacity", "source", "is_demo"),
)
"""What is kept of a kindergarten, beside its languages of instruction."""


def kindergartens_by_external_id(session: Session) -> dict[str, KindergartenRow]:
    """Every kindergarten of the region by the name its files know it by, in that order."""
    rows = session.scalars(select(KindergartenRow).order_by(KindergartenRow.external_id))
    return {row.external_id: row for row in rows}


def groups_by_cohort(session: Session) -> dict[tuple[uuid.UUID, int, str], GroupRow]:
    """Every group of the region by kindergarten, birth year and language."""
    rows = session.scalars(select(GroupRow))
    return {(row.kindergarten_id, row.birth_year, row.language): row for row in rows}


def with_queues(session: Session) -> set[uuid.UUID]:
    """Kindergartens to which a queue has ever led."""
    return set(session.scalars(select(QueueRow.kindergarten_id).distinct()))


def has_queues(session: Session, kindergarten_id: uuid.UUID) -> bool:
    """Whether a queue has ever led to this one."""
    found = select(QueueRow.id).where(QueueRow.kindergarten_id == kindergarten_id).limit(1)
    return session.scalar(found) is not None


def find_by_external_id(session: Session, external_id: str) -> KindergartenRow | None:
    """The kindergarten that bears this code."""
    return session.scalar(select(KindergartenRow).where(KindergartenRow.external_id == external_id))


def find_group(session: Session, group_id: uuid.UUID) -> GroupRow | None:
    """One group by its id."""
    return session.scalar(select(GroupRow).where(GroupRow.id == group_id))


def group_of_cohort(
    session: Session, kindergarten_id: uuid.UUID, birth_year: int, language: str
) -> GroupRow | None:
    """The group of a kindergarten for a year of birth and a language."""
    return session.scalar(
        select(GroupRow).where(
            GroupRow.kindergarten_id == kindergarten_id,
            GroupRow.birth_year == birth_year,
            GroupRow.language == language,
        )
    )


def groups_of(session: Session, kindergarten_id: uuid.UUID) -> list[GroupRow]:
    """The groups of a kindergarten, the youngest children first."""
    return list(
        session.scalars(
            select(GroupRow)
            .where(GroupRow.kindergarten_id == kindergarten_id)
            .order_by(GroupRow.birth_year.desc(), GroupRow.language)
        )
    )


@dataclass(frozen=True, slots=True)
class Alive:
    """What keeps a kindergarten, or a group, from being closed."""

    waiting: int
    """Applications that stand in its queues, or on its waiting list."""
    places: int
    """Places that are published, offered or kept."""
    referrals: int
    """Referrals that are on the way."""
    pupils: int

    @property
    def anybody(self) -> bool:
        """Whether there is anybody at all."""
        return bool(self.waiting or self.places or self.referrals or self.pupils)


def alive_at(
    session: Session,
    kindergarten_id: uuid.UUID,
    birth_year: int | None = None,
    language: str | None = None,
) -> Alive:
    """What lives at a kindergarten, or in one of its groups."""
    of_queue = [QueueRow.kindergarten_id == kindergarten_id]
    of_list = [WaitingListRow.kindergarten_id == kindergarten_id]
    if birth_year is not None and language is not None:
        of_queue += [QueueRow.birth_year == birth_year, QueueRow.language == language]
        of_list += [WaitingListRow.birth_year == birth_year, WaitingListRow.language == language]
    places = _places(session, of_queue)
    pupils = sum(places.get(state, 0) for state in ENROLLED)
    gone = (*ENROLLED, str(PlaceState.RECALLED))
    return Alive(
        waiting=_waiting(session, of_queue) + _count(session, WaitingListRow, of_list),
        places=sum(count for state, count in places.items() if state not in gone),
        referrals=_referrals(session, of_queue),
        pupils=pupils,
    )


def _waiting(session: Session, of_queue: list[ColumnElement[bool]]) -> int:
    """Whoever has chosen it and may still come: also those who are suspended just now."""
    query = (
        select(func.count(QueueEntryRow.application_id.distinct()))
        .join(
            QueueRow,
            (QueueRow.tenant_id == QueueEntryRow.tenant_id)
            & (QueueRow.id == QueueEntryRow.queue_id),
        )
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == QueueEntryRow.tenant_id)
            & (ApplicationRow.id == QueueEntryRow.application_id),
        )
        .where(*of_queue, ApplicationRow.state.not_in([str(state) for state in ENDED]))
    )
    return session.scalar(query) or 0


def _places(session: Session, of_queue: list[ColumnElement[bool]]) -> dict[str, int]:
    rows = session.execute(
        select(PlaceRow.state, func.count().label("many"))
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .where(*of_queue)
        .group_by(PlaceRow.state)
    )
    return {row.state: row.many for row in rows}


def _referrals(session: Session, of_queue: list[ColumnElement[bool]]) -> int:
    query = (
        select(func.count())
        .select_from(ReferralRow)
        .join(
            PlaceRow,
            (PlaceRow.tenant_id == ReferralRow.tenant_id) & (PlaceRow.id == ReferralRow.place_id),
        )
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .where(*of_queue, ReferralRow.ended_at.is_(None), PlaceRow.state.not_in(ENROLLED))
    )
    return session.scalar(query) or 0


def _count(
    session: Session, table: type[WaitingListRow], conditions: list[ColumnElement[bool]]
) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
