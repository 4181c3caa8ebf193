"""How long children waited for what they got: the median and the ninth decile of their days."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import CHILDREN, statement, values_of


@dataclass(frozen=True, slots=True)
class Waited:
    """The waiting times of children who are alike; no territory or class means all of them."""

    kind: str
    territory: str | None
    standing: str | None
    count: int
    median: float
    ninth: float
    """Nine of ten waited no longer than so many days."""


# The first of each kind counts: a second referral of the same child would count its wait twice.
_WAITED = statement(
    f"""
    with reached as (
        select 'referral' as kind, application_id, min(issued_at) as at
        from referrals
        group by application_id
        union all
        select case kind when 'voucher:offered' then 'voucher' else 'contract' end,
               application_id, min(at)
        from journal_facts
        where kind in ('voucher:offered', 'contract:signed') and at < :until
        group by kind, application_id
    )
    select reached.kind, application.territory, application.standing, count(*),
           percentile_cont(array[0.5, 0.9]) within group (
               order by extract(epoch from reached.at - application.submitted_at) / 86400)
    from reached
    join applications as application on application.id = reached.application_id
    where reached.at >= :since and reached.at < :until and {CHILDREN}
    group by reached.kind, grouping sets ((application.territory, application.standing),
                                          (application.territory), (application.standing), ())
    """  # noqa: S608 - the text is our own
)


def waited(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Waited]:
    """Days from submission to the first referral, voucher and contract, by territory and class."""
    rows = session.execute(_WAITED, values_of(sieve, calendar))
    return [
        Waited(kind, territory, standing, count, float(tenths[0]), float(tenths[1]))
        for kind, territory, standing, count, tenths in rows
    ]
