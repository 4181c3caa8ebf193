"""What a territory does by itself in portions, so that no family waits for all of it (R-7, R-8)."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.cohorts import reference_year
from kezek.core.happenings import Happening
from kezek.core.ids import TerritorySlug
from kezek.core.modes.contract import Rules
from kezek.db.vouchers import to_be_moved
from kezek.usecases.happenings import Coming

AT_ONCE = 60
"""So many children are moved in one transaction by a yearly update; the rest in the next ones."""


def first_to_move(
    session: Session, coming: Iterable[Coming], rules: Rules, now: datetime
) -> dict[TerritorySlug, uuid.UUID]:
    """Whom a yearly update that is due moves next, by territory; nobody where all are moved."""
    year = reference_year(rules.settings, rules.calendar, now)
    updated = [one.territory for one in coming if Happening.YEARLY_UPDATE in one.happenings]
    found = {one: to_be_moved(session, [one], year, 1) for one in updated}
    return {territory: ids[0] for territory, ids in found.items() if ids}


def is_left(
    territory: TerritorySlug,
    before: Mapping[TerritorySlug, uuid.UUID],
    after: Mapping[TerritorySlug, uuid.UUID],
) -> bool:
    """Whether another portion follows: the first of this one has gone on, and somebody is left.

    Until then the territory's clock stands. Where nobody was moved it goes on: no look repeats
    itself for ever.
    """
    return territory in after and after[territory] != before.get(territory)
