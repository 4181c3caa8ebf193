"""Regions that stand still, and everything that is turned off: read together by every process."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Date, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.stops import Level, Stop
from kezek.core.switches import Off, Switch
from kezek.db.base import Base, UuidKey


class TenantStopRow(Base):
    """One stop of a region, with who began and who ended it."""

    __tablename__ = "tenant_stops"

    id: Mapped[UuidKey]
    tenant_id: Mapped[int]
    level: Mapped[str]
    reason: Mapped[str]
    words_kk: Mapped[str]
    words_ru: Mapped[str]
    began_at: Mapped[datetime]
    began_by: Mapped[str]
    kept_through_on: Mapped[date | None] = mapped_column(Date)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]

    @property
    def value(self) -> Stop:
        """The stop as pages need to know it."""
        return Stop(
            Level(self.level), self.words_kk, self.words_ru, self.began_at, self.kept_through_on
        )


class SwitchRow(Base):
    """One time for which something was turned off."""

    __tablename__ = "switches"

    id: Mapped[UuidKey]
    name: Mapped[str]
    tenant_id: Mapped[int | None]
    reason: Mapped[str]
    off_at: Mapped[datetime]
    off_by: Mapped[str]
    until: Mapped[datetime | None]
    on_at: Mapped[datetime | None]
    on_by: Mapped[str | None]

    @property
    def value(self) -> Off:
        """The same as every process keeps it."""
        return Off(Switch(self.name), self.tenant_id, self.until)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands still and what is off at one moment."""

    stops: dict[int, Stop]
    off: tuple[Off, ...]
    now: datetime


def standing(session: Session, now: datetime) -> Standing:
    """Everything that is stopped or turned off now."""
    stops = {row.tenant_id: row.value for row in open_stops(session)}
    return Standing(stops, tuple(row.value for row in open_switches(session, now)), now)


def open_stops(session: Session) -> Sequence[TenantStopRow]:
    """Stops that have not ended."""
    return session.scalars(select(TenantStopRow).where(TenantStopRow.ended_at.is_(None))).all()


def open_stop(session: Session, tenant_id: int) -> TenantStopRow | None:
    """The stop in which a region is, held until the transaction ends."""
    return session.scalar(
        select(TenantStopRow)
        .where(TenantStopRow.tenant_id == tenant_id, TenantStopRow.ended_at.is_(None))
        .with_for_update()
    )


def stops_of(session: Session, tenant_id: int) -> Sequence[TenantStopRow]:
    """Every stop of a region, the newest first."""
    return session.scalars(
        select(TenantStopRow)
        .where(TenantStopRow.tenant_id == tenant_id)
        .order_by(TenantStopRow.began_at.desc())
    ).all()


def find_switch(session: Session, switch_id: uuid.UUID) -> SwitchRow | None:
    """The row of this number, held until the transaction ends."""
    return session.scalar(select(SwitchRow).where(SwitchRow.id == switch_id).with_for_update())


def open_switches(session: Session, now: datetime) -> Sequence[SwitchRow]:
    """What is off now: nobody turned it on and its time has not run out."""
    return session.scalars(
        select(SwitchRow)
        .where(SwitchRow.on_at.is_(None), or_(SwitchRow.until.is_(None), SwitchRow.until > now))
        .order_by(SwitchRow.off_at)
    ).all()


def unended_switch(session: Session, name: str, tenant_id: int | None) -> SwitchRow | None:
    """The row that stands in the way of another for the same thing, run out or not."""
    return session.scalar(
        select(SwitchRow)
        .where(
            SwitchRow.name == name,
            SwitchRow.tenant_id.is_not_distinct_from(tenant_id),
            SwitchRow.on_at.is_(None),
        )
        .with_for_update()
    )


def past_switches(session: Session, now: datetime, limit: int) -> Sequence[SwitchRow]:
    """What was off and is on again, the newest first."""
    over = or_(SwitchRow.on_at.is_not(None), SwitchRow.until <= now)
    ended = func.coalesce(SwitchRow.on_at, SwitchRow.until)
    return session.scalars(select(SwitchRow).where(over).order_by(ended.desc()).limit(limit)).all()
