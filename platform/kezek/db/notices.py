"""Notices and the outbox: the cabinet's record, and what still has to leave the house."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey


class NoticeRow(Base):
    """One notice to a family, a kindergarten or the office; terms count from `recorded_at`."""

    __tablename__ = "notices"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    seq: Mapped[int]
    code: Mapped[str]
    audience: Mapped[str]
    application_id: Mapped[uuid.UUID | None]
    guardian_id: Mapped[uuid.UUID | None]
    kindergarten_id: Mapped[uuid.UUID | None]
    values: Mapped[dict[str, Any]] = mapped_column("values", JSONB)
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    recorded_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class OutboxRow(Base):
    """One message on its way; `key` is the intent, so that none is made twice."""

    __tablename__ = "outbox"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    key: Mapped[str]
    channel: Mapped[str]
    notice_id: Mapped[uuid.UUID | None]
    address_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    text: Mapped[str]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    queued_at: Mapped[datetime | None]
    attempts: Mapped[int]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]
