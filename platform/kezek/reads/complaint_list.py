"""Complaints that a specialist answers: what waits, and what was answered, page by page (L-19)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.paging import Pages, pages_of
from kezek.db.complaint_list import ComplaintSieve, count_complaints, listed_complaints
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.office_desk import territories_of

PAGE = 50

Sieve: TypeAlias = ComplaintSieve


@dataclass(frozen=True, slots=True)
class ComplaintLine:
    """One complaint in the list: nothing of the family but the number of its application."""

    id: uuid.UUID
    number: str
    application: str
    territory: str
    about: str
    body: str
    state: str
    outcome: str
    due_at: datetime | None
    answered_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class ComplaintList:
    """One page: what waits by its term, then what was answered, the last first."""

    items: tuple[ComplaintLine, ...]
    pages: Pages
    territories: tuple[tuple[str, str], ...]


def complaint_list(
    tenant_id: int, actor: Actor, sieve: Sieve, wished: int, language: str
) -> ComplaintList:
    """The complaints that this specialist answers and the sieve lets through."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        pages = pages_of(count_complaints(session, actor.territories, sieve), wished, PAGE)
        rows = listed_complaints(
            session, actor.territories, sieve, offset=pages.first_item - 1, limit=PAGE
        )
        territories = territories_of(region, actor, language)
        names = dict(territories)
        return ComplaintList(
            tuple(
                ComplaintLine(
                    id=row.id,
                    number=row.number,
                    application=row.application,
                    territory=names.get(row.territory, row.territory),
                    about=row.about,
                    body=row.body,
                    state=row.state,
                    outcome=row.outcome or "",
                    due_at=row.due_at,
                    answered_at=row.answered_at,
                    is_late=bool(not row.answered_at and row.due_at and row.due_at <= now),
                )
                for row in rows
            ),
            pages,
            territories,
        )
