"""Proposals as a list: sifted, sorted and in pages, for whoever proposed or may answer them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, UnaryExpression, and_, func, or_, select
from sqlalchemy.orm import Session

from kezek.db.approvals import ApprovalRow

_ROW = ApprovalRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalSieve:
    """Which proposals somebody looks at; an empty word sifts nothing."""

    part: str = ""
    """`open` for those that wait, `ended` for the others."""
    kind: str = ""
    whose: str = ""
    """`own` for those that the reader made, `others` for those of colleagues."""
    sort: str = ""
    """`ends` for those that end first, `oldest`; else what waits, then the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """What concerns somebody: the own proposals, whole kinds, and kinds in some territories."""

    tag: str
    kinds: frozenset[str]
    in_territories: Mapping[str, frozenset[str]]


def count_approvals(session: Session, circle: Circle, sieve: ApprovalSieve, now: datetime) -> int:
    """How many proposals the sieve lets through."""
    query = select(func.count()).select_from(_ROW).where(*_wanted(circle, sieve, now))
    return session.scalar(query) or 0


def listed_approvals(
    session: Session,
    circle: Circle,
    sieve: ApprovalSieve,
    now: datetime,
    *,
    offset: int,
    limit: int,
) -> Sequence[ApprovalRow]:
    """Some of them, in the order that was asked for."""
    query = select(_ROW).where(*_wanted(circle, sieve, now)).order_by(*_order(sieve.sort, now))
    return session.scalars(query.offset(offset).limit(limit)).all()


def _wanted(circle: Circle, sieve: ApprovalSieve, now: datetime) -> list[ColumnElement[bool]]:
    found = [_concerning(circle)]
    if sieve.part:
        found.append(_waits(now) if sieve.part == "open" else ~_waits(now))
    if sieve.kind:
        found.append(_ROW.kind == sieve.kind)
    if sieve.whose:
        is_own = _ROW.proposed_by == circle.tag
        found.append(is_own if sieve.whose == "own" else ~is_own)
    return found


def _concerning(circle: Circle) -> ColumnElement[bool]:
    in_some = (
        and_(_ROW.kind == kind, _ROW.territory.in_(sorted(some)))
        for kind, some in circle.in_territories.items()
    )
    return or_(_ROW.proposed_by == circle.tag, _ROW.kind.in_(sorted(circle.kinds)), *in_some)


def _waits(now: datetime) -> ColumnElement[bool]:
    return and_(_ROW.decision.is_(None), _ROW.expires_at > now)


def _order(sort: str, now: datetime) -> tuple[UnaryExpression[Any], ...]:
    if sort == "ends":
        return (_waits(now).desc(), _ROW.expires_at.asc(), _ROW.id.asc())
    if sort == "oldest":
        return (_ROW.proposed_at.asc(), _ROW.id.asc())
    return (_waits(now).desc(), _ROW.proposed_at.desc(), _ROW.id.desc())
