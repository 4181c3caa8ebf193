"""Signed switches of territories: rows with what was rehearsed, and with what happened (R-10)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, defer, mapped_column

from kezek.core.applications import ENDED, SHOWN
from kezek.core.images import from_json, to_json
from kezek.core.modes.rehearsals import ChildLine
from kezek.db.applications import ApplicationRow
from kezek.db.base import Base, TenantKey, UuidKey

_LINES = JSONB(none_as_null=True)


class TerritorySwitchRow(Base):
    """One switch that an administrator has signed."""

    __tablename__ = "territory_switches"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    territory: Mapped[str]
    mode_before: Mapped[str]
    mode_after: Mapped[str]
    from_on: Mapped[date]
    reason: Mapped[str]
    signed_at: Mapped[datetime]
    signed_by: Mapped[str]
    rehearsal: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None]
    cancelled_why: Mapped[str | None]
    happened_at: Mapped[datetime | None]
    outcome: Mapped[list[dict[str, Any]] | None] = mapped_column(_LINES)

    @property
    def is_planned(self) -> bool:
        """Whether its day has not come and nobody has taken it back."""
        return self.cancelled_at is None and self.happened_at is None


def lines_to_json(lines: Sequence[ChildLine]) -> list[dict[str, Any]]:
    """Lines as a column keeps them."""
    return [cast("dict[str, Any]", to_json(one)) for one in lines]


def lines_from_json(stored: Sequence[dict[str, Any]] | None) -> tuple[ChildLine, ...]:
    """Lines as the core has them; none where nothing is stored."""
    return tuple(from_json(ChildLine, one) for one in stored or ())


def find_switch(session: Session, switch_id: uuid.UUID) -> TerritorySwitchRow | None:
    """The switch of this number."""
    return session.scalar(select(TerritorySwitchRow).where(TerritorySwitchRow.id == switch_id))


def all_switches(session: Session) -> list[TerritorySwitchRow]:
    """Every switch without its lines, the latest day first."""
    return list(
        session.scalars(
            select(TerritorySwitchRow)
            .options(defer(TerritorySwitchRow.rehearsal), defer(TerritorySwitchRow.outcome))
            .order_by(TerritorySwitchRow.from_on.desc(), TerritorySwitchRow.signed_at.desc())
        )
    )


def planned_switch(session: Session, territory: str, from_on: date) -> TerritorySwitchRow | None:
    """The signed switch of a territory to a day, if nobody has taken it back."""
    return session.scalar(
        select(TerritorySwitchRow).where(
            TerritorySwitchRow.territory == territory,
            TerritorySwitchRow.from_on == from_on,
            TerritorySwitchRow.cancelled_at.is_(None),
            TerritorySwitchRow.happened_at.is_(None),
        )
    )


def live_states(session: Session, territory: str) -> dict[str, int]:
    """How many live applications of a territory are in each state."""
    rows = session.execute(
        select(ApplicationRow.state, func.count().label("many"))
        .where(
            ApplicationRow.territory == territory,
            ApplicationRow.state.not_in([str(state) for state in ENDED]),
        )
        .group_by(ApplicationRow.state)
    )
    return {row.state: row.many for row in rows}


def waiting_by_territory(session: Session) -> dict[str, int]:
    """How many stand in the queues of each territory."""
    rows = session.execute(
        select(ApplicationRow.territory, func.count().label("many"))
        .where(ApplicationRow.state.in_([str(state) for state in SHOWN]))
        .group_by(ApplicationRow.territory)
    )
    return {row.territory: row.many for row in rows}
