"""Electronic signatures: texts that wait to be signed, and what was signed, kept for good."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey


class ChallengeRow(Base):
    """A text that was given out to be signed; it can be signed once, for some minutes."""

    __tablename__ = "signature_challenges"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    act: Mapped[str]
    subject: Mapped[str]
    asked_by: Mapped[uuid.UUID | None]
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    signer_hash: Mapped[bytes | None] = mapped_column(LargeBinary)


class SignatureRow(Base):
    """What was signed, by whom, and what was found out about the key; no role may change it.

    The bytes and the message are sealed under the family's key, which erasure destroys.
    """

    __tablename__ = "signatures"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    act: Mapped[str]
    subject: Mapped[uuid.UUID]
    guardian_id: Mapped[uuid.UUID]
    signer_hash: Mapped[bytes] = mapped_column(LargeBinary)
    content_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    cms_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    facts: Mapped[dict[str, Any]]
    signed_at: Mapped[datetime]
    kept_at: Mapped[datetime]
    fact_id: Mapped[uuid.UUID]


def challenge_context(number: uuid.UUID) -> str:
    """What binds the sealed text of a challenge to it."""
    return f"signature-challenge:{number}"


def find_challenge(
    session: Session, challenge_id: uuid.UUID, *, for_update: bool = False
) -> ChallengeRow | None:
    """The text of this number."""
    query = select(ChallengeRow).where(ChallengeRow.id == challenge_id)
    return session.scalar(query.with_for_update() if for_update else query)


def forget_challenges(session: Session, before: datetime) -> int:
    """Removes texts that nobody can sign any more; gives how many."""
    return len(
        session.execute(
            delete(ChallengeRow).where(ChallengeRow.asked_at < before).returning(ChallengeRow.id)
        ).all()
    )


def signatures_of(session: Session, subject: uuid.UUID) -> Sequence[SignatureRow]:
    """What was signed about a subject, the first signature first."""
    return session.scalars(
        select(SignatureRow)
        .where(SignatureRow.subject == subject)
        .order_by(SignatureRow.kept_at, SignatureRow.id)
    ).all()


def find_signature(session: Session, signature_id: uuid.UUID) -> SignatureRow | None:
    """One signature by its id."""
    return session.scalar(select(SignatureRow).where(SignatureRow.id == signature_id))
