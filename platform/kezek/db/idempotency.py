"""Keys of requests already answered: the same key gives the same answer, never a second effect."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey


class IdempotencyKeyRow(Base):
    """One answered request."""

    __tablename__ = "idempotency_keys"

    tenant_id: Mapped[TenantKey]
    actor: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes] = mapped_column(LargeBinary)
    response: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Once:
    """A request that must have its effect once: its key and what it asks for."""

    key: str
    request: str

    @property
    def request_hash(self) -> bytes:
        """A digest of what is asked, so that a key is never reused for something else."""
        return hashlib.sha256(self.request.encode()).digest()


class Repeated(Exception):
    """The request was answered before; `response` says how."""

    def __init__(self, response: dict[str, Any]) -> None:
        super().__init__("answered before")
        self.response = response


class KeyReused(Exception):
    """The same key came with another request: answered with 409, nothing changes."""


def find_response(session: Session, actor: str, once: Once) -> dict[str, Any] | None:
    """How a request of this key was answered. Raises KeyReused for another request."""
    row = session.scalar(
        select(IdempotencyKeyRow).where(
            IdempotencyKeyRow.actor == actor, IdempotencyKeyRow.key == once.key
        )
    )
    if row is None:
        return None
    if row.request_hash != once.request_hash:
        raise KeyReused(once.key)
    return row.response


def answer_of(session: Session, actor: str, key: str) -> dict[str, Any] | None:
    """How a request of this key was answered, whatever it asked for; nothing if it was not."""
    return session.scalar(
        select(IdempotencyKeyRow.response).where(
            IdempotencyKeyRow.actor == actor, IdempotencyKeyRow.key == key
        )
    )


def remember_response(
    session: Session,
    tenant_id: int,
    actor: str,
    once: Once,
    response: dict[str, object],
    now: datetime,
) -> None:
    """Stores the answer in the transaction of the effect."""
    session.execute(
        insert(IdempotencyKeyRow).values(
            tenant_id=tenant_id,
            actor=actor,
            key=once.key,
            request_hash=once.request_hash,
            response=response,
            created_at=now,
        )
    )


def forget_responses(session: Session, before: datetime) -> int:
    """Removes answers so old that nobody repeats their requests any more; gives how many."""
    old = IdempotencyKeyRow.created_at < before
    gone = delete(IdempotencyKeyRow).where(old).returning(IdempotencyKeyRow.key)
    return len(session.execute(gone).all())
