"""Codes sent by SMS: counted here, so that limits hold when Redis is lost."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Boolean, LargeBinary, delete, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.codes import Purpose, SentCode
from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.family_keys import cipher

COUNTED = timedelta(days=1)
"""How far back the limits look; what is older may go."""

_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:key, 41))")


class SmsCodeRow(Base):
    """One code that was sent, or a message in place of one; both count alike."""

    __tablename__ = "sms_codes"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    purpose: Mapped[str]
    subject: Mapped[str]
    phone_hash: Mapped[bytes] = mapped_column(LargeBinary)
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    person_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    person_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    is_stranger: Mapped[bool] = mapped_column(Boolean)
    is_confirmed: Mapped[bool] = mapped_column(Boolean)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    attempts: Mapped[int]
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    proved_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]

    @property
    def phone(self) -> str:
        """To which telephone it went. Raises the errors of keys."""
        return cipher().open_text(self.phone_sealed, phone_context(self.id))

    @property
    def value(self) -> SentCode:
        """The code as the rules look at it."""
        return SentCode(self.expires_at, self.attempts, is_used=self.used_at is not None)


class SentCodeRow(Base):
    """A message that went nowhere, readable on the demo's page; never written in production."""

    __tablename__ = "sent_codes"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    phone: Mapped[str]
    text: Mapped[str]
    digits: Mapped[str]
    sent_at: Mapped[datetime]


def phone_context(code_id: uuid.UUID) -> str:
    """What binds the sealed telephone of a code to it."""
    return f"sms-code-phone:{code_id}"


def lock_limits(session: Session, tenant_id: int, *counted: str) -> None:
    """Waits until nobody else sends to this telephone or asks for this person."""
    for name in sorted(counted):
        session.execute(_LOCK, {"key": f"codes:{tenant_id}:{name}"})


def sent_to_phone(session: Session, phone_hash: bytes, now: datetime) -> Sequence[datetime]:
    """When messages went to this telephone within the last day."""
    return session.scalars(
        select(SmsCodeRow.sent_at).where(
            SmsCodeRow.phone_hash == phone_hash, SmsCodeRow.sent_at > now - COUNTED
        )
    ).all()


def sent_by_strangers(session: Session, person_hash: bytes, now: datetime) -> Sequence[datetime]:
    """When telephones that are not bound to this person asked for codes, within the last day."""
    return session.scalars(
        select(SmsCodeRow.sent_at).where(
            SmsCodeRow.person_hash == person_hash,
            SmsCodeRow.is_stranger,
            SmsCodeRow.sent_at > now - COUNTED,
        )
    ).all()


def find_code(
    session: Session, code_id: uuid.UUID, *, for_update: bool = False
) -> SmsCodeRow | None:
    """The code of this number."""
    query = select(SmsCodeRow).where(SmsCodeRow.id == code_id)
    return session.scalar(query.with_for_update() if for_update else query)


def find_newest_code(
    session: Session,
    purposes: Collection[Purpose],
    phone_hash: bytes,
    subject: str,
    person_hash: bytes | None,
    now: datetime,
) -> SmsCodeRow | None:
    """The last code for the same thing that still holds, so that it can be entered again."""
    return session.scalar(
        select(SmsCodeRow)
        .where(
            SmsCodeRow.phone_hash == phone_hash,
            SmsCodeRow.purpose.in_(purposes),
            SmsCodeRow.subject == subject,
            SmsCodeRow.person_hash.is_not_distinct_from(person_hash),
            SmsCodeRow.expires_at > now,
            SmsCodeRow.used_at.is_(None),
        )
        .order_by(SmsCodeRow.sent_at.desc(), SmsCodeRow.id.desc())
        .limit(1)
    )


def forget_codes(session: Session, before: datetime) -> int:
    """Removes codes that no limit counts any more; gives how many."""
    gone = session.execute(
        delete(SmsCodeRow).where(SmsCodeRow.sent_at < before).returning(SmsCodeRow.id)
    ).all()
    session.execute(delete(SentCodeRow).where(SentCodeRow.sent_at < before))
    return len(gone)


def sent_codes(session: Session, most: int) -> Sequence[SentCodeRow]:
    """The newest messages of the demo."""
    return session.scalars(
        select(SentCodeRow).order_by(SentCodeRow.sent_at.desc(), SentCodeRow.id.desc()).limit(most)
    ).all()
