"""Facts of the journal by who did them: without what they say, for an operator reads no family."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, and_, func, or_, select, text
from sqlalchemy.orm import Session

from kezek.db.journal import FactRow

_VIEWS = text(
    """
    select role, count(*) as count
    from personal_views
    where looked_at >= :since and looked_at < :until
    group by role
    order by role
    """
)


_Query = TypeVar("_Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWish:
    """Which facts somebody wants to see; no role and no kind ask for all of them."""

    role: str = ""
    kinds: tuple[str, ...] = ()
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """Who did what, when, by which rule."""

    id: uuid.UUID
    at: datetime
    kind: str
    rule: str
    actor: str


def facts_before(
    session: Session, wish: AuditWish, before: tuple[datetime, uuid.UUID] | None, limit: int
) -> list[Fact]:
    """The newest facts of the region before a point, by the index of moments."""
    query = _wanted(select(FactRow.id, FactRow.at, FactRow.kind, FactRow.rule, FactRow.actor), wish)
    if before is not None:
        at, fact_id = before
        query = query.where(or_(FactRow.at < at, and_(FactRow.at == at, FactRow.id < fact_id)))
    rows = session.execute(query.order_by(FactRow.at.desc(), FactRow.id.desc()).limit(limit))
    return [Fact(*row) for row in rows]


def count_facts(session: Session, wish: AuditWish, most: int) -> int:
    """How many there are, counted to a limit: nobody waits for a count of millions."""
    some = _wanted(select(FactRow.id), wish).limit(most).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def views_by_role(session: Session, since: datetime, until: datetime) -> dict[str, int]:
    """How often each role looked at a family's data in a span."""
    rows = session.execute(_VIEWS, {"since": since, "until": until})
    return {row[0]: row[1] for row in rows}


def _wanted(query: _Query, wish: AuditWish) -> _Query:
    query = query.where(FactRow.at >= wish.since, FactRow.at < wish.until)
    if wish.role:
        query = query.where(FactRow.actor.startswith(wish.role, autoescape=True))
    if wish.kinds:
        query = query.where(FactRow.kind.in_(wish.kinds))
    return query
