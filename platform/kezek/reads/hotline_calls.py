"""Calls of the past and matters handed over, as the hotline sees them beside an application."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.paging import Pages, pages_of
from kezek.db.accounts import name_of, names_of
from kezek.db.applications import ApplicationRow
from kezek.db.calls import calls_of, open_note
from kezek.db.notices import HotlineTaskRow
from kezek.db.scope import read_scope
from kezek.db.tasks import TaskRow, tasks_of

MOST_CALLS = 10
PAGE = 25


@dataclass(frozen=True, slots=True)
class PastCall:
    """A call about an application."""

    at: datetime
    operator: str
    cause: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """A matter that was handed over to the specialists, and what came of it."""

    id: uuid.UUID
    application_id: uuid.UUID
    number: str
    cause: str
    text: str
    opened_at: datetime
    opened_by: str
    due_at: datetime | None
    is_late: bool
    outcome: str
    answer: str
    closed_at: datetime | None
    closed_by: str
    is_news: bool
    """Answered, and the one who handed it over has not looked yet."""


@dataclass(frozen=True, slots=True)
class HandedOverPage:
    """One page of what was handed over."""

    now: datetime
    tasks: tuple[HandedOver, ...]
    pages: Pages
    news: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for an operator besides the next call."""

    to_call: int
    news: int
    """Matters handed over that were answered and not looked at yet."""


def waiting_for(tenant_id: int, by: str) -> Waiting:
    """How many families are to be called, and how many answers are new to this operator."""
    with read_scope(tenant_id) as session:
        query = select(func.count()).where(HotlineTaskRow.closed_at.is_(None))
        return Waiting(session.scalar(query) or 0, _news(session, by))


def past_calls(session: Session, application_id: uuid.UUID) -> tuple[PastCall, ...]:
    """The last calls about an application, the newest first."""
    rows = calls_of(session, application_id, MOST_CALLS)
    names = names_of(session, {row.actor for row in rows})
    return tuple(
        PastCall(
            at=row.called_at,
            operator=names[row.actor],
            cause=row.cause,
            note=open_note(session, row.tenant_id, row.guardian_id, row.id, row.note_sealed)
            if row.guardian_id
            else "",
        )
        for row in rows
    )


def tasks_about(session: Session, application_id: uuid.UUID, by: str) -> tuple[HandedOver, ...]:
    """What was handed over about an application, the newest first."""
    now = services().clock.now(session)
    return tuple(
        handed_over(session, row, "", by, now) for row in tasks_of(session, application_id)
    )


def handed_over_page(tenant_id: int, by: str, part: str, wished: int) -> HandedOverPage:
    """What this operator handed over: `open`, `answered`, or all of it; the newest first."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        mine = _mine(by, part)
        total = _count(session, mine)
        pages = pages_of(total, wished, PAGE)
        rows = session.execute(
            mine.order_by(TaskRow.opened_at.desc(), TaskRow.id.desc())
            .offset(pages.first_item - 1)
            .limit(PAGE)
        )
        tasks = tuple(handed_over(session, row.TaskRow, row.number, by, now) for row in rows)
        return HandedOverPage(now, tasks, pages, _news(session, by))


def handed_over(session: Session, row: TaskRow, number: str, by: str, now: datetime) -> HandedOver:
    """A task with its words opened."""
    words = (row.text_sealed, row.answer_sealed)
    text, answer = (
        open_note(session, row.tenant_id, row.guardian_id, row.id, sealed) for sealed in words
    )
    return HandedOver(
        id=row.id,
        application_id=row.application_id,
        number=number,
        cause=row.cause,
        text=text,
        opened_at=row.opened_at,
        opened_by=name_of(session, row.opened_by),
        due_at=row.due_at,
        is_late=row.closed_at is None and row.due_at is not None and row.due_at <= now,
        outcome=row.outcome or "",
        answer=answer,
        closed_at=row.closed_at,
        closed_by=name_of(session, row.closed_by) if row.closed_by else "",
        is_news=row.closed_at is not None and row.seen_at is None and row.opened_by == by,
    )


def _mine(by: str, part: str) -> Select[TaskRow, str]:
    query = (
        select(TaskRow, ApplicationRow.number)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == TaskRow.tenant_id)
            & (ApplicationRow.id == TaskRow.application_id),
        )
        .where(TaskRow.opened_by == by)
    )
    if part == "open":
        return query.where(TaskRow.closed_at.is_(None))
    return query.where(TaskRow.closed_at.is_not(None)) if part == "answered" else query


def _news(session: Session, by: str) -> int:
    query = select(func.count()).where(
        TaskRow.opened_by == by, TaskRow.closed_at.is_not(None), TaskRow.seen_at.is_(None)
    )
    return session.scalar(query) or 0


def _count(session: Session, query: Select[*tuple[Any, ...]]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0
