"""What callers asked, what was sent to them again, and who may see their data meanwhile."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.family_keys import open_for_family, seal_for_family
from kezek.db.lookups import DisclosureRow


class CallRow(Base):
    """One call by its cause; the note can be read with the family's key alone."""

    __tablename__ = "calls"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    called_at: Mapped[datetime]
    actor: Mapped[str]
    cause: Mapped[str]
    application_id: Mapped[uuid.UUID | None]
    guardian_id: Mapped[uuid.UUID | None]
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ResendRow(Base):
    """A notice that was sent once more because somebody called."""

    __tablename__ = "resends"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    notice_id: Mapped[uuid.UUID]
    guardian_id: Mapped[uuid.UUID]
    channel: Mapped[str]
    actor: Mapped[str]
    sent_at: Mapped[datetime]


def seal_note(
    session: Session, tenant_id: int, family_id: uuid.UUID, row_id: uuid.UUID, words: str
) -> bytes:
    """What an operator or a specialist wrote of a family. Raises FamilyErased."""
    return seal_for_family(session, tenant_id, family_id, row_id, {"words": words})


def open_note(
    session: Session, tenant_id: int, family_id: uuid.UUID, row_id: uuid.UUID, sealed: bytes | None
) -> str:
    """What was written; empty where nothing was, or where the family was erased."""
    if sealed is None:
        return ""
    opened = open_for_family(session, tenant_id, family_id, row_id, sealed)
    return str(opened["words"]) if opened else ""


def calls_of(session: Session, application_id: uuid.UUID, most: int) -> Sequence[CallRow]:
    """The calls about an application, the newest first."""
    return session.scalars(
        select(CallRow)
        .where(CallRow.application_id == application_id)
        .order_by(CallRow.called_at.desc(), CallRow.id.desc())
        .limit(most)
    ).all()


def sent_again(session: Session, notice_id: uuid.UUID, since: datetime) -> list[datetime]:
    """When a notice was sent again since a moment, in whatever channel."""
    return list(
        session.scalars(
            select(ResendRow.sent_at).where(
                ResendRow.notice_id == notice_id, ResendRow.sent_at > since
            )
        )
    )


def sent_again_to(session: Session, guardian_id: uuid.UUID, since: datetime) -> list[datetime]:
    """When anything was sent again to a family since a moment."""
    return list(
        session.scalars(
            select(ResendRow.sent_at).where(
                ResendRow.guardian_id == guardian_id, ResendRow.sent_at > since
            )
        )
    )


def opened_until(
    session: Session, guardian_id: uuid.UUID, actor: str, now: datetime
) -> datetime | None:
    """Until when a family is open to this operator; nothing where it is not."""
    return session.scalar(
        select(func.max(DisclosureRow.expires_at)).where(
            DisclosureRow.guardian_id == guardian_id,
            DisclosureRow.actor == actor,
            DisclosureRow.expires_at > now,
        )
    )
