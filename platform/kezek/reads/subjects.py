"""What an act is about, as permissions look at it; the same nothing for what is not there."""

import uuid

from sqlalchemy import literal, select

from kezek.core.access import Subject
from kezek.core.applications import State
from kezek.core.ids import GuardianId, KindergartenId, TerritorySlug
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.group_changes import find_group
from kezek.db.kindergartens import KindergartenRow
from kezek.db.notices import NoticeRow
from kezek.db.place_batches import find_batch
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow
from kezek.db.scope import read_scope
from kezek.db.vouchers import kindergarten_of_transfer
from kezek.db.year_ends import find_year_end


def application_subject(tenant_id: int, application_id: uuid.UUID) -> Subject | None:
    """Whose application it is, in which territory, and to which kindergartens the child comes."""
    with read_scope(tenant_id) as session:
        row = session.scalar(select(ApplicationRow).where(ApplicationRow.id == application_id))
        if row is None:
            return None
        # Only the live referral: whom a child was sent to before has nothing to see any more, nor
        # has a kindergarten before the papers of a benefit are confirmed (IX-6).
        referred = session.scalars(
            select(ReferralRow.kindergarten_id).where(
                ReferralRow.application_id == application_id,
                ReferralRow.ended_at.is_(None),
                literal(row.state != State.BENEFIT_CHECK),
            )
        )
        moving = kindergarten_of_transfer(row)
        return Subject(
            guardian_id=GuardianId(row.guardian_id),
            kindergarten_ids=frozenset(KindergartenId(one) for one in (*referred, *moving)),
            territory=TerritorySlug(row.territory),
        )


def kindergarten_subject(tenant_id: int, kindergarten_id: uuid.UUID) -> Subject | None:
    """The kindergarten and its territory."""
    with read_scope(tenant_id) as session:
        query = select(KindergartenRow.territory).where(KindergartenRow.id == kindergarten_id)
        territory = session.scalar(query)
        if territory is None:
            return None
        return Subject(
            kindergarten_ids=frozenset({KindergartenId(kindergarten_id)}),
            territory=TerritorySlug(territory),
        )


def place_subject(tenant_id: int, place_id: uuid.UUID) -> Subject | None:
    """The kindergarten of a place."""
    with read_scope(tenant_id) as session:
        kindergarten_id = session.scalar(
            select(QueueRow.kindergarten_id)
            .join(PlaceRow, PlaceRow.queue_id == QueueRow.id)
            .where(PlaceRow.id == place_id)
        )
    return kindergarten_subject(tenant_id, kindergarten_id) if kindergarten_id else None


def notice_subject(tenant_id: int, notice_id: uuid.UUID) -> Subject | None:
    """Whose notice it is: a family's or a kindergarten's."""
    with read_scope(tenant_id) as session:
        row = session.scalar(select(NoticeRow).where(NoticeRow.id == notice_id))
        if row is None:
            return None
        return Subject(
            guardian_id=GuardianId(row.guardian_id) if row.guardian_id else None,
            kindergarten_ids=(
                frozenset({KindergartenId(row.kindergarten_id)})
                if row.kindergarten_id
                else frozenset()
            ),
        )


def group_subject(tenant_id: int, group_id: uuid.UUID) -> Subject | None:
    """The kindergarten of a group."""
    with read_scope(tenant_id) as session:
        group = find_group(session, group_id)
    return kindergarten_subject(tenant_id, group.kindergarten_id) if group else None


def batch_subject(tenant_id: int, batch_id: uuid.UUID) -> Subject | None:
    """The kindergarten that has published a batch of places."""
    with read_scope(tenant_id) as session:
        batch = find_batch(session, batch_id)
    return kindergarten_subject(tenant_id, batch.kindergarten_id) if batch else None


def year_end_subject(tenant_id: int, year_end_id: uuid.UUID, **_: object) -> Subject | None:
    """The kindergarten whose year ends."""
    with read_scope(tenant_id) as session:
        row = find_year_end(session, year_end_id)
    return kindergarten_subject(tenant_id, row.kindergarten_id) if row else None
