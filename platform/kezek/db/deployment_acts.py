"""What operators did, kept for good, and what one of them proposes and another agrees to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, UuidKey


class DeploymentActRow(Base):
    """One act of an operator; nobody changes or removes it."""

    __tablename__ = "deployment_acts"

    id: Mapped[UuidKey]
    at: Mapped[datetime]
    actor: Mapped[str]
    kind: Mapped[str]
    tenant_id: Mapped[int | None]
    reason: Mapped[str]
    detail: Mapped[dict[str, Any]]


class DeploymentProposalRow(Base):
    """An act of which one alone may not be the doer."""

    __tablename__ = "deployment_proposals"

    id: Mapped[UuidKey]
    kind: Mapped[str]
    tenant_id: Mapped[int]
    reason: Mapped[str]
    detail: Mapped[dict[str, Any]]
    proposed_at: Mapped[datetime]
    proposed_by: Mapped[str]
    expires_at: Mapped[datetime]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    answer: Mapped[str] = mapped_column(server_default="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActsWish:
    """Which acts somebody wants to see."""

    kind: str = ""
    tenant_id: int | None = None
    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


def acts(
    session: Session, wish: ActsWish, *, offset: int, limit: int
) -> Sequence[DeploymentActRow]:
    """Some of the acts, the newest first."""
    query = _wanted(select(DeploymentActRow), wish)
    ordered = query.order_by(DeploymentActRow.at.desc(), DeploymentActRow.id.desc())
    return session.scalars(ordered.offset(offset).limit(limit)).all()


def count_acts(session: Session, wish: ActsWish) -> int:
    """How many there are."""
    return session.scalar(_wanted(select(func.count()).select_from(DeploymentActRow), wish)) or 0


def _wanted(query: Select[Any], wish: ActsWish) -> Select[Any]:
    if wish.kind:
        query = query.where(DeploymentActRow.kind == wish.kind)
    if wish.actor:
        query = query.where(DeploymentActRow.actor == wish.actor)
    if wish.tenant_id is not None:
        query = query.where(DeploymentActRow.tenant_id == wish.tenant_id)
    if wish.since is not None:
        query = query.where(DeploymentActRow.at >= wish.since)
    if wish.until is not None:
        query = query.where(DeploymentActRow.at < wish.until)
    return query


def find_act(session: Session, act_id: uuid.UUID) -> DeploymentActRow | None:
    """The act of this number: a form that was sent twice finds its own."""
    return session.get(DeploymentActRow, act_id)


def find_proposal(session: Session, proposal_id: uuid.UUID) -> DeploymentProposalRow | None:
    """The proposal of this number, held until the transaction ends."""
    query = select(DeploymentProposalRow).where(DeploymentProposalRow.id == proposal_id)
    return session.scalar(query.with_for_update())


def open_proposals(
    session: Session, tenant_id: int | None = None
) -> Sequence[DeploymentProposalRow]:
    """Proposals that nobody has answered, of one region or of all."""
    query = select(DeploymentProposalRow).where(DeploymentProposalRow.decision.is_(None))
    if tenant_id is not None:
        query = query.where(DeploymentProposalRow.tenant_id == tenant_id)
    return session.scalars(query.order_by(DeploymentProposalRow.proposed_at)).all()
