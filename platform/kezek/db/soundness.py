"""What must agree between tables, each as a question whose right answer is no row at all.

Constraints keep what one row can say of itself; these hold between a queue, its moves, its entries
and the applications, which are changed together in one commit and checked once a night.
"""

from sqlalchemy import text
from sqlalchemy.orm import Session

_QUESTIONS = {
    "a queue's stored count is that of its last move": """
        select queue.id
        from queues as queue
        join queue_moves as last_move
          on last_move.tenant_id = queue.tenant_id
         and last_move.queue_id = queue.id
         and last_move.version = queue.moves
        where (queue.count, queue.ratio) <> (last_move.count_after, last_move.ratio_after)
    """,
    "a queue has as many moves as its version says": """
        select queue.id
        from queues as queue
        left join queue_moves as move
          on move.tenant_id = queue.tenant_id
         and move.queue_id = queue.id
        group by queue.tenant_id, queue.id, queue.moves
        having count(move.version) <> queue.moves
    """,
    "of each class so many stand in a queue as its moves have left there": """
        with moved as (
            select tenant_id, queue_id, standing as class, 1 as change
            from queue_moves where standing is not null
            union all
            select tenant_id, queue_id, standing_before, -1
            from queue_moves where standing_before is not null
        ),
        by_moves as (
            select tenant_id, queue_id, class, sum(change) as count
            from moved group by tenant_id, queue_id, class
        ),
        counted as (
            select tenant_id, queue_id, standing as class, count(*) as count
            from queue_entries where is_shown group by tenant_id, queue_id, standing
        )
        select coalesce(by_moves.queue_id, counted.queue_id)
        from by_moves
        full join counted using (tenant_id, queue_id, class)
        where coalesce(by_moves.count, 0) <> coalesce(counted.count, 0)
    """,
    "an entry stands as its application does": """
        select entry.application_id
        from queue_entries as entry
        join applications as application
          on application.tenant_id = entry.tenant_id
         and application.id = entry.application_id
        where entry.is_shown <> (application.state in ('QUEUED', 'DEFERRED', 'PRIORITY'))
           or entry.is_candidate <> (application.state = 'QUEUED')
           or entry.standing <> application.standing
           or entry.submitted_at <> application.submitted_at
           or entry.serial <> application.serial
    """,
    "an application that is shown stands in the queues that its mode gives it": """
        select application.id
        from applications as application
        left join queue_entries as entry
          on entry.tenant_id = application.tenant_id
         and entry.application_id = application.id
         and entry.is_shown
        where application.state in ('QUEUED', 'DEFERRED', 'PRIORITY')
        group by application.tenant_id, application.id
        having count(entry.queue_id) <> case application.mode
            when 'linear' then cardinality(application.choices)
            when 'indigo' then 1
            when 'voucher' then (application.cohort is not null)::int
        end
    """,
    "a place belongs to one child, which knows it": """
        select place.id
        from places as place
        left join applications as application
          on application.tenant_id = place.tenant_id
         and application.id = place.holder_id
        left join referrals as referral
          on referral.tenant_id = place.tenant_id
         and referral.place_id = place.id
         and referral.ended_at is null
        left join offers as offer
          on offer.tenant_id = place.tenant_id
         and offer.place_id = place.id
         and offer.ended_at is null
        where (place.holder_id is null)
                <> (place.state not in ('OFFERED', 'HELD', 'FILLED', 'RESERVED_FOR_SANATORIUM'))
           or (referral.application_id is not null
               and place.holder_id is distinct from referral.application_id)
           or (place.holder_id is not null
               and application.id is distinct from coalesce(
                   offer.application_id, referral.application_id,
                   case when place.id::text in (
                       application.voucher -> 'hold' ->> 'place',
                       application.voucher -> 'transfer' ->> 'place'
                   ) then application.id end
               ))
    """,
    "a voucher waits on a list, runs or is answered, as its state says": """
        select application.id
        from applications as application
        where (application.state = 'TRANSFER')
                <> (coalesce(application.voucher -> 'transfer', 'null') <> 'null')
           or (application.state = 'WAITLISTED')
                <> (coalesce(application.voucher -> 'paused_at', 'null') <> 'null')
    """,
    "an application with a live offer is OFFERED, and its place is offered to it": """
        select application.id
        from applications as application
        left join offers as offer
          on offer.tenant_id = application.tenant_id
         and offer.application_id = application.id
         and offer.ended_at is null
        left join places as place
          on place.tenant_id = offer.tenant_id
         and place.id = offer.place_id
        where (application.state = 'OFFERED') <> (offer.application_id is not null)
           or (offer.application_id is not null
               and (place.state <> 'OFFERED' or place.holder_id <> application.id))
    """,
}
"""A promise, and the query that names who breaks it."""


def broken_promises(session: Session) -> dict[str, int]:
    """Each promise that does not hold in the region now, with how many break it."""
    found = {}
    for promise, question in _QUESTIONS.items():
        count = session.scalar(text(f"select count(*) from ({question}) as broken"))  # noqa: S608
        if count:
            found[promise] = int(count)
    return found
