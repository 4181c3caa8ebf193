"""Erasures of closed regions: what was announced, what went, and the one door that erases."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from psycopg import sql
from sqlalchemy import Date, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.erasures import Keeping
from kezek.core.stops import Level
from kezek.db.base import Base, UuidKey
from kezek.db.deployment_acts import DeploymentActRow
from kezek.db.region_rows import walled_tables
from kezek.db.stops import TenantStopRow

KEPT_TABLES = frozenset(
    {
        *("journal_facts", "journal_positions", "journal_seals", "journal_unsealed"),
        *("family_keys", "tenant_versions"),
    }
)
"""What stays: the journal with its proof, keys that open nothing any more, and the settings.

What a family's facts say of persons is sealed under the key that is destroyed. The function
`erase_region` has the same list.
"""


class RegionErasureRow(Base):
    """One erasure, by the stop that closed the region."""

    __tablename__ = "region_erasures"

    stop_id: Mapped[UuidKey]
    tenant_id: Mapped[int]
    announced_on: Mapped[date] = mapped_column(Date)
    announced_at: Mapped[datetime]
    foreseen: Mapped[dict[str, int]] = mapped_column(JSONB)
    erased_at: Mapped[datetime | None]
    erased: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))


def find_erasure(session: Session, stop_id: uuid.UUID) -> RegionErasureRow | None:
    """The erasure of this closing, if it was announced."""
    return session.get(RegionErasureRow, stop_id)


def closed_regions(session: Session) -> Sequence[TenantStopRow]:
    """The closings that stand, by the day through which data are kept."""
    return session.scalars(
        select(TenantStopRow)
        .where(TenantStopRow.ended_at.is_(None), TenantStopRow.level == str(Level.CLOSED))
        .order_by(TenantStopRow.kept_through_on)
    ).all()


def keeping_of(session: Session, stop: TenantStopRow) -> Keeping:
    """How a closing stands; the rows of the region itself are not asked."""
    erasure = find_erasure(session, stop.id)
    assert stop.kept_through_on is not None, "a closing says how long data are kept"
    return Keeping(
        stop.kept_through_on,
        closed_at=_last(session, stop.tenant_id, "tenant:closed") or stop.began_at,
        exported_at=_last(session, stop.tenant_id, "tenant:export-sent"),
        announced_on=erasure.announced_on if erasure else None,
        erased_at=erasure.erased_at if erasure else None,
    )


def _last(session: Session, tenant_id: int, kind: str) -> datetime | None:
    return session.scalar(
        select(func.max(DeploymentActRow.at)).where(
            DeploymentActRow.tenant_id == tenant_id,
            DeploymentActRow.kind == kind,
            DeploymentActRow.actor.startswith("operator:"),
        )
    )


def rows_to_erase(session: Session) -> dict[str, int]:
    """How many rows of the running transaction's region each table has that will be emptied."""
    found = {}
    for table in walled_tables(session):
        if table not in KEPT_TABLES:
            count = sql.SQL("select count(*) from {}").format(sql.Identifier(table))
            found[table] = session.execute(text(count.as_string())).scalar_one()
    return found


def erase_rows(session: Session, stop_id: uuid.UUID, today: date) -> dict[str, int]:
    """Erases the region of the running transaction; gives how many rows went, table by table.

    The database looks by itself whether it may. Raises DBAPIError where it may not.
    """
    erase = text("select erase_region(:stop, :today)")
    gone: dict[str, int] = session.execute(erase, {"stop": stop_id, "today": today}).scalar_one()
    return gone
