"""What the state portal sent: each of its requests once, taken or refused (E-6, I-2.3)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import LargeBinary, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.portal import PortalRequest
from kezek.db.base import Base, TenantKey, UuidKey, uuid7

TAKEN, REFUSED = "taken", "refused"


class PortalRequestRow(Base):
    """One request by the portal's own number; nothing of what it said stands here."""

    __tablename__ = "portal_requests"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    caller: Mapped[str]
    request_id: Mapped[str]
    body_sha256: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    outcome: Mapped[str]
    refusal: Mapped[str]
    application_id: Mapped[uuid.UUID | None]
    signature_id: Mapped[uuid.UUID | None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a request ended."""

    refusal: str = ""
    application_id: uuid.UUID | None = None
    signature_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class CameBy:
    """That an application came from the state portal: when, and whether it was signed there."""

    caller: str
    request_id: str
    at: datetime
    is_signed: bool


def find_request(session: Session, caller: str, request_id: str) -> PortalRequestRow | None:
    """The portal's request of this number."""
    return session.scalar(
        select(PortalRequestRow).where(
            PortalRequestRow.caller == caller, PortalRequestRow.request_id == request_id
        )
    )


def keep_request(
    session: Session, tenant_id: int, asked: PortalRequest, outcome: Outcome, now: datetime
) -> None:
    """Writes how a request ended; one that was refused before is settled by what comes later.

    A request that was taken is left as it is.
    """
    values = {
        "body_sha256": asked.body_sha256,
        "received_at": now,
        "outcome": TAKEN if outcome.application_id else REFUSED,
        "refusal": outcome.refusal,
        "application_id": outcome.application_id,
        "signature_id": outcome.signature_id,
    }
    statement = insert(PortalRequestRow).values(
        tenant_id=tenant_id,
        id=uuid7(),
        caller=asked.caller,
        request_id=asked.request_id,
        **values,
    )
    session.execute(
        statement.on_conflict_do_update(
            constraint="uq_portal_requests_request",
            set_=values,
            where=PortalRequestRow.outcome == REFUSED,
        )
    )


def came_by_portal(session: Session, application_id: uuid.UUID) -> CameBy | None:
    """How an application came from the state portal; nothing for one that did not."""
    row = session.scalar(
        select(PortalRequestRow).where(PortalRequestRow.application_id == application_id)
    )
    if row is None:
        return None
    return CameBy(row.caller, row.request_id, row.received_at, row.signature_id is not None)
