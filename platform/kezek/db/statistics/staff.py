"""What staff have done: acts by person and week, how long decisions took, look-ups and calls."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import statement, values_of


@dataclass(frozen=True, slots=True)
class Acts:
    """What one specialist decided in one week."""

    account_id: uuid.UUID
    name: str
    week: date
    count: int


@dataclass(frozen=True, slots=True)
class Took:
    """How long one kind of decision took, in hours from filing."""

    kind: str
    count: int
    median: float
    ninth: float
    late: int
    """Those that were late by more than their own term."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """So many of one kind."""

    name: str
    count: int


_TERRITORY = """
    (cast(:territories as text[]) is null or application.territory = any(:territories))
"""

_ACTS = statement(
    f"""
    select account.id, account.full_name,
           cast(date_trunc('week', fact.at at time zone :zone) as date), count(*)
    from journal_facts as fact
    join accounts as account on account.id = cast(split_part(fact.actor, ':', 2) as uuid)
    left join applications as application on application.id = fact.application_id
    where fact.actor like 'office:%' and fact.actor ~ '^office:[0-9a-f-]{{36}}$'
      and fact.at >= :since and fact.at < :until
      and {_TERRITORY}
    group by 1, 2, 3
    """  # noqa: S608 - the text is our own
)

# A decision on a benefit is one of its application; a complaint has moments of its own.
_TOOK = statement(
    f"""
    with decided as (
        select 'review' as kind, application.submitted_at as filed, min(fact.at) as at,
               bool_or(late.subject_id is not null) as is_late
        from journal_facts as fact
        join applications as application on application.id = fact.application_id
        left join late_work as late
          on late.work = 'review' and late.subject_id = application.id
        where fact.actor like 'office:%' and fact.at >= :since and fact.at < :until
          and fact.kind in ('application:verified', 'standing:refused', 'application:refused')
          and {_TERRITORY}
        group by application.id, application.submitted_at
        union all
        select 'complaint', application.filed_at, application.answered_at,
               application.answered_at >= application.due_at
        from complaints as application
        where application.answered_at >= :since and application.answered_at < :until
          and {_TERRITORY}
    )
    select kind, count(*),
           percentile_cont(array[0.5, 0.9]) within group (
               order by extract(epoch from at - filed) / 3600),
           count(*) filter (where is_late)
    from decided
    group by kind
    order by kind desc
    """  # noqa: S608
)

_LOOKUPS = text(
    """
    select by_key, count(*) from lookups
    where looked_at >= :since and looked_at < :until
    group by 1 order by 2 desc, 1
    """
)

_CALLS = text(
    """
    select cause, count(*) from calls
    where called_at >= :since and called_at < :until
    group by 1 order by 2 desc, 1
    """
)

_LATE = statement(
    f"""
    select late.work, count(*) from late_work as late
    left join applications as application on application.id = late.subject_id
    where late.raised_at >= :since and late.raised_at < :until and {_TERRITORY}
    group by 1 order by 2 desc, 1
    """  # noqa: S608
)


def acts_by_week(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Acts]:
    """Decisions that specialists wrote into the journal, by person and week."""
    return [Acts(*row) for row in session.execute(_ACTS, values_of(sieve, calendar))]


def decisions(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Took]:
    """From filing to decision: reviews of applications, and complaints."""
    rows = session.execute(_TOOK, values_of(sieve, calendar))
    return [
        Took(kind, count, float(tenths[0]), float(tenths[1]), late)
        for kind, count, tenths, late in rows
    ]


def late_by_kind(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Tallied]:
    """Matters of which the head was told that they are late by more than their term."""
    return [Tallied(*row) for row in session.execute(_LATE, values_of(sieve, calendar))]


def lookups_by_key(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Tallied]:
    """Look-ups of the hotline by what was asked."""
    return [Tallied(*row) for row in session.execute(_LOOKUPS, values_of(sieve, calendar))]


def calls_by_cause(session: Session, sieve: Sieve, calendar: Calendar) -> Sequence[Tallied]:
    """Calls by their cause, the most frequent first."""
    return [Tallied(*row) for row in session.execute(_CALLS, values_of(sieve, calendar))]
