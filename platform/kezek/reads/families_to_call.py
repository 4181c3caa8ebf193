"""Families that no message has reached: the hotline calls those who wait longest first (§10)."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from kezek.core.masking import masked_name, masked_phone
from kezek.core.paging import Pages, pages_of
from kezek.db.applications import ApplicationRow
from kezek.db.notices import HotlineTaskRow, NoticeRow
from kezek.db.people import ChildRow, GuardianRow
from kezek.db.scope import read_scope

PAGE = 25


@dataclass(frozen=True, slots=True)
class ToCall:
    """A family that no message has reached."""

    id: uuid.UUID
    application_id: uuid.UUID | None
    number: str
    child: str
    parent: str
    phone: str
    notice: str
    language: str
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class ToCallPage:
    """One page of the families that are to be called, those who wait longest first."""

    families: tuple[ToCall, ...]
    pages: Pages


def to_call_page(tenant_id: int, wished: int) -> ToCallPage:
    """The families that no message has reached (§10)."""
    with read_scope(tenant_id) as session:
        query = _to_call()
        open_ones = select(func.count()).where(HotlineTaskRow.closed_at.is_(None))
        total = session.scalar(open_ones) or 0
        pages = pages_of(total, wished, PAGE)
        rows = session.execute(
            query.order_by(HotlineTaskRow.opened_at, HotlineTaskRow.id)
            .offset(pages.first_item - 1)
            .limit(PAGE)
        )
        return ToCallPage(
            tuple(
                ToCall(
                    id=row.id,
                    application_id=row.application_id,
                    number=row.number or "",
                    child=masked_name(row.child or ""),
                    parent=masked_name(row.GuardianRow.full_name),
                    phone=masked_phone(row.GuardianRow.phone),
                    notice=row.subject,
                    language=row.language,
                    opened_at=row.opened_at,
                )
                for row in rows
            ),
            pages,
        )


def _to_call() -> Select[*tuple[Any, ...]]:
    task = HotlineTaskRow
    return (
        select(
            task.id,
            task.application_id,
            task.opened_at,
            ApplicationRow.number,
            ChildRow.full_name.label("child"),
            GuardianRow,
            NoticeRow.subject,
            NoticeRow.language,
        )
        .join(
            GuardianRow,
            (GuardianRow.tenant_id == task.tenant_id) & (GuardianRow.id == task.guardian_id),
        )
        .join(NoticeRow, (NoticeRow.tenant_id == task.tenant_id) & (NoticeRow.id == task.notice_id))
        .outerjoin(
            ApplicationRow,
            (ApplicationRow.tenant_id == task.tenant_id)
            & (ApplicationRow.id == task.application_id),
        )
        .outerjoin(
            ChildRow,
            (ChildRow.tenant_id == ApplicationRow.tenant_id)
            & (ChildRow.id == ApplicationRow.child_id),
        )
        .where(task.closed_at.is_(None))
    )
