"""What everybody may know of kindergartens and their free places, for open data (D-10)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from kezek.db.kindergartens import KindergartenRow


@dataclass(frozen=True, slots=True)
class Garden:
    """One kindergarten as the registry has it, field by field in the order of the dataset."""

    id: uuid.UUID
    code: str
    name_kk: str | None
    name_ru: str
    kind: str
    ownership: str
    territory: str
    address_kk: str
    address_ru: str
    lat: float | None
    lon: float | None
    phone: str
    languages: list[str]
    hours: Decimal | None
    capacity: int | None
    closed_on: date | None
    is_demo: bool


@dataclass(frozen=True, slots=True)
class FreePlaces:
    """Places of one kindergarten, year and language that nobody holds."""

    kindergarten_id: uuid.UUID
    code: str
    territory: str
    birth_year: int
    language: str
    queue_type: str
    free: int
    temporary: int


_FREE = text(
    """
    select garden.id, garden.external_id, garden.territory, queue.birth_year, queue.language,
           queue.queue_type, count(*), count(*) filter (where place.temporary_until is not null)
    from places as place
    join queues as queue on queue.id = place.queue_id
    join kindergartens as garden on garden.id = queue.kindergarten_id
    where place.state = 'PUBLISHED' or place.state in ('PRIORITY', 'OPEN')
    group by 1, 2, 3, 4, 5, 6
    order by 2, 4, 5, 6
    """
)


def gardens(session: Session) -> Sequence[Garden]:
    """The registry by the kindergartens' codes."""
    row = KindergartenRow
    rows = session.execute(
        select(
            row.id,
            row.external_id.label("code"),
            row.name_kk,
            row.name_ru,
            row.kind,
            row.ownership,
            row.territory,
            row.address_kk,
            row.address_ru,
            row.lat,
            row.lon,
            row.phone,
            row.languages,
            row.hours,
            row.capacity,
            row.closed_on,
            row.is_demo,
        ).order_by(row.external_id)
    )
    return [Garden(**one._mapping) for one in rows]


def free_by_garden(session: Session) -> Sequence[FreePlaces]:
    """Free places of every kindergarten that has any."""
    return [FreePlaces(*one) for one in session.execute(_FREE)]
