"""Proposals that a second person answers: rows with what is meant, and how it ended."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.approvals import Approval, Decision, Kind
from kezek.core.ids import TerritorySlug
from kezek.db.base import Base, TenantKey, UuidKey


class ApprovalRow(Base):
    """One proposal."""

    __tablename__ = "approvals"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    kind: Mapped[str]
    subject: Mapped[str]
    territory: Mapped[str | None]
    payload: Mapped[dict[str, Any]] = mapped_column(JSONB)
    reason: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    expires_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    answer: Mapped[str]
    carried_out_at: Mapped[datetime | None]
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    @property
    def value(self) -> Approval:
        """The proposal as the rules look at it."""
        return Approval(
            id=self.id,
            kind=Kind(self.kind),
            subject=self.subject,
            territory=TerritorySlug(self.territory) if self.territory else None,
            payload=self.payload,
            reason=self.reason,
            proposed_at=self.proposed_at,
            proposed_by=self.proposed_by,
            expires_at=self.expires_at,
            decision=Decision(self.decision) if self.decision else None,
            decided_by=self.decided_by,
            is_carried_out=self.carried_out_at is not None or self.outcome is not None,
        )


def find_approval(
    session: Session, approval_id: uuid.UUID, *, for_update: bool = False
) -> ApprovalRow | None:
    """The proposal of this number, held until the transaction ends where it is to change."""
    query = select(ApprovalRow).where(ApprovalRow.id == approval_id)
    return session.scalar(query.with_for_update() if for_update else query)


def open_approval(session: Session, kind: Kind, subject: str) -> ApprovalRow | None:
    """The proposal about this subject that nobody has answered, if there is one."""
    return session.scalar(
        select(ApprovalRow)
        .where(
            ApprovalRow.kind == kind, ApprovalRow.subject == subject, ApprovalRow.decision.is_(None)
        )
        .with_for_update()
    )
