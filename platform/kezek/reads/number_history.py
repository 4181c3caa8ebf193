"""The history of one number: every point with its causes and the rules that held (N1, N2)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.access import Actor
from kezek.core.ids import ApplicationId
from kezek.core.queues import Queue
from kezek.db.applications import ApplicationRow
from kezek.db.history import moves_of_queue, rules_of_moves
from kezek.db.people import ChildRow
from kezek.db.queues import QueueEntryRow, QueueMoveRow, QueueRow
from kezek.db.scope import read_scope
from kezek.reads.history import NumberChange, number_changes
from kezek.reads.numbers import Reason, ShownNumber, number_in, reasons_of

MOST_POINTS = 100
"""The newest points that a page shows."""


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """The number at one moment: what it was, what it became, and why."""

    at: datetime
    before: int | None
    after: int | None
    reasons: tuple[Reason, ...]
    rules: tuple[str, ...]
    """The rules by which it came about."""
    rules_version: int | None

    @property
    def is_change(self) -> bool:
        """Whether a number became another; else it appeared or disappeared (R-94)."""
        return self.before is not None and self.after is not None


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """One application's number in one queue from its beginning to now."""

    now: datetime
    application_id: uuid.UUID
    application_number: str
    child: str
    number: ShownNumber
    points: tuple[HistoryPoint, ...]
    """The newest first."""
    left_out: int
    """Older points that the page does not show."""


def history_page(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    queue_id: uuid.UUID,
    language: str,
) -> HistoryPage | None:
    """The history; nothing for another family's application or a queue that it does not know.

    Before its check an application waits for a queue in which it never stood: its history is empty.
    """
    with read_scope(tenant_id) as session:
        row = session.scalar(select(ApplicationRow).where(ApplicationRow.id == application_id))
        queue = session.scalar(select(QueueRow).where(QueueRow.id == queue_id))
        if row is None or row.guardian_id != actor.guardian_id or queue is None:
            return None
        if not _is_known(session, application_id, queue_id):
            return None
        now = services().clock.now(session)
        changes = _changes(session, queue.value, queue_id, application_id)
        return HistoryPage(
            now=now,
            application_id=application_id,
            application_number=row.number,
            child=_child(session, row.child_id),
            number=number_in(session, queue, application_id, language, now),
            points=tuple(_points(session, queue_id, changes[:MOST_POINTS])),
            left_out=max(0, len(changes) - MOST_POINTS),
        )


def _is_known(session: Session, application_id: uuid.UUID, queue_id: uuid.UUID) -> bool:
    """Whether it stands there, once stood there, or will stand there after its check."""
    return any(
        session.scalar(
            select(
                exists().where(table.queue_id == queue_id, table.application_id == application_id)
            )
        )
        for table in (QueueEntryRow, QueueMoveRow)
    )


def _changes(
    session: Session, queue: Queue, queue_id: uuid.UUID, application_id: uuid.UUID
) -> list[NumberChange]:
    moves = moves_of_queue(session, queue_id)
    changes = number_changes(queue.key, ApplicationId(application_id), moves)
    return [change for change in reversed(changes) if change.before != change.after]


def _points(
    session: Session, queue_id: uuid.UUID, changes: Iterable[NumberChange]
) -> Iterable[HistoryPoint]:
    shown = list(changes)
    versions = {point.version for change in shown for point in change.points}
    known = rules_of_moves(session, queue_id, versions)
    return [_point(change, known) for change in shown if change.at is not None]


def _point(change: NumberChange, known: Mapping[int, tuple[str, int]]) -> HistoryPoint:
    assert change.at is not None
    of_points = [known[point.version] for point in change.points if point.version in known]
    return HistoryPoint(
        at=change.at,
        before=change.before,
        after=change.after,
        reasons=tuple(reasons_of(change)) if change.is_change else (),
        rules=tuple(dict.fromkeys(rule for rule, _ in of_points)),
        rules_version=max((version for _, version in of_points), default=None),
    )


def _child(session: Session, child_id: uuid.UUID) -> str:
    return session.scalar(select(ChildRow.full_name).where(ChildRow.id == child_id)) or ""
