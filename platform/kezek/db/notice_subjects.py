"""What a notice speaks of: the newest offer or referral, with its queue and kindergarten."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from kezek.core.applications import ENDED, TermKind
from kezek.core.ids import ApplicationId
from kezek.db.applications import ApplicationRow, OfferRow, ReferralRow, TermRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow


@dataclass(frozen=True, slots=True)
class SpokenOf:
    """A place of one application, with what its letters tell."""

    kindergarten: KindergartenRow
    language: str
    birth_year: int
    due_at: datetime
    temporary_until: date | None
    cancel_until: datetime | None = None


def last_offered(session: Session, application_id: uuid.UUID) -> SpokenOf | None:
    """The place that was offered to it last, whatever became of the offer."""
    row = session.execute(
        select(OfferRow, QueueRow, KindergartenRow)
        .join(
            PlaceRow,
            and_(PlaceRow.tenant_id == OfferRow.tenant_id, PlaceRow.id == OfferRow.place_id),
        )
        .join(
            QueueRow,
            and_(QueueRow.tenant_id == PlaceRow.tenant_id, QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            and_(
                KindergartenRow.tenant_id == QueueRow.tenant_id,
                KindergartenRow.id == QueueRow.kindergarten_id,
            ),
        )
        .where(OfferRow.application_id == application_id)
        .order_by(OfferRow.made_at.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    offer, queue, kindergarten = row
    return SpokenOf(
        kindergarten, queue.language, queue.birth_year, offer.due_at, offer.temporary_until
    )


def last_referred(session: Session, application_id: uuid.UUID) -> SpokenOf | None:
    """The place that it was referred to last, whatever became of the referral."""
    row = session.execute(
        select(ReferralRow, QueueRow, KindergartenRow)
        .join(
            PlaceRow,
            and_(PlaceRow.tenant_id == ReferralRow.tenant_id, PlaceRow.id == ReferralRow.place_id),
        )
        .join(
            QueueRow,
            and_(QueueRow.tenant_id == PlaceRow.tenant_id, QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            and_(
                KindergartenRow.tenant_id == ReferralRow.tenant_id,
                KindergartenRow.id == ReferralRow.kindergarten_id,
            ),
        )
        .where(ReferralRow.application_id == application_id)
        .order_by(ReferralRow.issued_at.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        return None
    referral, queue, kindergarten = row
    return SpokenOf(
        kindergarten,
        queue.language,
        queue.birth_year,
        referral.expires_at,
        referral.temporary_until,
        referral.value.cancel_until,
    )


def review_due_at(session: Session, application_id: uuid.UUID) -> datetime | None:
    """Until when a specialist looks at it, while one does (L-6.1)."""
    return session.scalar(
        select(TermRow.due_at).where(
            TermRow.application_id == application_id, TermRow.kind == str(TermKind.REVIEW_ALARM)
        )
    )


def kindergartens_by_id(
    session: Session, ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, KindergartenRow]:
    """Kindergartens by their id."""
    rows = session.scalars(select(KindergartenRow).where(KindergartenRow.id.in_(set(ids))))
    return {row.id: row for row in rows}


def newest_live_of_families(session: Session) -> list[ApplicationId]:
    """Of each family with a live application the newest one: what concerns all is told once."""
    rows = session.scalars(
        select(ApplicationRow.id)
        .where(ApplicationRow.state.not_in([str(state) for state in ENDED]))
        .ext(distinct_on(ApplicationRow.guardian_id))
        .order_by(ApplicationRow.guardian_id, ApplicationRow.submitted_at.desc())
    )
    return [ApplicationId(row) for row in rows]
