"""Bulletins of an indigo territory as pages show them: what a morning listed, what became of it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class MorningSieve:
    """Which bulletin, and which of its queues; a year of 0 and an empty language mean all."""

    territory: str
    day: date
    birth_year: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class MorningLine:
    """Places of one kindergarten for one queue, counted by what has become of them."""

    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    birth_year: int
    language: str
    queue_type: str
    temporary_until: date | None
    listed: int
    in_window: int
    open: int
    taken: int
    recalled: int


@dataclass(frozen=True, slots=True)
class Correction:
    """A place that was taken back after the bulletin came out."""

    at: datetime
    reason: str
    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    birth_year: int
    language: str
    serial: int


@dataclass(frozen=True, slots=True)
class Claim:
    """A place that was taken: the application's number and the moment, and nobody's name."""

    at: datetime
    application: str
    standing: str
    taken_from: str
    """The state of the place when it was taken: `PRIORITY` or `OPEN`."""
    is_private: bool
    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    birth_year: int
    language: str
    serial: int


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Places that anybody of their queue may take now."""

    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    birth_year: int
    language: str
    queue_type: str
    temporary_until: date | None
    places: int
    bulletin_on: date | None
    """The bulletin that they stood in; nothing for private places."""


_NAMES = "kindergarten.id, kindergarten.name_kk, kindergarten.name_ru, kindergarten.is_demo"

_JOIN_KINDERGARTEN = """
    join kindergartens as kindergarten
      on kindergarten.tenant_id = line.tenant_id and kindergarten.id = line.kindergarten_id
"""

# A place that was taken leaves its bulletin for good, also when it is free again later.
_LINES_OF_DAY = f"""
    select {_NAMES}, line.birth_year, line.language, line.queue_type, line.temporary_until,
           count(*)::integer as listed,
           count(*) filter (where fate.is_there and fate.state = 'PRIORITY')::integer as in_window,
           count(*) filter (where fate.is_there and fate.state = 'OPEN')::integer as open,
           count(*) filter (where fate.is_taken)::integer as taken,
           count(*) filter (where fate.is_recalled)::integer as recalled
    from bulletin_lines as line
    {_JOIN_KINDERGARTEN}
    cross join lateral (
        select place.state,
               place.bulletin_on is not distinct from line.bulletin_on as is_there,
               exists (
                   select from referrals as referral
                   where referral.tenant_id = line.tenant_id
                     and referral.place_id = line.place_id
                     and referral.issued_at >= line.at
               ) as is_taken,
               exists (
                   select from bulletin_lines as correction
                   where correction.tenant_id = line.tenant_id
                     and correction.place_id = line.place_id
                     and correction.bulletin_on = line.bulletin_on
                     and correction.kind = 'recalled'
               ) as is_recalled
        from places as place
        where place.tenant_id = line.tenant_id and place.id = line.place_id
    ) as fate
    where line.kind = 'listed'
      and line.territory = :territory
      and line.bulletin_on = :day
      and (:birth_year = 0 or line.birth_year = :birth_year)
      and (:language = '' or line.language = :language)
    group by {_NAMES}, line.birth_year, line.language, line.queue_type, line.temporary_until
"""  # noqa: S608 - the text is our own

_LINES = text(
    f"""
    {_LINES_OF_DAY}
    order by line.birth_year desc, line.language, line.queue_type, kindergarten.name_ru,
             kindergarten.id, line.temporary_until nulls first
    offset :first limit :count
    """
)

_TOTALS = text(
    f"""
    select count(*)::integer as lines,
           coalesce(sum(listed), 0)::integer, coalesce(sum(in_window), 0)::integer,
           coalesce(sum(open), 0)::integer, coalesce(sum(taken), 0)::integer,
           coalesce(sum(recalled), 0)::integer
    from ({_LINES_OF_DAY}) as of_day
    """  # noqa: S608
)

_CORRECTIONS = text(
    f"""
    select line.at, line.reason, {_NAMES}, line.birth_year, line.language, line.serial
    from bulletin_lines as line
    {_JOIN_KINDERGARTEN}
    where line.kind = 'recalled'
      and line.territory = :territory
      and line.bulletin_on = :day
    order by line.at, line.place_id
    """  # noqa: S608
)

_CLAIMS_OF_SPAN = """
    from referrals as referral
    join kindergartens as kindergarten
      on kindergarten.tenant_id = referral.tenant_id
     and kindergarten.id = referral.kindergarten_id
    join journal_facts as issued
      on issued.tenant_id = referral.tenant_id
     and issued.application_id = referral.application_id
     and issued.at = referral.issued_at
     and issued.kind = 'referral:issued'
     and issued.payload #>> '{detail,taken_from}' is not null
    where kindergarten.territory = :territory
      and referral.issued_at >= :since
      and referral.issued_at < :until
"""

