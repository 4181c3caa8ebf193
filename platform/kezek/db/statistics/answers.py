"""What became of offers, vouchers and referrals, and which messages reached nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import CHILDREN, statement, values_of


@dataclass(frozen=True, slots=True)
class Ended:
    """So many in one month with one outcome; without an outcome they still wait for one."""

    month: date
    outcome: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Channel:
    """What became of the messages of one channel."""

    channel: str
    sent: int
    refused: int
    """The address does not exist, or takes nothing."""
    gave_up: int
    waits: int


_OFFERS = statement(
    f"""
    select cast(date_trunc('month', offer.made_at at time zone :zone) as date),
           offer.outcome, count(*)
    from offers as offer
    join applications as application on application.id = offer.application_id
    where offer.made_at >= :since and offer.made_at < :until and {CHILDREN}
    group by 1, 2
    """  # noqa: S608 - the text is our own
)

_FACTS = statement(
    f"""
    select cast(date_trunc('month', fact.at at time zone :zone) as date), fact.kind, count(*)
    from journal_facts as fact
    join applications as application on application.id = fact.application_id
    where fact.kind in ('voucher:offered', 'voucher:accepted', 'voucher:lapsed',
                        'referral:expired', 'referral:missed')
      and fact.at >= :since and fact.at < :until and {CHILDREN}
    group by 1, 2
    """  # noqa: S608
)

_CHANNELS = text(
    """
    select channel,
           count(*) filter (where outcome in ('sent', 'delivered')),
           count(*) filter (where outcome = 'refused'),
           count(*) filter (where outcome in ('gave_up', 'expired', 'failed')),
           count(*) filter (where settled_at is null)
    from outbox
    where notice_id is not null and created_at >= :since
    group by channel
    order by channel
    """
)


def offers_by_month(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Ended]:
    """Offers of places by the month in which they were made, and how they ended."""
    return [Ended(*row) for row in session.execute(_OFFERS, values_of(sieve, calendar))]


def endings_by_month(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Ended]:
    """Vouchers offered, accepted and run out, referrals run out and missed, by month."""
    return [Ended(*row) for row in session.execute(_FACTS, values_of(sieve, calendar))]


def channels(session: Session, since: datetime) -> Sequence[Channel]:
    """What became of messages to families since a moment; delivered ones are kept for 30 days."""
    return [Channel(*row) for row in session.execute(_CHANNELS, {"since": since})]
