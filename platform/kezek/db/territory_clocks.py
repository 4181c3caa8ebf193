"""Until when each territory has done what it does by itself: bulletins, windows, iterations."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey


class TerritoryClockRow(Base):
    """A territory and the moment up to which everything of its calendar has happened."""

    __tablename__ = "territory_clocks"

    tenant_id: Mapped[TenantKey]
    territory: Mapped[str] = mapped_column(primary_key=True)
    done_until: Mapped[datetime]


def territory_clocks(session: Session) -> Mapping[str, datetime]:
    """Every territory that does anything by itself, with that moment."""
    rows = session.execute(select(TerritoryClockRow.territory, TerritoryClockRow.done_until))
    return {row.territory: row.done_until for row in rows}


def set_clocks(
    session: Session, tenant_id: int, territories: Iterable[str], done_until: datetime
) -> None:
    """Everything of these territories has happened up to this moment."""
    rows = [
        {"tenant_id": tenant_id, "territory": one, "done_until": done_until}
        for one in sorted(set(territories))
    ]
    if not rows:
        return
    statement = insert(TerritoryClockRow)
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "territory"],
            set_={"done_until": statement.excluded.done_until},
        ),
        rows,
    )
