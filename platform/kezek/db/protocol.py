"""The public protocol of issued referrals: number, kindergarten, moment, class (D-10, IX-9)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kezek.db.applications import ReferralRow


@dataclass(frozen=True, slots=True)
class ProtocolSieve:
    """What of the protocol is looked at: a span, and one kindergarten or all."""

    since: datetime
    until: datetime
    kindergarten_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class IssuedReferral:
    """One referral as it was issued; what happened later changes nothing in it."""

    issued_at: datetime
    application: str
    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    birth_year: int
    language: str
    standing: str
    slot: str | None
    """The class to which the place was drawn; nothing for one given out of turn."""
    offer_rule: str | None
    """The rule by which the place was offered (L-26.1: together with a brother or sister)."""
    temporary_until: date | None
    taken_from: str | None
    """Indigo: the state of the place when the family took it; nothing where it was offered."""
    is_private: bool


_SPAN = """
    referral.issued_at >= :since
      and referral.issued_at < :until
      and (cast(:kindergarten as uuid) is null or referral.kindergarten_id = :kindergarten)
"""

_ISSUED = text(
    f"""
    select referral.issued_at,
           issued.payload #>> '{{changes,applications,0,image,number}}' as application,
           kindergarten.id,
           kindergarten.name_kk,
           kindergarten.name_ru,
           kindergarten.is_demo,
           queue.birth_year,
           queue.language,
           issued.payload #>> '{{changes,applications,0,image,standing}}' as standing,
           issued.payload #>> '{{changes,places,0,image,slot}}' as slot,
           offered.rule,
           referral.temporary_until,
           issued.payload #>> '{{detail,taken_from}}' as taken_from,
           place.is_private
    from (
        select referral.*
        from referrals as referral
        where {_SPAN}
        order by referral.issued_at desc, referral.application_id
        offset :first
        limit :count
    ) as referral
    join journal_facts as issued
      on issued.tenant_id = referral.tenant_id
     and issued.application_id = referral.application_id
     and issued.at = referral.issued_at
     and issued.kind = 'referral:issued'
    join places as place
      on place.tenant_id = referral.tenant_id
     and place.id = referral.place_id
    join queues as queue
      on queue.tenant_id = place.tenant_id
     and queue.id = place.queue_id
    join kindergartens as kindergarten
      on kindergarten.tenant_id = referral.tenant_id
     and kindergarten.id = referral.kindergarten_id
    left join lateral (
        select fact.rule
        from journal_facts as fact
        where fact.tenant_id = referral.tenant_id
          and fact.application_id = referral.application_id
          and fact.at <= referral.issued_at
          and fact.kind = 'offer:made'
        order by fact.at desc
        limit 1
    ) as offered on true
    order by referral.issued_at desc, referral.application_id
    """  # noqa: S608 - the text is our own
)

_COUNT = text(f"select count(*) from referrals as referral where {_SPAN}")  # noqa: S608


def issued_referrals(
    session: Session, sieve: ProtocolSieve, *, first: int, count: int
) -> Sequence[IssuedReferral]:
    """Referrals as they were issued, the newest first."""
    values = _values(sieve) | {"first": first, "count": count}
    return [IssuedReferral(*row) for row in session.execute(_ISSUED, values)]


def count_issued(session: Session, sieve: ProtocolSieve) -> int:
    """How many referrals the sieve lets pass."""
    count: int = session.execute(_COUNT, _values(sieve)).scalar_one()
    return count


def kindergartens_with_referrals(session: Session) -> set[uuid.UUID]:
    """Kindergartens to which a referral was ever issued."""
    return set(session.scalars(select(ReferralRow.kindergarten_id).distinct()))


def _values(sieve: ProtocolSieve) -> dict[str, object]:
    return {
        "since": sieve.since,
        "until": sieve.until,
        "kindergarten": sieve.kindergarten_id,
    }
