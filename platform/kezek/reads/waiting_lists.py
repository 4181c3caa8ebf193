"""Who waits for a kindergarten, in the order of joining: numbers of applications, no names."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from kezek.core.applications import State
from kezek.db.applications import ApplicationRow
from kezek.db.kindergartens import find_kindergarten
from kezek.db.scope import read_scope
from kezek.db.waiting_lists import WaitingListRow


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One child on a list."""

    position: int
    number: str
    joined_at: datetime
    attends: bool
    """It attends another kindergarten already and would move."""


@dataclass(frozen=True, slots=True)
class WaitingList:
    """The list for one year of birth and language."""

    birth_year: int
    language: str
    lines: tuple[WaitingLine, ...]


@dataclass(frozen=True, slots=True)
class WaitingLists:
    """All lists of a kindergarten."""

    id: uuid.UUID
    name: str
    lists: tuple[WaitingList, ...]


def waiting_lists(tenant_id: int, kindergarten_id: uuid.UUID, language: str) -> WaitingLists | None:
    """The lists of a kindergarten, the youngest children first (V-14)."""
    with read_scope(tenant_id) as session:
        garden = find_kindergarten(session, kindergarten_id)
        if garden is None:
            return None
        lists = tuple(_lists(session, kindergarten_id))
        return WaitingLists(garden.id, garden.name(language), lists)


def _lists(session: Session, kindergarten_id: uuid.UUID) -> Iterable[WaitingList]:
    rows = session.execute(
        select(WaitingListRow, ApplicationRow.number, ApplicationRow.state)
        .join(
            ApplicationRow,
            (ApplicationRow.tenant_id == WaitingListRow.tenant_id)
            & (ApplicationRow.id == WaitingListRow.application_id),
        )
        .where(WaitingListRow.kindergarten_id == kindergarten_id)
        .order_by(
            WaitingListRow.birth_year.desc(),
            WaitingListRow.language,
            WaitingListRow.joined_at,
            WaitingListRow.application_id,
        )
    ).all()
    for key, group in groupby(rows, key=lambda row: (row[0].birth_year, row[0].language)):
        lines = tuple(
            WaitingLine(at, number, entry.joined_at, attends=state == State.ENROLLED)
            for at, (entry, number, state) in enumerate(group, start=1)
        )
        yield WaitingList(*key, lines)
