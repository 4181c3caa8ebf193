"""The registry: kindergartens and their groups, and what a choice may name."""

import uuid
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sqlalchemy import ARRAY, Boolean, Float, Numeric, Text, exists, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.queues import Kind
from kezek.core.triggers import Chosen
from kezek.db.base import Base, TenantKey, UuidKey


class KindergartenRow(Base):
    """One preschool organisation (L-3.06)."""

    __tablename__ = "kindergartens"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    external_id: Mapped[str]
    name_kk: Mapped[str | None]
    name_ru: Mapped[str]
    kind: Mapped[str]
    ownership: Mapped[str]
    territory: Mapped[str]
    address_kk: Mapped[str]
    address_ru: Mapped[str]
    lat: Mapped[float | None] = mapped_column(Float)
    lon: Mapped[float | None] = mapped_column(Float)
    phone: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(ARRAY(Text))
    hours: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    capacity: Mapped[int | None]
    source: Mapped[str]
    bin: Mapped[str] = mapped_column(server_default="")
    """Its business identification number, by which its head's key is known; empty where unknown."""
    is_demo: Mapped[bool] = mapped_column(Boolean)
    closed_on: Mapped[date | None]
    """From which day on it takes nobody; it stays for the history of its children."""
    closed_words_kk: Mapped[str] = mapped_column(server_default="")
    closed_words_ru: Mapped[str] = mapped_column(server_default="")
    """What everybody reads of the closing; empty where nothing was said."""

    def name(self, language: str) -> str:
        """Its name in the reader's language; Russian where no Kazakh name is known."""
        return (self.name_kk or self.name_ru) if language == "kk" else self.name_ru

    def closed_words(self, language: str) -> str:
        """Why it was closed, in the reader's language."""
        return self.closed_words_kk if language == "kk" else self.closed_words_ru


class GroupRow(Base):
    """A group of one cohort: without any, a kindergarten is listed and cannot be chosen."""

    __tablename__ = "groups"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kindergarten_id: Mapped[uuid.UUID]
    birth_year: Mapped[int]
    language: Mapped[str]
    capacity: Mapped[int]
    hours: Mapped[Decimal | None] = mapped_column(Numeric(3, 1))
    """Its own hours of work; nothing where they are the kindergarten's (A-30)."""
    is_demo: Mapped[bool] = mapped_column(Boolean)


def chosen_kindergartens(session: Session, ids: Iterable[uuid.UUID]) -> tuple[Chosen, ...] | None:
    """What a decision needs of these kindergartens, in order; nothing if one is unknown."""
    wanted = list(ids)
    has_groups = exists().where(
        GroupRow.tenant_id == KindergartenRow.tenant_id,
        GroupRow.kindergarten_id == KindergartenRow.id,
    )
    rows = session.execute(
        select(KindergartenRow, has_groups).where(KindergartenRow.id.in_(set(wanted)))
    )
    known = {row.id: _chosen(row, has_any) for row, has_any in rows}
    if any(one not in known for one in wanted):
        return None
    return tuple(known[one] for one in wanted)


def _chosen(row: KindergartenRow, has_groups: bool) -> Chosen:
    return Chosen(
        id=KindergartenId(row.id),
        queue_type=Kind(row.kind).queue_type,
        territory=row.territory,
        is_private=row.ownership == "private",
        under_order=row.ownership == "private_order",
        # A closed one is like one without groups: nobody can choose it.
        has_groups=has_groups and row.closed_on is None,
    )


def territories_of(
    session: Session, kindergartens: Iterable[uuid.UUID]
) -> dict[KindergartenId, TerritorySlug]:
    """Where these kindergartens are."""
    wanted = set(kindergartens)
    if not wanted:
        return {}
    rows = session.execute(
        select(KindergartenRow.id, KindergartenRow.territory).where(KindergartenRow.id.in_(wanted))
    )
    return {KindergartenId(row.id): TerritorySlug(row.territory) for row in rows}


def find_kindergarten(session: Session, kindergarten_id: uuid.UUID) -> KindergartenRow | None:
    """One kindergarten by its id."""
    return session.scalar(select(KindergartenRow).where(KindergartenRow.id == kindergarten_id))
