"""The newest notices to a kindergarten or to the specialists (N-19, N-21 to N-24, N-27 to N-54)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from kezek.db.notices import NoticeRow
from kezek.db.scope import read_scope

NEWEST = 10


@dataclass(frozen=True, slots=True)
class StaffNews:
    """One notice: what it is about, and of which application."""

    code: str
    about: str
    number: str
    detail: str
    at: datetime
    application_id: uuid.UUID | None


def staff_news(tenant_id: int, kindergarten_id: uuid.UUID | None = None) -> tuple[StaffNews, ...]:
    """The newest notices of a kindergarten; without one those of the specialists."""
    query = select(NoticeRow).order_by(NoticeRow.recorded_at.desc(), NoticeRow.seq.desc())
    if kindergarten_id is None:
        query = query.where(NoticeRow.audience == "office")
    else:
        query = query.where(NoticeRow.kindergarten_id == kindergarten_id)
    with read_scope(tenant_id) as session:
        return tuple(
            StaffNews(
                code=row.code,
                about=str(row.values.get("about", "")),
                number=str(row.values.get("number", "")),
                detail=str(row.values.get("detail", "")),
                at=row.recorded_at,
                application_id=row.application_id,
            )
            for row in session.scalars(query.limit(NEWEST))
        )
