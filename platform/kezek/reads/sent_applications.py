"""A sent application: what its changes begin from, and until when a specialist looks at it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from kezek.adapters.services import services
from kezek.core.applications import State, TermKind
from kezek.core.ids import ApplicationId
from kezek.core.office_hours import is_office_open
from kezek.core.queues import QueueType
from kezek.core.wishes import Cohort
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope


@dataclass(frozen=True, slots=True)
class Chosen:
    """The choice of a sent application, and the day on which it is looked at."""

    cohort: Cohort
    choices: tuple[uuid.UUID, ...]
    keeps_moment: bool
    """Whether another kindergarten is joined by the first moment of sending (A-28)."""
    today: date


@dataclass(frozen=True, slots=True)
class Review:
    """A specialist looks at the application until a moment (L-6.1)."""

    until: datetime
    is_after_hours: bool
    """Whether it came when nobody works, so that it is taken up the next working day (L-5.2)."""


def choice_of(tenant_id: int, application_id: uuid.UUID) -> Chosen | None:
    """What the application has chosen; whose it is has been asked before."""
    with read_scope(tenant_id) as session:
        row = session.scalar(select(ApplicationRow).where(ApplicationRow.id == application_id))
        if row is None:
            return None
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        return Chosen(
            Cohort(row.territory, QueueType(row.queue_type), row.birth_year, row.language),
            tuple(row.choices),
            region.rules.choice_change_keeps_ts,
            region.calendar.local_day(now),
        )


def review_of(tenant_id: int, application_id: uuid.UUID) -> Review | None:
    """Until when a specialist looks at the application; nothing when none has to."""
    with read_scope(tenant_id) as session:
        found = load_applications(session, [application_id]).get(ApplicationId(application_id))
        alarm = found.term(TermKind.REVIEW_ALARM) if found else None
        if found is None or alarm is None or found.state is not State.UNDER_REVIEW:
            return None
        _, region = region_at(session, tenant_id, found.submitted_at)
        is_open = is_office_open(region.calendar, found.submitted_at)
        return Review(alarm.due_at, not is_open)
