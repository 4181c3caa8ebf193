"""What a territory does by itself in portions, so that no family waits for all of it (R-7, R-8)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.cohorts import reference_year
from kezek.core.happenings import Happening
from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules
from kezek.db.vouchers import to_be_moved
from kezek.usecases.happenings import Coming

AT_ONCE = 100
"""So many children are moved in one transaction by a yearly update; the rest in the next ones."""


def unfinished(
    session: Session, coming: Iterable[Coming], rules: Rules, now: datetime
) -> set[TerritorySlug]:
    """Territories whose yearly update has children left to move: their clock does not go on yet."""
    year = reference_year(rules.settings, rules.calendar, now)
    return {
        one.territory
        for one in coming
        if Happening.YEARLY_UPDATE in one.happenings
        and to_be_moved(session, [one.territory], year, 1)
    }
