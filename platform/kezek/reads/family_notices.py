"""A family's notices: the legal record of what it was told, the newest first (§10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.core.access import Actor
from kezek.core.delivery import DeliveryState, state_of
from kezek.db.notices import NoticeRow, find_notice
from kezek.db.outbox import OutboxRow
from kezek.db.scope import read_scope

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """One notice as it was recorded: its text, its language, and when it was read."""

    id: uuid.UUID
    application_id: uuid.UUID | None
    subject: str
    body: str
    language: str
    at: datetime
    read_at: datetime | None
    lost_at: datetime | None = None
    """When it was found that no channel had taken it in time."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How a notice left the house, how far it has come, and when that was known."""

    channel: str
    state: DeliveryState
    at: datetime | None


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One notice, and by which ways it was sent besides."""

    notice: ShownNotice
    sendings: tuple[Sending, ...]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """A page of the list."""

    notices: tuple[ShownNotice, ...]
    total: int
    unread: int
    current: int
    last: int

    @property
    def first_item(self) -> int:
        """Which notice of all is the first of the page."""
        return (self.current - 1) * ON_A_PAGE + 1

    @property
    def last_item(self) -> int:
        """Which is the last of it."""
        return min(self.current * ON_A_PAGE, self.total)

    @property
    def shown(self) -> tuple[int | None, ...]:
        """The numbers of pages to choose from; nothing stands for a gap."""
        near = {1, self.current - 1, self.current, self.current + 1, self.last}
        numbers = sorted(number for number in near if 1 <= number <= self.last)
        gaps: list[int | None] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            gaps += [None, number] if number - before > 1 else [number]
        return tuple(gaps)


def notices_page(tenant_id: int, actor: Actor, page: int) -> NoticesPage:
    """The family's notices of one page; a page that is not there is the nearest one."""
    with read_scope(tenant_id) as session:
        total = _count(session, actor)
        last = max(1, -(-total // ON_A_PAGE))
        current = min(max(page, 1), last)
        rows = session.scalars(
            select(NoticeRow)
            .where(NoticeRow.guardian_id == actor.guardian_id)
            .order_by(NoticeRow.seq.desc())
            .offset((current - 1) * ON_A_PAGE)
            .limit(ON_A_PAGE)
        )
        notices = tuple(_shown(row) for row in rows)
        return NoticesPage(notices, total, _count(session, actor, only_new=True), current, last)


def notice_page(tenant_id: int, actor: Actor, notice_id: uuid.UUID) -> NoticePage | None:
    """One notice of the family; the same nothing for what is not there or not its own."""
    with read_scope(tenant_id) as session:
        row = find_notice(session, notice_id)
        if row is None or row.guardian_id is None or row.guardian_id != actor.guardian_id:
            return None
        sendings = session.scalars(
            select(OutboxRow)
            .where(OutboxRow.notice_id == notice_id)
            .order_by(OutboxRow.channel.desc(), OutboxRow.created_at)
        )
        return NoticePage(
            _shown(row),
            tuple(
                Sending(
                    one.channel,
                    state_of(one.outcome, one.failure),
                    one.delivered_at or one.settled_at,
                )
                for one in sendings
            ),
        )


def _shown(row: NoticeRow) -> ShownNotice:
    return ShownNotice(
        id=row.id,
        application_id=row.application_id,
        subject=row.subject,
        body=row.body,
        language=row.language,
        at=row.recorded_at,
        read_at=row.read_at,
        lost_at=row.escalated_at,
    )


def _count(session: Session, actor: Actor, *, only_new: bool = False) -> int:
    query = (
        select(func.count())
        .select_from(NoticeRow)
        .where(NoticeRow.guardian_id == actor.guardian_id)
    )
    if only_new:
        query = query.where(NoticeRow.read_at.is_(None))
    return session.scalar(query) or 0
