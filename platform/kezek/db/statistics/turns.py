"""Turns of queues with the count before and after each, and whether the other class waited (N15).

Everything is read from the moves of queues: who entered with which class and when they left. A
child could be called from the moment at which it stood there and was old enough (A-09, R-79), on
or after the day from which its family wants the place. How old was old enough is asked of the
version of the region that held then, for a change reaches no turn before it (R-9).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from kezek.core.fairness import Turn
from kezek.core.regions import Tenant
from kezek.core.statistics import Sieve
from kezek.core.turns import Standing
from kezek.db.rules_in_force import held_over_time
from kezek.db.statistics.sifting import statement, values_of

# A lane is the queue that holds a count. In the linear mode it is the queue in which a place was
# offered; in the voucher mode the count of a cohort stands apart from the queues of its classes,
# and the fact that moved both joins them; in the bulletin mode it is the territory's queue.
_LINEAR = """
    select move.queue_id as lane, move.version as ord, move.at, move.standing_before as served,
           garden.territory, move.count_after, move.ratio_after, false as is_chosen,
           offer.earlier_at is not null and not exists (
               select from journal_facts as fact
               where fact.tenant_id = offer.tenant_id
                 and fact.application_id = offer.earlier_id
                 and fact.kind = 'contract:signed'
                 and fact.at > offer.earlier_at and fact.at < offer.made_at) as goes_on
    from (
        select made.*, lag(made.made_at) over places_own as earlier_at,
               lag(made.application_id) over places_own as earlier_id
        from offers as made
        window places_own as (partition by made.place_id order by made.made_at)
    ) as offer
    join places as place
      on place.tenant_id = offer.tenant_id and place.id = offer.place_id
    join queues as queue
      on queue.tenant_id = place.tenant_id and queue.id = place.queue_id
     and queue.queue_type = 'general'
    join kindergartens as garden
      on garden.tenant_id = queue.tenant_id and garden.id = queue.kindergarten_id
    join queue_moves as move
      on move.tenant_id = offer.tenant_id and move.application_id = offer.application_id
     and move.queue_id = place.queue_id and move.at = offer.made_at
     and move.op = 'leave' and move.cause = 'served_ahead'
    where offer.made_at >= :since and offer.made_at < :until
      and (cast(:territories as text[]) is null or garden.territory = any(:territories))
"""

_BULLETIN = """
    select move.queue_id, move.version, move.at, move.standing_before, queue.territory,
           move.count_after, move.ratio_after, true, false
    from referrals as referral
    join queue_moves as move
      on move.tenant_id = referral.tenant_id and move.application_id = referral.application_id
     and move.at = referral.issued_at and move.op = 'leave'
    join queues as queue
      on queue.tenant_id = move.tenant_id and queue.id = move.queue_id
     and queue.kindergarten_id is null and queue.category is null
     and queue.queue_type = 'general'
    join journal_facts as fact
      on fact.tenant_id = move.tenant_id and fact.id = move.fact_id
     and fact.payload #>> '{detail,taken_from}' = 'PRIORITY'
    where referral.issued_at >= :since and referral.issued_at < :until
      and (cast(:territories as text[]) is null or queue.territory = any(:territories))
"""

_VOUCHER = """
    select move.queue_id, move.version, move.at, called.standing_before, counted.territory,
           move.count_after, move.ratio_after, false, false
    from queues as counted
    join queue_moves as move
      on move.tenant_id = counted.tenant_id and move.queue_id = counted.id
     and move.op = 'count' and move.cause = 'served_ahead'
     and move.at >= :since and move.at < :until
    join queues as member
      on member.tenant_id = counted.tenant_id and member.territory = counted.territory
     and member.category like counted.category || '-%'
    join queue_moves as called
      on called.tenant_id = member.tenant_id and called.queue_id = member.id
     and called.at = move.at and called.fact_id = move.fact_id and called.op = 'leave'
    join applications as application
      on application.tenant_id = called.tenant_id and application.id = called.application_id
     and application.queue_type = 'general'
    where counted.category is not null and counted.category not like '%-%'
      and (cast(:territories as text[]) is null or counted.territory = any(:territories))
