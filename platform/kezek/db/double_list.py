"""What was entered or claimed twice, as two lists: sifted, sorted and in pages (G-40)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, UnaryExpression, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from kezek.db.accounts import IdentityConflictRow
from kezek.db.applications import ApplicationRow
from kezek.db.double_entries import DoubleEntryRow
from kezek.db.people import ChildRow

_FIRST, _SECOND = aliased(ApplicationRow), aliased(ApplicationRow)
_CLAIM = IdentityConflictRow

Lines = Sequence[Row[*tuple[Any, ...]]]


_Columns = TypeVarTuple("_Columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoublesSieve:
    """Which of them somebody looks at; an empty word sifts nothing."""

    number: str = ""
    """Of one of the applications, or a part of it."""
    ground: str = ""
    """Only pairs have one: the same person, or the same name."""
    territory: str = ""
    sort: str = ""
    """`newest`; else what was found first stands first."""


def count_pairs(session: Session, sieve: DoublesSieve) -> int:
    """How many pairs wait for somebody to look."""
    return session.scalar(_pairs(select(func.count()), sieve)) or 0


def listed_pairs(session: Session, sieve: DoublesSieve, *, offset: int, limit: int) -> Lines:
    """Some of them, with the child of the first application and both numbers."""
    chosen = select(
        DoubleEntryRow.id,
        DoubleEntryRow.ground,
        DoubleEntryRow.found_at,
        _FIRST.number.label("first"),
        _SECOND.number.label("second"),
        ChildRow.full_name,
        ChildRow.born_on,
    )
    query = _pairs(chosen, sieve).join(ChildRow, ChildRow.id == _FIRST.child_id)
    query = query.order_by(*_by_age(DoubleEntryRow.found_at, sieve), DoubleEntryRow.id)
    return session.execute(query.offset(offset).limit(limit)).all()


def count_child_claims(session: Session, sieve: DoublesSieve) -> int:
    """How many children somebody else claims too."""
    return session.scalar(_claims(select(func.count()), sieve)) or 0


def listed_child_claims(session: Session, sieve: DoublesSieve, *, offset: int, limit: int) -> Lines:
    """Some of them, each with its application and its child."""
    chosen = select(
        _CLAIM.guardian_id,
        _CLAIM.application_id,
        _CLAIM.opened_at,
        _FIRST.number,
        _FIRST.territory,
        ChildRow.full_name,
    )
    query = _claims(chosen, sieve).join(ChildRow, ChildRow.id == _FIRST.child_id)
    query = query.order_by(*_by_age(_CLAIM.opened_at, sieve), _CLAIM.id)
    return session.execute(query.offset(offset).limit(limit)).all()


def _pairs(chosen: Select[*_Columns], sieve: DoublesSieve) -> Select[*_Columns]:
    query = (
        chosen.select_from(DoubleEntryRow)
        .join(_FIRST, _FIRST.id == DoubleEntryRow.first_id)
        .join(_SECOND, _SECOND.id == DoubleEntryRow.second_id)
        .where(DoubleEntryRow.verdict.is_(None))
    )
    if sieve.ground:
        query = query.where(DoubleEntryRow.ground == sieve.ground)
    return query.where(*_of(sieve, (_FIRST.number, _SECOND.number), (_FIRST, _SECOND)))


def _claims(chosen: Select[*_Columns], sieve: DoublesSieve) -> Select[*_Columns]:
    return (
        chosen.select_from(_CLAIM)
        .join(_FIRST, _FIRST.id == _CLAIM.application_id)
        .where(_CLAIM.kind == "child", _CLAIM.settled_at.is_(None))
        .where(*_of(sieve, (_FIRST.number,), (_FIRST,)))
    )


def _of(
    sieve: DoublesSieve,
    numbers: Sequence[InstrumentedAttribute[str]],
    applications: Sequence[type[ApplicationRow]],
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if sieve.number:
        found.append(or_(*(one.contains(sieve.number, autoescape=True) for one in numbers)))
    if sieve.territory:
        found.append(or_(*(one.territory == sieve.territory for one in applications)))
    return found


def _by_age(column: InstrumentedAttribute[Any], sieve: DoublesSieve) -> tuple[UnaryExpression[Any]]:
    return (column.desc() if sieve.sort == "newest" else column.asc(),)
