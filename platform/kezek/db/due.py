"""What is due: spans and temporary places by the moment of their end."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from kezek.core.applications import ENDED
from kezek.core.places import PlaceState
from kezek.db.applications import ApplicationRow, TermRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.passed_over import does_any_rest, does_not_rest, first_taken_up_at
from kezek.db.places import PlaceRow
from kezek.db.queues import QueueRow


@dataclass(frozen=True, slots=True)
class DueTerm:
    """A span that has ended."""

    application_id: uuid.UUID
    kind: str
    phase: str
    submitted_at: datetime
    serial: int
    birth_year: int


@dataclass(frozen=True, slots=True)
class DuePlace:
    """A temporary place whose last day is over, or one whose priority window is."""

    place_id: uuid.UUID
    opened_at: datetime
    serial: int
    birth_year: int
    territory: str
    """Where its kindergarten is: whose rules it lives by."""


def first_due_at(session: Session, now: datetime) -> datetime | None:
    """The earliest end in the region, past or to come, of what is not passed over now."""
    term = session.scalar(select(func.min(TermRow.due_at)).where(*_running(session, now)))
    return _earlier(term, _first_of_places(session))


def _first_of_places(session: Session, *conditions: ColumnElement[bool]) -> datetime | None:
    closes = select(func.min(PlaceRow.closes_at)).where(_is_open(), *conditions)
    window = select(func.min(PlaceRow.window_ends_at)).where(_is_in_window(), *conditions)
    return _earlier(session.scalar(closes), session.scalar(window))


def next_look_at(session: Session, now: datetime) -> datetime | None:
    """The earliest end in the region, or the moment to try again what was passed over."""
    return _earlier(first_due_at(session, now), first_taken_up_at(session))


def first_due_in(session: Session, birth_years: Collection[int], now: datetime) -> datetime | None:
    """The earliest end in these cohorts of what is not passed over now."""
    running = _running(session, now)
    term = session.scalar(
        select(func.min(TermRow.due_at)).where(*running, TermRow.birth_year.in_(birth_years))
    )
    return _earlier(term, _first_of_places(session, PlaceRow.birth_year.in_(birth_years)))


def due_terms(
    session: Session,
    due_at: datetime,
    birth_years: Collection[int] | None,
    limit: int,
    now: datetime,
) -> list[DueTerm]:
    """The spans that end at exactly this moment, in the order of R-8."""
    query = (
        select(
            TermRow.application_id,
            TermRow.kind,
            TermRow.phase,
            TermRow.submitted_at,
            TermRow.serial,
            TermRow.birth_year,
        )
        .where(*_running(session, now), TermRow.due_at == due_at)
        .order_by(TermRow.phase, TermRow.submitted_at, TermRow.serial)
        .limit(limit)
    )
    if birth_years is not None:
        query = query.where(TermRow.birth_year.in_(birth_years))
    return [DueTerm(*row) for row in session.execute(query)]


def due_places(
    session: Session, due_at: datetime, birth_years: Collection[int] | None
) -> list[DuePlace]:
    """The places whose last day, or whose priority window, ends at exactly this moment."""
    query = (
        select(
            PlaceRow.id,
            PlaceRow.opened_at,
            PlaceRow.serial,
            PlaceRow.birth_year,
            KindergartenRow.territory,
        )
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(
            or_(
                and_(_is_open(), PlaceRow.closes_at == due_at),
                and_(_is_in_window(), PlaceRow.window_ends_at == due_at),
            )
        )
    )
    if birth_years is not None:
        query = query.where(PlaceRow.birth_year.in_(birth_years))
    return [DuePlace(*row) for row in session.execute(query)]


def cohorts(session: Session) -> list[int]:
    """The birth years in which anything runs."""
    return list(session.scalars(select(TermRow.birth_year).distinct()))


def cohorts_of(session: Session, territories: Collection[str]) -> list[int]:
    """The birth years of everybody who lives in these territories' queues or may enter them.

    And of the places that wait there, though nobody waits for them.
    """
    living = (
        select(ApplicationRow.birth_year)
        .where(
            ApplicationRow.territory.in_(territories),
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .distinct()
    )
    waiting = (
        select(PlaceRow.birth_year)
        .join(
            QueueRow,
            (QueueRow.tenant_id == PlaceRow.tenant_id) & (QueueRow.id == PlaceRow.queue_id),
        )
        .join(
            KindergartenRow,
            (KindergartenRow.tenant_id == QueueRow.tenant_id)
            & (KindergartenRow.id == QueueRow.kindergarten_id),
        )
        .where(
            KindergartenRow.territory.in_(territories),
            PlaceRow.state == str(PlaceState.PUBLISHED),
        )
        .distinct()
    )
    return sorted({*session.scalars(living), *session.scalars(waiting)})


def applications_with_terms_until(session: Session, after: datetime) -> list[uuid.UUID]:
    """Applications with a span that had not ended at a moment (R-11)."""
    return list(
        session.scalars(select(TermRow.application_id).where(TermRow.due_at > after).distinct())
    )


def _running(session: Session, now: datetime) -> list[ColumnElement[bool]]:
    # Hardly ever does one rest, and without the second condition an index alone has the answer.
    return [~TermRow.waits, *([does_not_rest(now)] if does_any_rest(session, now) else [])]


def _is_open() -> ColumnElement[bool]:
    return PlaceRow.closes_at.is_not(None) & (PlaceRow.state != str(PlaceState.RECALLED))


def _is_in_window() -> ColumnElement[bool]:
    return PlaceRow.state == str(PlaceState.PRIORITY)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    if one is None or other is None:
        return one or other
    return min(one, other)