"""

_TURNS = statement(
    f"""
    with turn as materialized ({_LINEAR} union all {_BULLETIN} union all {_VOUCHER}),
    member as (
        select own.lane as queue_id, own.lane, false as has_count_apart
        from (select distinct lane from turn) as own
        union all
        select part.id, counted.id, true
        from queues as counted
        join queues as part
          on part.tenant_id = counted.tenant_id and part.territory = counted.territory
         and part.category like counted.category || '-%'
        where counted.category not like '%-%' and counted.id in (select lane from turn)
    ),
    apart as materialized (
        select move.queue_id, move.fact_id, move.at, move.version
        from queue_moves as move
        where move.at < :until
          and move.queue_id in (select member.lane from member where member.has_count_apart)
    ),
    span as (
        select member.lane, move.standing, move.application_id, move.at,
               coalesce(apart.version, case when member.has_count_apart then 0 end, move.version)
                   as ord,
               lead(move.at) over same as left_at,
               lead(coalesce(apart.version, case when member.has_count_apart then 0 end,
                             move.version)) over same as left_ord
        from member
        join queue_moves as move on move.queue_id = member.queue_id
        left join apart
          on apart.queue_id = member.lane and apart.at = move.at and apart.fact_id = move.fact_id
        where move.application_id is not null and move.at < :until
        window same as (partition by move.queue_id, move.application_id order by move.version)
    ),
    least as (
        select *
        from unnest(cast(:least_since as timestamptz[]), cast(:least_until as timestamptz[]),
                    cast(:least_months as integer[])) as held (since, until, months)
    ),
    callable as (
        select span.lane, span.standing,
               least(span.left_at, held.until) as left_at,
               case when held.until <= span.left_at or span.left_at is null then 0
                    else span.left_ord end as left_ord,
               greatest(span.at, held.since, ripe.at) as at,
               case when greatest(held.since, ripe.at) > span.at then 0 else span.ord end as ord
        from span
        join applications as application on application.id = span.application_id
        join least as held
          on (span.left_at is null or held.since < span.left_at) and held.until > span.at
        cross join lateral (
            select cast(greatest(
                application.born_on + make_interval(
                    months => greatest(held.months,
                        case when application.mode = 'voucher' and application.cohort >= 2
                             then 24 else 0 end)),
                coalesce(application.planned_from, application.born_on)) as timestamp)
                at time zone :zone as at
        ) as ripe
        where span.standing in ('P', 'G')
    ),
    event as (
        select lane, at, ord, 0 as turn_no, standing, 1 as step, cast(null as text) as served,
               cast(null as text) as territory, 0 as count_after, 0 as ratio_after,
               false as is_chosen, false as goes_on
        from callable
        where left_at is null or (left_at, left_ord) > (at, ord)
        union all
        select lane, left_at, left_ord, 0, standing, -1, null, null, 0, 0, false, false
        from callable
        where left_at is not null and (left_at, left_ord) > (at, ord)
        union all
        select lane, at, ord, 1, null, 0, served, territory, count_after, ratio_after, is_chosen,
               goes_on
        from turn
    ),
    tide as (
        select event.*,
               sum(case when standing = 'P' then step else 0 end) over tides as first_waiting,
               sum(case when standing = 'G' then step else 0 end) over tides as general_waiting
        from event
        window tides as (partition by lane order by at, ord, turn_no
                         rows between unbounded preceding and current row)
    )
    select tide.territory, cast(date_trunc('month', tide.at at time zone :zone) as date),
           tide.served, coalesce(before.count_after, tide.ratio_after), tide.count_after,
           tide.ratio_after,
           case tide.served when 'P' then tide.general_waiting > 0
                            when 'G' then tide.first_waiting > 0 else false end,
           tide.is_chosen, tide.goes_on, count(*)
    from tide
    left join queue_moves as before
      on before.queue_id = tide.lane and before.version = tide.ord - 1
    where tide.turn_no = 1
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9
    """  # noqa: S608 - the text is our own
)


def turns_by_month(
    session: Session, tenant_id: int, sieve: Sieve, region: Tenant
) -> dict[tuple[str, date], dict[Turn, int]]:
    """Turns of general queues by territory and month, each with how often it came."""
    values = values_of(sieve, region.calendar)
    values |= _least_ages(
        held_over_time(
            session, tenant_id, values["until"], lambda one: one.rules.min_offer_age_months
        )
    )
    found: dict[tuple[str, date], dict[Turn, int]] = defaultdict(dict)
    for (
        territory,
        month,
        served,
        before,
        after,
        ratio,
        waited,
        chosen,
        goes_on,
        times,
    ) in session.execute(_TURNS, values):
        turn = Turn(
            Standing(served),
            before,
            after,
            ratio,
            other_waited=waited,
            is_chosen=chosen,
            goes_on=goes_on,
        )
        found[territory, month][turn] = times
    return dict(found)


_BEFORE_ALL = datetime(1, 1, 2, tzinfo=UTC)
_AFTER_ALL = datetime(9999, 12, 30, tzinfo=UTC)


def _least_ages(held: Sequence[tuple[datetime, int]]) -> dict[str, Any]:
    """The spells of the least age; the first version speaks for what was brought in from before."""
    moments = [_BEFORE_ALL, *(since for since, _ in held[1:]), _AFTER_ALL]
    return {
        "least_since": [since for since, _ in pairwise(moments)],
        "least_until": [until for _, until in pairwise(moments)],
        "least_months": [months for _, months in held],
    }
