"""Complaints as a list: sifted, in pages, and without a word of what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.orm import Session

from kezek.core.complaints import OPEN, Body
from kezek.db.applications import ApplicationRow
from kezek.db.complaints import ComplaintRow

_OPEN = [str(state) for state in OPEN]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintSieve:
    """Which complaints somebody looks at; an empty word sifts nothing."""

    part: str = ""
    """`open` for those that wait, `answered` for the others."""
    body: str = ""
    territory: str = ""


def count_complaints(session: Session, theirs: frozenset[str], sieve: ComplaintSieve) -> int:
    """How many there are for a specialist of these territories; none means the whole region."""
    query = select(func.count()).select_from(ComplaintRow).where(*_wanted(theirs, sieve))
    return session.scalar(query) or 0


def listed_complaints(
    session: Session, theirs: frozenset[str], sieve: ComplaintSieve, *, offset: int, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Some of them: what waits by its term, then what was answered, the last first."""
    query = (
        select(
            ComplaintRow.id,
            ComplaintRow.number,
            ComplaintRow.territory,
            ComplaintRow.about,
            ComplaintRow.body,
            ComplaintRow.state,
            ComplaintRow.outcome,
            ComplaintRow.due_at,
            ComplaintRow.answered_at,
            ApplicationRow.number.label("application"),
        )
        .join(ApplicationRow, ApplicationRow.id == ComplaintRow.application_id)
        .where(*_wanted(theirs, sieve))
        .order_by(
            ComplaintRow.answered_at.desc().nulls_first(),
            func.coalesce(ComplaintRow.due_at, ComplaintRow.filed_at),
            ComplaintRow.id,
        )
    )
    return session.execute(query.offset(offset).limit(limit)).all()


def _wanted(theirs: frozenset[str], sieve: ComplaintSieve) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if theirs:
        # For the body above only specialists of the whole region answer (`concerned_by`).
        found.append(ComplaintRow.territory.in_(sorted(theirs)))
        found.append(ComplaintRow.body == str(Body.PROVIDER))
    if sieve.territory:
        found.append(ComplaintRow.territory == sieve.territory)
    if sieve.body:
        found.append(ComplaintRow.body == sieve.body)
    if sieve.part == "open":
        found.append(ComplaintRow.state.in_(_OPEN))
    elif sieve.part == "answered":
        found.append(ComplaintRow.state.not_in(_OPEN))
    return found
