"""Families that were sent to a kindergarten and did not come in time (A-15, I-3.11, VX-12).

Of those who are gone a kindergarten learns the application's number alone: the child is no
concern of it any more.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from kezek.core.applications import ArchiveReason
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow

LOOKED_BACK = timedelta(days=30)
MOST = 20

_MISSED = ("referral:expired", "referral:missed", "voucher:lapsed")
_ENDED = (str(ArchiveReason.REFERRAL_EXPIRED), str(ArchiveReason.TWO_MISSED_REFERRALS))


@dataclass(frozen=True, slots=True)
class NoShow:
    """One referral whose time has passed without the family."""

    number: str
    birth_year: int
    language: str
    ended_at: datetime
    place_state: str
    """What has become of the place since."""


def no_shows(session: Session, kindergarten_id: uuid.UUID, now: datetime) -> tuple[NoShow, ...]:
    """Those of the last thirty days, the newest first."""
    rows = session.execute(
        select(
            ApplicationRow.number,
            QueueRow.birth_year,
            QueueRow.language,
            ReferralRow.ended_at,
            PlaceRow.state,
        )
        .join(ApplicationRow, ApplicationRow.id == ReferralRow.application_id)
        .join(PlaceRow, PlaceRow.id == ReferralRow.place_id)
        .join(QueueRow, QueueRow.id == PlaceRow.queue_id)
        .where(
            ReferralRow.kindergarten_id == kindergarten_id,
            ReferralRow.ended_at >= now - LOOKED_BACK,
            or_(
                ReferralRow.outcome.in_(_MISSED),
                and_(
                    ReferralRow.outcome == "application:archived",
                    ApplicationRow.reason.in_(_ENDED),
                ),
            ),
        )
        .order_by(ReferralRow.ended_at.desc())
        .limit(MOST)
    )
    return tuple(
        NoShow(number, year, language, ended_at, state)
        for number, year, language, ended_at, state in rows
        if ended_at is not None
    )
