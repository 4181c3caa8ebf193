"""The queues that are not of one kindergarten: by category, or by year and language (7.1, 5.2)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.adapters.services import services
from kezek.core.cohorts import reference_year
from kezek.core.queues import CategoryKey, QueueKey, key_order
from kezek.core.regions import Tenant
from kezek.core.territories import Mode, Territory, get_territory
from kezek.core.turns import Standing
from kezek.db.numbers import under_review
from kezek.db.queues import QueueEntryRow, QueueRow
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.reads.queue_board import BoardNews, Place, QueueBoard, Version, board_of, shown_anew


@dataclass(frozen=True, slots=True)
class SharedQueue:
    """One such queue with how many stand in it."""

    id: uuid.UUID
    key: QueueKey
    where: str
    birth_year: int
    waiting: int


@dataclass(frozen=True, slots=True)
class TerritoryQueues:
    """The queues of one territory, and by which rules places are given there."""

    territory: str
    mode: Mode
    queues: tuple[SharedQueue, ...]


@dataclass(frozen=True, slots=True)
class SharedQueues:
    """All of them at one moment."""

    territories: tuple[TerritoryQueues, ...]
    as_of: datetime


def shared_queues(tenant_id: int, language: str) -> SharedQueues:
    """Every shared queue and category in which somebody stands, territory by territory."""
    with read_scope(tenant_id) as session:
        now = services().clock.now(session)
        _, region = region_at(session, tenant_id, now)
        rows = session.execute(
            select(QueueRow, func.count())
            .join(
                QueueEntryRow,
                (QueueEntryRow.tenant_id == QueueRow.tenant_id)
                & (QueueEntryRow.queue_id == QueueRow.id)
                & QueueEntryRow.is_shown,
            )
            .where(QueueRow.kindergarten_id.is_(None))
            .group_by(QueueRow.tenant_id, QueueRow.id)
        ).all()
        lines = [_line(region, row, count, language, now) for row, count in rows]
        today = region.calendar.local_day(now)
        return SharedQueues(
            tuple(
                TerritoryQueues(_name(one, language), mode, _of(lines, one.slug))
                for one in region.territories
                if (mode := one.mode_on(today)) is not None and _of(lines, one.slug)
            ),
            now,
        )


def shared_board(
    tenant_id: int,
    queue_id: uuid.UUID,
    page: int,
    language: str,
    is_known: Callable[[Version], bool],
) -> BoardNews | None:
    """One page of such a queue, read only if its version is not known to the reader already.

    Nothing for a queue that is not there, or that is a kindergarten's.
    """
    with read_scope(tenant_id) as session:
        row = session.scalar(select(QueueRow).where(QueueRow.id == queue_id))
        if row is None or row.kindergarten_id is not None:
            return None
        now = services().clock.now(session)
        left_out = under_review(session, row.key)
        version = (row.id, row.moves, left_out, shown_anew(now))
        if is_known(version):
            return BoardNews(version, row.id, None)
        return BoardNews(version, row.id, _board(session, row, left_out, page, language, now))


def _board(
    session: Session, row: QueueRow, left_out: int, page: int, language: str, now: datetime
) -> QueueBoard:
    _, region = region_at(session, row.tenant_id, now)
    line = _line(region, row, 0, language, now)
    place = Place(line.where, line.birth_year)
    return board_of(session, place, row.key, row, left_out, page, now)


def _line(region: Tenant, row: QueueRow, waiting: int, language: str, now: datetime) -> SharedQueue:
    assert row.territory is not None, "a queue of neither kindergarten nor territory"
    key = row.key
    year = row.birth_year
    if isinstance(key, CategoryKey):
        year = reference_year(region.rules, region.calendar, now) - key.cohort
    territory = get_territory(region.territories, row.territory)
    return SharedQueue(row.id, key, _name(territory, language), year, waiting)


def _of(lines: list[SharedQueue], territory: str) -> tuple[SharedQueue, ...]:
    own = (one for one in lines if getattr(one.key, "territory", "") == territory)
    return tuple(sorted(own, key=_turn))


def _turn(line: SharedQueue) -> tuple[object, ...]:
    """Categories of one age stand in the order in which they are served: O, P, G (7.1(3))."""
    key = line.key
    if isinstance(key, CategoryKey):
        return key.cohort, [*map(str, Standing)].index(key.standing)
    return key_order(key)


def _name(territory: Territory, language: str) -> str:
    return territory.ru if language == "ru" else territory.kk
