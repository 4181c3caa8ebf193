"""Jobs that failed, and what is turned off: the lists from which operators act."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.services import services
from kezek.core.paging import Pages, pages_of
from kezek.db.deployment_accounts import account_names
from kezek.db.processes import (
    FailedJobRow,
    count_failures,
    find_failure,
    open_failures,
    settled_failures,
)
from kezek.db.scope import deployment_scope
from kezek.db.stops import SwitchRow, open_switches, past_switches

_PAGE = 25
_PAST = 20


@dataclass(frozen=True, slots=True)
class FailedJob:
    """One job that failed, once or often in the same way."""

    id: uuid.UUID
    queue: str
    actor: str
    tenant_id: int | None
    args: tuple[int, ...]
    error: str
    place: str
    first_at: datetime
    last_at: datetime
    times: int
    settled_at: datetime | None
    settled_by: str
    outcome: str
    reason: str


@dataclass(frozen=True, slots=True)
class JobsPage:
    """Failures that wait to be attended to, and the last that were."""

    waiting: tuple[FailedJob, ...]
    pages: Pages
    settled: tuple[FailedJob, ...]


@dataclass(frozen=True, slots=True)
class ShownSwitch:
    """One time for which something is, or was, turned off."""

    id: uuid.UUID
    name: str
    tenant_id: int | None
    reason: str
    off_at: datetime
    off_by: str
    until: datetime | None
    on_at: datetime | None
    on_by: str


@dataclass(frozen=True, slots=True)
class SwitchesPage:
    """What is off now, and what was lately."""

    off: tuple[ShownSwitch, ...]
    past: tuple[ShownSwitch, ...]
    now: datetime


def jobs_page(page: int) -> JobsPage:
    """One page of the failures."""
    with deployment_scope() as session:
        names = account_names(session)
        pages = pages_of(count_failures(session), page, _PAGE)
        offset = pages.first_item - 1
        return JobsPage(
            _jobs(open_failures(session, offset=offset, limit=_PAGE), names),
            pages,
            _jobs(settled_failures(session, _PAST), names),
        )


def find_failed_job(job_id: uuid.UUID) -> FailedJob | None:
    """One failure; nothing if there is none of that number."""
    with deployment_scope() as session:
        row = find_failure(session, job_id)
        return _jobs([row], account_names(session))[0] if row is not None else None


def switches_page() -> SwitchesPage:
    """Everything that operators have turned off."""
    with deployment_scope() as session:
        now = services().clock.now(session)
        names = account_names(session)
        return SwitchesPage(
            tuple(_switch(row, names) for row in open_switches(session, now)),
            tuple(_switch(row, names) for row in past_switches(session, now, _PAST)),
            now,
        )


def _jobs(rows: Sequence[FailedJobRow], names: dict[str, str]) -> tuple[FailedJob, ...]:
    return tuple(
        FailedJob(
            row.id,
            row.queue,
            row.actor,
            row.tenant_id,
            tuple(row.args),
            row.error,
            row.place,
            row.first_at,
            row.last_at,
            row.times,
            row.settled_at,
            names.get(row.settled_by or "", row.settled_by or ""),
            row.outcome or "",
            row.reason,
        )
        for row in rows
    )


def _switch(row: SwitchRow, names: dict[str, str]) -> ShownSwitch:
    return ShownSwitch(
        row.id,
        row.name,
        row.tenant_id,
        row.reason,
        row.off_at,
        names.get(row.off_by, row.off_by),
        row.until,
        row.on_at or row.until,
        names.get(row.on_by or "", row.on_by or ""),
    )
