"""Waiting lists of kindergartens: who joined when, and who is the next (V-14, rulebook 7.1(6))."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session

from kezek.core.applications import Application, State
from kezek.core.queues import SeatKey
from kezek.core.vouchers import ListEntry
from kezek.core.wishes import Cohort
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey

_MAY_GET_A_PLACE = tuple(
    str(one) for one in (State.WAITLISTED, State.VOUCHER_ACTIVE, State.ENROLLED)
)


class WaitingListRow(Base):
    """A child that waits for a place in one kindergarten."""

    __tablename__ = "waiting_list"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    kindergarten_id: Mapped[UuidKey]
    birth_year: Mapped[int]
    language: Mapped[str]
    queue_type: Mapped[str]
    joined_at: Mapped[datetime]


def waiting_list_rows(application: Application) -> list[dict[str, Any]]:
    """The turns that an application has on waiting lists, as rows without their tenant."""
    entries: tuple[ListEntry, ...] = application.voucher.lists if application.voucher else ()
    return [
        {
            "application_id": application.id,
            "kindergarten_id": entry.kindergarten,
            "birth_year": application.birth_year,
            "language": application.language,
            "queue_type": str(application.queue_type),
            "joined_at": entry.joined_at,
        }
        for entry in entries
    ]


def save_waiting_lists(
    session: Session, tenant_id: int, before: Application | None, after: Application
) -> None:
    """Makes the rows of an application's waiting lists what they are after a step."""
    had = {row["kindergarten_id"]: row for row in waiting_list_rows(before)} if before else {}
    has = {row["kindergarten_id"]: row for row in waiting_list_rows(after)}
    left = had.keys() - has.keys()
    if left:
        session.execute(
            delete(WaitingListRow).where(
                WaitingListRow.application_id == after.id,
                WaitingListRow.kindergarten_id.in_(left),
            )
        )
    joined = [{"tenant_id": tenant_id, **has[one]} for one in sorted(has.keys() - had.keys())]
    if joined:
        session.execute(insert(WaitingListRow), joined)


def with_a_list(session: Session, keys: Iterable[SeatKey]) -> set[SeatKey]:
    """Those of these seats for whose kindergarten anybody waits at all."""
    wanted = set(keys)
    awaited = set(
        session.scalars(
            select(WaitingListRow.kindergarten_id)
            .where(WaitingListRow.kindergarten_id.in_({key.kindergarten for key in wanted}))
            .distinct()
        )
    )
    return {key for key in wanted if key.kindergarten in awaited}


def first_waiting(session: Session, keys: Iterable[SeatKey], most: int) -> set[uuid.UUID]:
    """Of each list the first `most` who may get a place: none is kept for them already (R-6)."""
    found: set[uuid.UUID] = set()
    for key in keys:
        found |= set(
            session.scalars(
                select(WaitingListRow.application_id)
                .join(
                    ApplicationRow,
                    (ApplicationRow.tenant_id == WaitingListRow.tenant_id)
                    & (ApplicationRow.id == WaitingListRow.application_id),
                )
                .where(
                    *_of(key),
                    ApplicationRow.state.in_(_MAY_GET_A_PLACE),
                    ApplicationRow.voucher["hold"].astext.is_(None),
                )
                .order_by(
                    WaitingListRow.joined_at, ApplicationRow.submitted_at, ApplicationRow.serial
                )
                .limit(most)
            )
        )
    return found


def lengths_of(session: Session, cohort: Cohort) -> dict[uuid.UUID, int]:
    """How many wait on each list of a cohort (VX-14)."""
    rows = session.execute(
        select(WaitingListRow.kindergarten_id, func.count().label("waiting"))
        .where(
            WaitingListRow.birth_year == cohort.birth_year,
            WaitingListRow.language == cohort.language,
            WaitingListRow.queue_type == str(cohort.queue_type),
        )
        .group_by(WaitingListRow.kindergarten_id)
    )
    return {row.kindergarten_id: row.waiting for row in rows}


def lengths_at(session: Session, kindergarten_id: uuid.UUID) -> dict[tuple[int, str], int]:
    """How many wait on the lists of one kindergarten, by year of birth and language."""
    rows = session.execute(
        select(WaitingListRow.birth_year, WaitingListRow.language, func.count().label("waiting"))
        .where(WaitingListRow.kindergarten_id == kindergarten_id)
        .group_by(WaitingListRow.birth_year, WaitingListRow.language)
    )
    return {(row.birth_year, row.language): row.waiting for row in rows}


def _of(key: SeatKey) -> tuple[ColumnElement[bool], ...]:
    return (
        WaitingListRow.kindergarten_id == key.kindergarten,
        WaitingListRow.birth_year == key.birth_year,
        WaitingListRow.language == key.language,
        WaitingListRow.queue_type == str(key.queue_type),
    )


def position_of(
    session: Session, application_id: uuid.UUID, kindergarten_id: uuid.UUID
) -> int | None:
    """The turn of a child on one list, from 1; nothing if it is not there (N-48)."""
    own = session.scalar(
        select(WaitingListRow)
        .where(
            WaitingListRow.application_id == application_id,
            WaitingListRow.kindergarten_id == kindergarten_id,
        )
        .execution_options(populate_existing=True)
    )
    if own is None:
        return None
    ahead = session.scalar(
        select(func.count())
        .select_from(WaitingListRow)
        .where(
            WaitingListRow.kindergarten_id == own.kindergarten_id,
            WaitingListRow.birth_year == own.birth_year,
            WaitingListRow.language == own.language,
            WaitingListRow.queue_type == own.queue_type,
            tuple_(WaitingListRow.joined_at, WaitingListRow.application_id)
            < tuple_(own.joined_at, own.application_id),
        )
    )
    return (ahead or 0) + 1
