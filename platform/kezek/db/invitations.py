"""Invitations of staff and reviews of their rights."""

import uuid
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import LargeBinary, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey


class InvitationRow(Base):
    """A link by which an account gets its password; only a digest of it is kept."""

    __tablename__ = "staff_invitations"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccessReviewRow(Base):
    """Somebody said of an account whether it is still needed."""

    __tablename__ = "access_reviews"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    account_id: Mapped[uuid.UUID]
    verdict: Mapped[str]
    reviewed_at: Mapped[datetime]
    reviewed_by: Mapped[str]


def find_invitation(
    session: Session, token_hash: bytes, *, for_update: bool = False
) -> InvitationRow | None:
    """The invitation of this link, used or not."""
    query = select(InvitationRow).where(InvitationRow.token_hash == token_hash)
    return session.scalar(query.with_for_update() if for_update else query)


def void_invitations(session: Session, account_id: uuid.UUID, now: datetime) -> None:
    """Makes every earlier link of an account void: only the newest opens anything."""
    session.execute(
        update(InvitationRow)
        .where(InvitationRow.account_id == account_id, InvitationRow.used_at.is_(None))
        .values(used_at=now)
    )


def waiting_invitations(
    session: Session, accounts: Collection[uuid.UUID], now: datetime
) -> dict[uuid.UUID, datetime]:
    """Until when an unused link of each of these accounts is good."""
    rows = session.execute(
        select(InvitationRow.account_id, func.max(InvitationRow.expires_at).label("until"))
        .where(
            InvitationRow.account_id.in_(accounts),
            InvitationRow.used_at.is_(None),
            InvitationRow.expires_at > now,
        )
        .group_by(InvitationRow.account_id)
    )
    return {row.account_id: row.until for row in rows}


def last_reviews(session: Session, accounts: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When each of these accounts was last looked through."""
    rows = session.execute(
        select(AccessReviewRow.account_id, func.max(AccessReviewRow.reviewed_at).label("at"))
        .where(AccessReviewRow.account_id.in_(accounts))
        .group_by(AccessReviewRow.account_id)
    )
    return {row.account_id: row.at for row in rows}
