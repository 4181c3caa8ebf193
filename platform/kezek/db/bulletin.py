"""The bulletin of free places as it stands, and the chronology of what was published (L-3.04)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, Select, Text, func, literal, null, select, text, union_all
from sqlalchemy.orm import Session

from kezek.core.places import PlaceState
from kezek.db.applications import OfferRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow


@dataclass(frozen=True, slots=True)
class BulletinSieve:
    """What of the bulletin is looked at; empty lets everything pass."""

    territory: str = ""
    birth_year: int = 0
    language: str = ""
    left_out: tuple[str, ...] = ()
    """Territories whose places stand in bulletins of their own."""


@dataclass(frozen=True, slots=True)
class OpenPlaces:
    """Places of one queue that were published together and are in one state."""

    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    territory: str
    birth_year: int
    language: str
    state: str
    opened_at: datetime
    temporary_until: date | None
    places: int
    offered_at: datetime | None
    """When the first of them was offered, if they are."""


def open_places(
    session: Session, sieve: BulletinSieve, *, first: int, count: int
) -> list[OpenPlaces]:
    """What is free or offered now: free places first, the newest publication first."""
    rows = session.execute(_lines(sieve).offset(first).limit(count))
    return [OpenPlaces(*row) for row in rows]


def count_open(session: Session, sieve: BulletinSieve) -> tuple[int, int, int]:
    """How many lines the bulletin has, and how many places are free and offered."""
    lines = _lines(sieve).order_by(None).subquery()
    is_free = lines.c.state == str(PlaceState.PUBLISHED)
    row = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(lines.c.places).filter(is_free), 0),
            func.coalesce(func.sum(lines.c.places).filter(~is_free), 0),
        ).select_from(lines)
    ).one()
    return (row[0], int(row[1]), int(row[2]))


def open_birth_years(session: Session) -> list[int]:
    """Years of birth for which something is in the bulletin, the youngest first."""
    current = _current().subquery()
    rows = session.scalars(
        select(PlaceRow.birth_year)
        .join(current, current.c.id == PlaceRow.id)
        .distinct()
        .order_by(PlaceRow.birth_year.desc())
    )
    return list(rows)


def _current() -> CompoundSelect[Any]:
    """Free places by one index and offered ones by another: most places are neither."""
    published = select(
        PlaceRow.id, literal(str(PlaceState.PUBLISHED), Text).label("state"), null().label("at")
    ).where(PlaceRow.state == str(PlaceState.PUBLISHED))
    offered = select(
        OfferRow.place_id,
        literal(str(PlaceState.OFFERED), Text).label("state"),
        OfferRow.made_at.label("at"),
    ).where(OfferRow.ended_at.is_(None))
    return union_all(published, offered)


def _lines(sieve: BulletinSieve) -> Select[Any]:
    current = _current().subquery()
    group = (
        KindergartenRow.id,
        KindergartenRow.name_kk,
        KindergartenRow.name_ru,
        KindergartenRow.is_demo,
        KindergartenRow.territory,
        PlaceRow.birth_year,
        QueueRow.language,
        current.c.state,
        PlaceRow.opened_at,
        PlaceRow.temporary_until,
    )
    query = (
        select(*group, func.count().label("places"), func.min(current.c.at))
        .select_from(current)
        .join(PlaceRow, PlaceRow.id == current.c.id)
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .group_by(*group)
        .order_by(
            current.c.state.desc(),
            PlaceRow.opened_at.desc(),
            KindergartenRow.id,
            PlaceRow.birth_year,
            QueueRow.language,
            PlaceRow.temporary_until,
        )
    )
    if sieve.left_out:
        query = query.where(KindergartenRow.territory.not_in(sieve.left_out))
    if sieve.territory:
        query = query.where(KindergartenRow.territory == sieve.territory)
    if sieve.birth_year:
        query = query.where(PlaceRow.birth_year == sieve.birth_year)
    if sieve.language:
        query = query.where(QueueRow.language == sieve.language)
    return query


@dataclass(frozen=True, slots=True)
class Publication:
    """One entry of the chronology: places of one queue published, recalled or ended."""

    at: datetime
    kind: str
    kindergarten_id: uuid.UUID
    name_kk: str | None
    name_ru: str
    is_demo: bool
    birth_year: int
    language: str
    places: int
    first_serial: int
    last_serial: int
    temporary_until: date | None
    position: int | None
    """Its place in the sealed journal; nothing in the second before it is sealed."""


# The kinds stand here as text, as in the index that holds just these facts.
_KINDS = """fact.kind in ('place:published', 'place:kept', 'place:recalled', 'place:closed',
                 'place:pupil-returned', 'temporary:ended')"""

_CHRONOLOGY = text(
    f"""
    select fact.at,
           fact.kind,
           kindergarten.id,
           kindergarten.name_kk,
           kindergarten.name_ru,
           kindergarten.is_demo,
           (place.image #>> '{{key,birth_year}}')::integer as birth_year,
           place.image #>> '{{key,language}}' as language,
           count(*)::integer as places,
           min((place.image ->> 'serial')::integer) as first_serial,
           max((place.image ->> 'serial')::integer) as last_serial,
           (place.image ->> 'temporary_until')::date as temporary_until,
           place_of_fact.position
    from (
        select fact.tenant_id, fact.id, fact.at, fact.kind, fact.payload
        from journal_facts as fact
        where {_KINDS}
          and fact.at >= :since
          and fact.at < :until
        order by fact.at desc, fact.id desc
        offset :first
        limit :count
    ) as fact
    cross join lateral (
        select element -> 'image' as image
        from jsonb_array_elements(fact.payload #> '{{changes,places}}') as element
        where element #>> '{{image,state}}' in ('PUBLISHED', 'OPEN', 'RECALLED')
    ) as place
    join kindergartens as kindergarten
      on kindergarten.tenant_id = fact.tenant_id
     and kindergarten.id = (place.image #>> '{{key,kindergarten}}')::uuid
    left join journal_positions as place_of_fact
      on place_of_fact.tenant_id = fact.tenant_id
     and place_of_fact.fact_id = fact.id
    group by fact.id, fact.at, fact.kind, kindergarten.tenant_id, kindergarten.id,
             birth_year, language, temporary_until, place_of_fact.position
    order by fact.at desc, fact.id desc, first_serial
    """  # noqa: S608 - the text is our own
)

_COUNT = text(
    f"""
    select count(*)
    from journal_facts as fact
    where {_KINDS}
      and fact.at >= :since
      and fact.at < :until
    """  # noqa: S608
)


def publications(
    session: Session, since: datetime, until: datetime, *, first: int, count: int
) -> Sequence[Publication]:
    """What was published and recalled in a span, out of the journal, the newest first (L-3.04)."""
    span = {"since": since, "until": until, "first": first, "count": count}
    return [Publication(*row) for row in session.execute(_CHRONOLOGY, span)]


def count_publications(session: Session, since: datetime, until: datetime) -> int:
    """How many entries the chronology of a span has."""
    count: int = session.execute(_COUNT, {"since": since, "until": until}).scalar_one()
    return count
