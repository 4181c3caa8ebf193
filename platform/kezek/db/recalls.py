"""How many places somebody has recalled lately, by the journal."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kezek.db.journal import FactRow


def recalled_since(session: Session, actor: str, since: datetime, *, but_for: str) -> int:
    """Recalls by this person since a moment, without those of one reason (R-46)."""
    count = session.scalar(
        select(func.count())
        .select_from(FactRow)
        .where(
            FactRow.kind == "place:recalled",
            FactRow.actor == actor,
            FactRow.at >= since,
            FactRow.payload["detail"]["reason"].astext.is_distinct_from(but_for),
        )
    )
    return count or 0
