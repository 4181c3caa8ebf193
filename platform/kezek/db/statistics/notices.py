"""Notices that left the house, and those of them that reached nobody (§10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import TextClause, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import CHILDREN, statement, values_of


@dataclass(frozen=True, slots=True)
class Reached:
    """Notices of one month and territory: how many went out, and how many reached nobody."""

    month: date
    territory: str
    sent: int
    unreached: int


_NOTICES: TextClause = statement(
    f"""
    select cast(date_trunc('month', notice.recorded_at at time zone :zone) as date),
           application.territory, count(*), count(notice.escalated_at)
    from notices as notice
    join applications as application
      on application.tenant_id = notice.tenant_id and application.id = notice.application_id
    where notice.audience = 'family' and notice.code = any(:codes)
      and notice.recorded_at >= :since and notice.recorded_at < :until and {CHILDREN}
    group by 1, 2
    """  # noqa: S608 - the text is our own
).bindparams(bindparam("codes", type_=ARRAY(Text())))


def reached_by_month(
    session: Session, sieve: Sieve, calendar: Calendar, codes: Collection[str]
) -> Sequence[Reached]:
    """Notices of these codes by the month in which they were written, and by territory."""
    values = values_of(sieve, calendar) | {"codes": sorted(codes)}
    return [Reached(*row) for row in session.execute(_NOTICES, values)]
