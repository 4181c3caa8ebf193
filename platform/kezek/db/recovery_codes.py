"""Codes on paper: each opens the second step of signing in once, where the app is lost."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import LargeBinary, delete, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey, uuid7


class RecoveryCodeRow(Base):
    """One code, of which only a keyed hash is kept."""

    __tablename__ = "recovery_codes"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


def keep_codes(
    session: Session,
    tenant_id: int,
    account_id: uuid.UUID,
    hashes: Iterable[bytes],
    now: datetime,
) -> None:
    """These are the account's codes from now on; those before open nothing."""
    forget_codes(session, account_id)
    session.add_all(
        RecoveryCodeRow(
            tenant_id=tenant_id, id=uuid7(), account_id=account_id, code_hash=one, made_at=now
        )
        for one in hashes
    )


def forget_codes(session: Session, account_id: uuid.UUID) -> None:
    """Takes every code of the account away."""
    session.execute(delete(RecoveryCodeRow).where(RecoveryCodeRow.account_id == account_id))


def use_recovery_code(
    session: Session, account_id: uuid.UUID, code_hash: bytes, now: datetime
) -> bool:
    """Spends the code; says whether it was one that still held."""
    spent = session.scalar(
        update(RecoveryCodeRow)
        .where(
            RecoveryCodeRow.account_id == account_id,
            RecoveryCodeRow.code_hash == code_hash,
            RecoveryCodeRow.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCodeRow.id)
    )
    return spent is not None


def codes_left(session: Session, account_id: uuid.UUID) -> int:
    """How many codes still open the second step."""
    query = select(func.count()).where(
        RecoveryCodeRow.account_id == account_id, RecoveryCodeRow.used_at.is_(None)
    )
    return session.scalar(query) or 0
