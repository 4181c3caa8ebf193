"""Applications that may be of one child: pairs that were found, and what was decided of them."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select, text
from sqlalchemy.orm import Mapped, Session

from kezek.core.applications import ENDED
from kezek.db.base import Base, TenantKey, UuidKey


class Ground(StrEnum):
    """Why two applications are held to be of one child."""

    PERSON = "person"
    """The same IIN, or the same number of a document."""
    NAME = "name"
    """The same name and date of birth under two numbers."""


class Verdict(StrEnum):
    """What a specialist found."""

    KEPT_FIRST = "kept_first"
    KEPT_SECOND = "kept_second"
    DIFFERENT = "different"


class DoubleEntryRow(Base):
    """One pair; the smaller id is the first."""

    __tablename__ = "double_entries"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    first_id: Mapped[uuid.UUID]
    second_id: Mapped[uuid.UUID]
    ground: Mapped[str]
    found_at: Mapped[datetime]
    verdict: Mapped[str | None]
    reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]


MOST_ALIKE = 6
"""A name that more children born on one day share says nothing of any two of them."""

_FIND = text(
    """
    with live as (
        select application.id, child.id as child_id, child.iin_hash, child.document_hash,
               child.born_on, lower(regexp_replace(child.full_name, '\\s+', ' ', 'g')) as name
        from applications application
        join children child
          on child.tenant_id = application.tenant_id and child.id = application.child_id
        where application.state <> all(:ended)
    ),
    alike as (
        select name, born_on from live
        where name <> '' group by name, born_on
        having count(distinct child_id) between 2 and :most_alike
    ),
    same as (
        select coalesce(iin_hash, document_hash) as person from live
        where coalesce(iin_hash, document_hash) is not null
        group by 1 having count(distinct child_id) > 1
    ),
    pairs as (
        select one.id as first_id, other.id as second_id, 'person' as ground
        from same
        join live one on coalesce(one.iin_hash, one.document_hash) = same.person
        join live other on coalesce(other.iin_hash, other.document_hash) = same.person
        where one.id < other.id and one.child_id <> other.child_id
        union all
        select one.id, other.id, 'name'
        from alike
        join live one on one.name = alike.name and one.born_on = alike.born_on
        join live other on other.name = alike.name and other.born_on = alike.born_on
        where one.id < other.id and one.child_id <> other.child_id
    )
    insert into double_entries (tenant_id, id, first_id, second_id, ground, found_at)
    select distinct on (first_id, second_id)
           :tenant, gen_random_uuid(), first_id, second_id, ground, :now
    from pairs
    order by first_id, second_id, ground desc
    on conflict (tenant_id, first_id, second_id) do nothing
    """
)


def find_doubles(session: Session, tenant_id: int, now: datetime) -> int:
    """Writes down every pair of live applications that nobody has found yet; gives how many."""
    values = {
        "tenant": tenant_id,
        "now": now,
        "ended": [str(one) for one in ENDED],
        "most_alike": MOST_ALIKE,
    }
    found: int = session.execute(_FIND, values).rowcount  # type: ignore[attr-defined]
    return found


def find_double(
    session: Session, double_id: uuid.UUID, *, for_update: bool = False
) -> DoubleEntryRow | None:
    """The pair of this id."""
    query = select(DoubleEntryRow).where(DoubleEntryRow.id == double_id)
    return session.scalar(query.with_for_update() if for_update else query)