_CLAIMS = text(
    f"""
    select referral.issued_at,
           issued.payload #>> '{{changes,applications,0,image,number}}',
           issued.payload #>> '{{changes,applications,0,image,standing}}',
           issued.payload #>> '{{detail,taken_from}}',
           place.is_private, {_NAMES}, place.birth_year, queue.language, place.serial
    from (
        select referral.tenant_id, referral.application_id, referral.issued_at, referral.place_id,
               referral.kindergarten_id
        {_CLAIMS_OF_SPAN}
        order by referral.issued_at desc, referral.application_id
        offset :first limit :count
    ) as referral
    join journal_facts as issued
      on issued.tenant_id = referral.tenant_id
     and issued.application_id = referral.application_id
     and issued.at = referral.issued_at
     and issued.kind = 'referral:issued'
    join kindergartens as kindergarten
      on kindergarten.tenant_id = referral.tenant_id
     and kindergarten.id = referral.kindergarten_id
    join places as place
      on place.tenant_id = referral.tenant_id and place.id = referral.place_id
    join queues as queue
      on queue.tenant_id = place.tenant_id and queue.id = place.queue_id
    order by referral.issued_at desc, referral.application_id
    """  # noqa: S608
)

_CLAIMS_COUNT = text(f"select count(*) {_CLAIMS_OF_SPAN}")

_OPEN = text(
    f"""
    select {_NAMES}, place.birth_year, queue.language, queue.queue_type, place.temporary_until,
           count(*)::integer as places, place.bulletin_on
    from places as place
    join queues as queue
      on queue.tenant_id = place.tenant_id and queue.id = place.queue_id
    join kindergartens as kindergarten
      on kindergarten.tenant_id = queue.tenant_id and kindergarten.id = queue.kindergarten_id
    where place.state = 'OPEN'
      and place.is_private = :is_private
      and place.bulletin_on is distinct from :day
      and kindergarten.territory = :territory
      and (:birth_year = 0 or place.birth_year = :birth_year)
      and (:language = '' or queue.language = :language)
    group by {_NAMES}, place.birth_year, queue.language, queue.queue_type, place.temporary_until,
             place.bulletin_on
    order by place.birth_year desc, queue.language, kindergarten.name_ru, kindergarten.id,
             place.bulletin_on
    limit :count
    """  # noqa: S608
)

_DAYS = text(
    """
    select line.bulletin_on, count(*)::integer
    from bulletin_lines as line
    where line.kind = 'listed' and line.territory = :territory
    group by line.bulletin_on
    order by line.bulletin_on desc
    limit :count
    """
)

_YEARS = text(
    """
    select distinct birth_year from (
        select line.birth_year from bulletin_lines as line
        where line.territory = :territory and line.bulletin_on = :day
        union all
        select place.birth_year
        from places as place
        join queues as queue
          on queue.tenant_id = place.tenant_id and queue.id = place.queue_id
        join kindergartens as kindergarten
          on kindergarten.tenant_id = queue.tenant_id and kindergarten.id = queue.kindergarten_id
        where place.state = 'OPEN' and kindergarten.territory = :territory
    ) as known
    order by birth_year desc
    """
)


@dataclass(frozen=True, slots=True)
class MorningTotals:
    """How much a bulletin listed, and what has become of it."""

    lines: int
    listed: int
    in_window: int
    open: int
    taken: int
    recalled: int


def morning_lines(
    session: Session, sieve: MorningSieve, *, first: int, count: int
) -> Sequence[MorningLine]:
    """The lines of a bulletin by year of birth, language and kindergarten."""
    values = _values(sieve) | {"first": first, "count": count}
    return [MorningLine(*row) for row in session.execute(_LINES, values)]


def morning_totals(session: Session, sieve: MorningSieve) -> MorningTotals:
    """The sums over a bulletin."""
    return MorningTotals(*session.execute(_TOTALS, _values(sieve)).one())


def corrections_of(session: Session, sieve: MorningSieve) -> Sequence[Correction]:
    """What was taken back after a bulletin came out, in the order in which it was (IX-7)."""
    values = {"territory": sieve.territory, "day": sieve.day}
    return [Correction(*row) for row in session.execute(_CORRECTIONS, values)]


def claims_of(
    session: Session, territory: str, since: datetime, until: datetime, *, first: int, count: int
) -> Sequence[Claim]:
    """Places taken in a span, the newest first: who took what and when, by number (IX-9)."""
    values = {"territory": territory, "since": since, "until": until}
    rows = session.execute(_CLAIMS, values | {"first": first, "count": count})
    return [Claim(*row) for row in rows]


def count_claims(session: Session, territory: str, since: datetime, until: datetime) -> int:
    """How many places were taken in a span."""
    values = {"territory": territory, "since": since, "until": until}
    count: int = session.execute(_CLAIMS_COUNT, values).scalar_one()
    return count


def open_lines(
    session: Session, sieve: MorningSieve, *, is_private: bool, count: int
) -> Sequence[OpenLine]:
    """Open places that are not of this day's bulletin; private ones are of none (5.2(5), (7))."""
    values = _values(sieve) | {"is_private": is_private, "count": count}
    return [OpenLine(*row) for row in session.execute(_OPEN, values)]


def bulletin_days(session: Session, territory: str, count: int) -> list[tuple[date, int]]:
    """The newest days on which a bulletin came out, with the places that it listed."""
    rows = session.execute(_DAYS, {"territory": territory, "count": count})
    return [(row[0], row[1]) for row in rows]


def listed_years(session: Session, sieve: MorningSieve) -> list[int]:
    """Years of birth of a bulletin, and of what is open beside it, the youngest first."""
    values = {"territory": sieve.territory, "day": sieve.day}
    return list(session.scalars(_YEARS, values))


def _values(sieve: MorningSieve) -> dict[str, Any]:
    return {
        "territory": sieve.territory,
        "day": sieve.day,
        "birth_year": sieve.birth_year,
        "language": sieve.language,
    }
