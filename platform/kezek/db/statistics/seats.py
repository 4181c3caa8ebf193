"""What groups are declared to hold, against what sits, is awaited and is published there (N11)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.days import Calendar
from kezek.core.statistics import Sieve
from kezek.db.statistics.sifting import statement, values_of


@dataclass(frozen=True, slots=True)
class GroupSeats:
    """One group: its norm, and what its seats are used for."""

    kindergarten_id: uuid.UUID
    external_id: str
    name_kk: str | None
    name_ru: str
    territory: str
    declared: int | None
    """What the registry says of the whole kindergarten."""
    birth_year: int
    language: str
    norm: int
    pupils: int
    held: int
    """Promised: a referral or a live offer stands for them."""
    published: int
    waiting: int
    """Applications in the kindergarten's own queue of this year and language."""
    lowered: int
    """By how much the norm was taken down within a year."""

    @property
    def silent(self) -> int:
        """Seats of the norm that nobody sits on and nobody may get."""
        return self.norm - self.pupils - self.held - self.published


# A seat that is lent counts once, for the pupil whose it is (L-17.2).
_SEATS = statement(
    """
    with taken as (
        select queue.kindergarten_id, queue.birth_year, queue.language,
               count(*) filter (where place.state in ('FILLED', 'RESERVED_FOR_SANATORIUM'))
                   as pupils,
               count(*) filter (where place.state in ('HELD', 'OFFERED')) as held,
               count(*) filter (where place.state in ('PUBLISHED', 'PRIORITY', 'OPEN')) as published
        from places as place
        join queues as queue on queue.id = place.queue_id
        where place.state <> 'RECALLED' and place.in_place_of is null
        group by 1, 2, 3
    ),
    waiting as (
        select queue.kindergarten_id, queue.birth_year, queue.language, count(*) as waiting
        from queue_entries as entry
        join queues as queue on queue.id = entry.queue_id
        where entry.is_shown and queue.kindergarten_id is not null
        group by 1, 2, 3
    ),
    lowered as (
        select group_id,
               sum(greatest(0, cast(before ->> 'capacity' as integer)
                             - cast(after ->> 'capacity' as integer))) as seats
        from group_changes
        where changed_at >= :year_ago
        group by 1
    )
    select garden.id, garden.external_id, garden.name_kk, garden.name_ru, garden.territory,
           garden.capacity, one.birth_year, one.language, one.capacity,
           coalesce(taken.pupils, 0), coalesce(taken.held, 0), coalesce(taken.published, 0),
           coalesce(waiting.waiting, 0), coalesce(lowered.seats, 0)
    from groups as one
    join kindergartens as garden on garden.id = one.kindergarten_id
    left join taken on taken.kindergarten_id = one.kindergarten_id
      and taken.birth_year = one.birth_year and taken.language = one.language
    left join waiting on waiting.kindergarten_id = one.kindergarten_id
      and waiting.birth_year = one.birth_year and waiting.language = one.language
    left join lowered on lowered.group_id = one.id
    where garden.closed_on is null
      and (cast(:territories as text[]) is null or garden.territory = any(:territories))
      and (cast(:birth_year as integer) is null or one.birth_year = :birth_year)
      and (cast(:language as text) is null or one.language = :language)
    """
)


def seats_of_groups(
    session: Session, sieve: Sieve, calendar: Calendar, year_ago: datetime
) -> Sequence[GroupSeats]:
    """Every group of every open kindergarten that the sieve lets pass."""
    values = values_of(sieve, calendar) | {"year_ago": year_ago}
    return [GroupSeats(*row) for row in session.execute(_SEATS, values)]
