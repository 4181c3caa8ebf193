"""The lines of an indigo territory's bulletins: appended, never changed."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.bulletins import BulletinLine
from kezek.db.base import Base, TenantKey, UuidKey


class BulletinLineRow(Base):
    """One place as one bulletin lists it, or as it was taken back later."""

    __tablename__ = "bulletin_lines"

    tenant_id: Mapped[TenantKey]
    place_id: Mapped[UuidKey]
    bulletin_on: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    territory: Mapped[str]
    at: Mapped[datetime]
    kindergarten_id: Mapped[uuid.UUID]
    birth_year: Mapped[int]
    language: Mapped[str]
    queue_type: Mapped[str]
    serial: Mapped[int]
    temporary_until: Mapped[date | None]
    reason: Mapped[str]


def add_lines(session: Session, tenant_id: int, lines: Iterable[BulletinLine]) -> None:
    """Appends lines to their bulletins."""
    rows = [{"tenant_id": tenant_id, **asdict(line), "kind": str(line.kind)} for line in lines]
    if rows:
        session.execute(insert(BulletinLineRow), rows)
