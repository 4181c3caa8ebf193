"""Which turns of this month and the last went against the stored count of their queue (N15)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.core.days import add_months
from kezek.core.fairness import Verdict, tally
from kezek.core.statistics import Months, Sieve, month_of
from kezek.db.rules_in_force import region_at
from kezek.db.statistics.turns import turns_by_month

Where = tuple[str, date]
"""A territory and a month."""


def broken_turns(
    session: Session, tenant_id: int, for_day: date, now: datetime
) -> list[tuple[Where, int]]:
    """Territories and months with such turns, and how many; nothing while all is kept."""
    _, region = region_at(session, tenant_id, now)
    months = Months(add_months(month_of(for_day), -1), month_of(for_day))
    found = turns_by_month(session, tenant_id, Sieve(months=months), region)
    counts = {where: tally(turns).by_verdict[Verdict.BROKEN] for where, turns in found.items()}
    return [(where, counts[where]) for where in sorted(counts) if counts[where]]
