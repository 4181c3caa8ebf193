"""Places that were given, month by month: referrals, vouchers, contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import CHILDREN, statement, values_of


@dataclass(frozen=True, slots=True)
class Given:
    """So much of one kind in one month to children who are alike."""

    kind: str
    month: date
    territory: str
    standing: str
    count: int


# A pupil who moves to another kindergarten gets a referral without a turn: it is no place given.
_GIVEN = statement(
    f"""
    select happened.kind, cast(date_trunc('month', happened.at at time zone :zone) as date),
           application.territory, application.standing, count(*)
    from (
        select 'referral' as kind, referral.issued_at as at, referral.application_id
        from referrals as referral
        where referral.issued_at >= :since and referral.issued_at < :until
          and not exists (
              select from referrals as left_one
              where left_one.tenant_id = referral.tenant_id
                and left_one.application_id = referral.application_id
                and left_one.ended_at = referral.issued_at
                and left_one.outcome = 'transfer:done')
        union all
        select 'voucher', fact.at, fact.application_id
        from journal_facts as fact
        where fact.kind = 'voucher:offered' and fact.at >= :since and fact.at < :until
        union all
        select 'contract', fact.at, fact.application_id
        from journal_facts as fact
        where fact.kind = 'contract:signed' and fact.at >= :since and fact.at < :until
    ) as happened
    join applications as application on application.id = happened.application_id
    where {CHILDREN}
    group by 1, 2, 3, 4
    """  # noqa: S608 - the text is our own
)


def given_by_month(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Given]:
    """Referrals, vouchers offered and contracts signed in the months of the sieve."""
    return [Given(*row) for row in session.execute(_GIVEN, values_of(sieve, calendar))]
