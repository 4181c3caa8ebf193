"""How a region's queue stands now, in five figures; each is read from an index of its own."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.applications import SHOWN
from kezek.db.applications import ApplicationRow, OfferRow, ReferralRow
from kezek.db.figures import is_free
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import PlaceRow


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures of a region."""

    kindergartens: int
    free_places: int
    waiting: int
    """Children who stand in a queue, each counted once however many kindergartens were named."""
    offers: int
    referrals_today: int


def totals_of(session: Session, day_began_at: datetime) -> Totals:
    """The region's figures; today's referrals are those since the day began there."""
    counts = (
        select(func.count())
        .select_from(KindergartenRow)
        .where(KindergartenRow.closed_on.is_(None)),
        select(func.count()).select_from(PlaceRow).where(is_free()),
        select(func.count())
        .select_from(ApplicationRow)
        .where(ApplicationRow.state.in_(sorted(map(str, SHOWN)))),
        select(func.count()).select_from(OfferRow).where(OfferRow.ended_at.is_(None)),
        select(func.count()).select_from(ReferralRow).where(ReferralRow.issued_at >= day_began_at),
    )
    return Totals(*session.execute(select(*(one.scalar_subquery() for one in counts))).one())
