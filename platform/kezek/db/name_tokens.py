"""Keyed hashes of names with birth dates: by them a child is found, and nothing is read (D-11)."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import LargeBinary, Row, delete, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey
from kezek.db.people import ChildRow


class NameTokenRow(Base):
    """One word of a child's name with its birth date."""

    __tablename__ = "name_tokens"

    tenant_id: Mapped[TenantKey]
    token: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    child_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)


def children_by_tokens(
    session: Session, tokens: Collection[bytes], most: int
) -> Sequence[uuid.UUID]:
    """The children who have all of these tokens, so many of them at most."""
    return session.scalars(
        select(NameTokenRow.child_id)
        .where(NameTokenRow.token.in_(tokens))
        .group_by(NameTokenRow.child_id)
        .having(func.count() == len(tokens))
        .order_by(NameTokenRow.child_id)
        .limit(most)
    ).all()


def keep_tokens(
    session: Session, tenant_id: int, tokens: Collection[tuple[uuid.UUID, bytes]]
) -> None:
    """Adds tokens of children; those that are there stay."""
    if tokens:
        session.execute(
            insert(NameTokenRow).on_conflict_do_nothing(),
            [
                {"tenant_id": tenant_id, "child_id": child_id, "token": token}
                for child_id, token in tokens
            ],
        )


def drop_tokens(session: Session, child_id: uuid.UUID) -> None:
    """Takes a child's tokens away: it has another name now, or another birth date."""
    session.execute(delete(NameTokenRow).where(NameTokenRow.child_id == child_id))


def without_tokens(
    session: Session, after: uuid.UUID, most: int
) -> Sequence[Row[uuid.UUID, str, date]]:
    """Children who cannot be found by name yet, in the order of their ids, after one of them."""
    has_some = exists().where(
        NameTokenRow.tenant_id == ChildRow.tenant_id, NameTokenRow.child_id == ChildRow.id
    )
    return session.execute(
        select(ChildRow.id, ChildRow.full_name, ChildRow.born_on)
        .where(ChildRow.id > after, ~has_some)
        .order_by(ChildRow.id)
        .limit(most)
    ).all()
