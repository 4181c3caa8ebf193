"""The end of a school year in a kindergarten: its steps, and what is decided on its children."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.year_ends import Deed, Goes
from kezek.db.base import Base, TenantKey, UuidKey


class YearEndRow(Base):
    """One August of one kindergarten."""

    __tablename__ = "year_ends"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kindergarten_id: Mapped[uuid.UUID]
    school_year: Mapped[int]
    """The year in which the school year begins that comes after it."""
    on_day: Mapped[date]
    stage: Mapped[str]
    openings: Mapped[list[Any]] = mapped_column(JSONB)
    publishes: Mapped[bool]
    begun_at: Mapped[datetime]
    begun_by: Mapped[str]
    signed_at: Mapped[datetime | None]
    signed_by: Mapped[str | None]
    finished_at: Mapped[datetime | None]
    version: Mapped[int]


class YearEndChildRow(Base):
    """What is decided on one child where it is not what its birth year says, and what was done."""

    __tablename__ = "year_end_children"

    tenant_id: Mapped[TenantKey]
    year_end_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    application_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    deed: Mapped[str]
    to_group_id: Mapped[uuid.UUID | None]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]

    @property
    def goes(self) -> Goes:
        """What is decided."""
        return Goes(Deed(self.deed), self.to_group_id)


def find_year_end(
    session: Session, year_end_id: uuid.UUID, *, for_update: bool = False
) -> YearEndRow | None:
    """One of them by its id."""
    query = select(YearEndRow).where(YearEndRow.id == year_end_id)
    return session.scalar(query.with_for_update() if for_update else query)


def year_end_of(
    session: Session, kindergarten_id: uuid.UUID, school_year: int
) -> YearEndRow | None:
    """That of a kindergarten before a school year."""
    return session.scalar(
        select(YearEndRow).where(
            YearEndRow.kindergarten_id == kindergarten_id, YearEndRow.school_year == school_year
        )
    )


def begin_year_end(session: Session, row: Mapping[str, Any]) -> None:
    """Makes a draft; one that is there already stays as it is."""
    session.execute(
        upsert(YearEndRow).values(**row).on_conflict_do_nothing(constraint="uq_year_ends_year")
    )


def children_of_year_end(session: Session, year_end_id: uuid.UUID) -> Sequence[YearEndChildRow]:
    """What is decided and done on children."""
    return session.scalars(
        select(YearEndChildRow)
        .where(YearEndChildRow.year_end_id == year_end_id)
        .order_by(YearEndChildRow.application_id)
    ).all()


def decide_child(
    session: Session,
    tenant_id: int,
    year_end_id: uuid.UUID,
    application_id: uuid.UUID,
    deed: str,
    to_group_id: uuid.UUID | None,
) -> None:
    """Keeps the decision on one child in place of an earlier one."""
    values = {"deed": deed, "to_group_id": to_group_id, "done_at": None, "outcome": None}
    session.execute(
        upsert(YearEndChildRow)
        .values(
            tenant_id=tenant_id, year_end_id=year_end_id, application_id=application_id, **values
        )
        .on_conflict_do_update(constraint="pk_year_end_children", set_=values)
    )


def forget_child(session: Session, year_end_id: uuid.UUID, application_id: uuid.UUID) -> None:
    """The child goes by its birth year again."""
    session.execute(
        delete(YearEndChildRow).where(
            YearEndChildRow.year_end_id == year_end_id,
            YearEndChildRow.application_id == application_id,
        )
    )


def freeze_children(
    session: Session, tenant_id: int, year_end_id: uuid.UUID, lines: Sequence[Mapping[str, Any]]
) -> None:
    """Writes down what will be done, child by child, in place of the exceptions alone."""
    session.execute(delete(YearEndChildRow).where(YearEndChildRow.year_end_id == year_end_id))
    if lines:
        session.execute(
            insert(YearEndChildRow),
            [{"tenant_id": tenant_id, "year_end_id": year_end_id, **one} for one in lines],
        )


def mark_child(
    session: Session,
    year_end_id: uuid.UUID,
    application_id: uuid.UUID,
    outcome: str,
    done_at: datetime | None,
) -> None:
    """What became of one child; without a moment it is still to be done."""
    session.execute(
        update(YearEndChildRow)
        .where(
            YearEndChildRow.year_end_id == year_end_id,
            YearEndChildRow.application_id == application_id,
        )
        .values(outcome=outcome, done_at=done_at)
    )


def due_year_ends(session: Session, today: date) -> Sequence[uuid.UUID]:
    """Those that are signed and whose day has come."""
    return session.scalars(
        select(YearEndRow.id)
        .where(YearEndRow.stage == "signed", YearEndRow.on_day <= today)
        .order_by(YearEndRow.on_day, YearEndRow.id)
    ).all()


def next_year_end_day(session: Session) -> date | None:
    """The earliest day of those that are signed and not carried out."""
    return session.scalar(select(func.min(YearEndRow.on_day)).where(YearEndRow.stage == "signed"))
