"""Codes by which a chat with the bot is bound to a cabinet; only their hashes are kept."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, delete
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey

_UNTOUCHED: dict[str, Any] = {"synchronize_session": False}


class TelegramCodeRow(Base):
    """One code that a parent was shown; it opens once."""

    __tablename__ = "telegram_codes"

    tenant_id: Mapped[TenantKey]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    guardian_id: Mapped[uuid.UUID]
    expires_at: Mapped[datetime]


def take_code(session: Session, code_hash: bytes, now: datetime) -> uuid.UUID | None:
    """Whose code this is; it is gone with the asking."""
    found = session.execute(
        delete(TelegramCodeRow)
        .where(TelegramCodeRow.code_hash == code_hash)
        .returning(TelegramCodeRow.guardian_id, TelegramCodeRow.expires_at)
        .execution_options(**_UNTOUCHED)
    ).first()
    return found.guardian_id if found is not None and found.expires_at > now else None


def forget_codes_of(session: Session, guardian_id: uuid.UUID) -> None:
    """Earlier codes of a parent open nothing any more."""
    session.execute(
        delete(TelegramCodeRow)
        .where(TelegramCodeRow.guardian_id == guardian_id)
        .execution_options(**_UNTOUCHED)
    )


def forget_expired_codes(session: Session, before: datetime) -> None:
    """Removes codes that nobody used."""
    session.execute(
        delete(TelegramCodeRow)
        .where(TelegramCodeRow.expires_at < before)
        .execution_options(**_UNTOUCHED)
    )
