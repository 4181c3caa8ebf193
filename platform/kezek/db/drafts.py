"""Applications that are being filled in, and the consents of those that were sent."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.core.consent import Consent
from kezek.core.wishes import Draft, from_data, to_data
from kezek.db.base import Base, TenantKey, UuidKey, uuid7


class DraftRow(Base):
    """One unfinished application; without a child it holds a consent that awaits one."""

    __tablename__ = "application_drafts"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    guardian_id: Mapped[uuid.UUID]
    child_id: Mapped[uuid.UUID | None]
    steps: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]

    @property
    def value(self) -> Draft:
        """What was filled in so far."""
        return from_data(self.steps)


class ConsentRow(Base):
    """The consent of Annex 5 under which an application was sent (D-12)."""

    __tablename__ = "consents"

    tenant_id: Mapped[TenantKey]
    application_id: Mapped[UuidKey]
    guardian_id: Mapped[uuid.UUID]
    child_id: Mapped[uuid.UUID]
    text_version: Mapped[str]
    language: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(primary_key=True)
    withdrawn_at: Mapped[datetime | None]

    @property
    def value(self) -> Consent:
        """The consent as the rules look at it."""
        return Consent(self.text_version, self.language, self.given_at, self.withdrawn_at)


def find_draft(
    session: Session, guardian_id: uuid.UUID, child_id: uuid.UUID | None
) -> DraftRow | None:
    """The family's draft for a child, or the one without a child."""
    return session.scalar(
        select(DraftRow)
        .where(
            DraftRow.guardian_id == guardian_id,
            DraftRow.child_id.is_not_distinct_from(child_id),
        )
        .execution_options(populate_existing=True)
    )


def drafts_of(session: Session, guardian_id: uuid.UUID) -> Sequence[DraftRow]:
    """The family's drafts that name a child, the last touched first."""
    return session.scalars(
        select(DraftRow)
        .where(DraftRow.guardian_id == guardian_id, DraftRow.child_id.is_not(None))
        .order_by(DraftRow.updated_at.desc())
    ).all()


def save_draft(
    session: Session,
    tenant_id: int,
    guardian_id: uuid.UUID,
    child_id: uuid.UUID | None,
    draft: Draft,
    now: datetime,
) -> None:
    """Writes the family's one draft for a child."""
    statement = insert(DraftRow).values(
        tenant_id=tenant_id,
        id=uuid7(),
        guardian_id=guardian_id,
        child_id=child_id,
        steps=to_data(draft),
        updated_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            constraint="uq_application_drafts_child",
            set_={"steps": statement.excluded.steps, "updated_at": statement.excluded.updated_at},
        )
    )


def drop_draft(session: Session, guardian_id: uuid.UUID, child_id: uuid.UUID | None) -> None:
    """Takes the draft for a child away."""
    session.execute(
        delete(DraftRow).where(
            DraftRow.guardian_id == guardian_id,
            DraftRow.child_id.is_not_distinct_from(child_id),
        )
    )


def forget_drafts(session: Session, before: datetime) -> int:
    """Takes away the drafts that nobody has touched since; gives how many."""
    gone = delete(DraftRow).where(DraftRow.updated_at < before).returning(DraftRow.id)
    return len(session.execute(gone).all())


def consent_of(session: Session, application_id: uuid.UUID) -> Consent | None:
    """The newest consent of an application; nothing for one taken over from another system."""
    row = newest_consent(session, application_id)
    return row.value if row is not None else None


def newest_consent(
    session: Session, application_id: uuid.UUID, *, for_update: bool = False
) -> ConsentRow | None:
    """The consent that was given last, whether it holds or was taken back."""
    query = (
        select(ConsentRow)
        .where(ConsentRow.application_id == application_id)
        .order_by(ConsentRow.given_at.desc())
        .limit(1)
    )
    return session.scalar(query.with_for_update() if for_update else query)


def consents_of(session: Session, guardian_id: uuid.UUID) -> Sequence[ConsentRow]:
    """Everything that a family agreed to, the newest first."""
    return session.scalars(
        select(ConsentRow)
        .where(ConsentRow.guardian_id == guardian_id)
        .order_by(ConsentRow.given_at.desc())
    ).all()


def keep_consent(
    session: Session,
    tenant_id: int,
    application_id: uuid.UUID,
    guardian_id: uuid.UUID,
    child_id: uuid.UUID,
    consent: Consent,
) -> None:
    """Stores under which words, and when, the family agreed (L-A5.1, D-12)."""
    session.add(
        ConsentRow(
            tenant_id=tenant_id,
            application_id=application_id,
            guardian_id=guardian_id,
            child_id=child_id,
            text_version=consent.version,
            language=consent.language,
            given_at=consent.given_at,
        )
    )
