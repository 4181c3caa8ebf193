"""Files that families attached: rows; the content lies sealed in the folder of uploads."""

import uuid
from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ARRAY, LargeBinary, Text, delete, exists, func, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from kezek.db.base import Base, TenantKey, UuidKey
from kezek.db.drafts import DraftRow


class DocumentRow(Base):
    """One file; its guardian is who attached it, under whose key the content is sealed."""

    __tablename__ = "documents"

    tenant_id: Mapped[TenantKey]
    id: Mapped[UuidKey]
    guardian_id: Mapped[uuid.UUID]
    child_id: Mapped[uuid.UUID]
    application_id: Mapped[uuid.UUID | None]
    kind: Mapped[str]
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    filename: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    stored_path: Mapped[str]
    view_path: Mapped[str | None]
    """The copy to look at, of a photo; the file itself stays as it was sent."""
    flaws: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    """What may be hard to read on it (`core.readability.Flaw`)."""
    uploaded_at: Mapped[datetime]


def find_document(session: Session, document_id: uuid.UUID) -> DocumentRow | None:
    """One file by its id."""
    return session.scalar(select(DocumentRow).where(DocumentRow.id == document_id))


def draft_documents(
    session: Session, guardian_id: uuid.UUID, child_id: uuid.UUID
) -> Sequence[DocumentRow]:
    """What this family attached for a child and has not sent yet, the first attached first."""
    return session.scalars(
        select(DocumentRow)
        .where(
            DocumentRow.child_id == child_id,
            DocumentRow.guardian_id == guardian_id,
            DocumentRow.application_id.is_(None),
        )
        .order_by(DocumentRow.uploaded_at, DocumentRow.id)
    ).all()


def application_documents(session: Session, application_id: uuid.UUID) -> Sequence[DocumentRow]:
    """The files of an application, the first attached first."""
    return session.scalars(
        select(DocumentRow)
        .where(DocumentRow.application_id == application_id)
        .order_by(DocumentRow.uploaded_at, DocumentRow.id)
    ).all()


def load_of(
    session: Session,
    guardian_id: uuid.UUID,
    child_id: uuid.UUID,
    application_id: uuid.UUID | None,
) -> tuple[int, int]:
    """How many files, and how many bytes, an application or a draft holds already (A-57)."""
    found = session.execute(
        select(func.count(), func.coalesce(func.sum(DocumentRow.size), 0)).where(
            DocumentRow.child_id == child_id,
            DocumentRow.guardian_id == guardian_id,
            DocumentRow.application_id.is_not_distinct_from(application_id),
        )
    ).one()
    return found[0], found[1]


def hand_in(session: Session, documents: Collection[uuid.UUID], application_id: uuid.UUID) -> None:
    """Makes these files part of an application that was sent."""
    session.execute(
        update(DocumentRow)
        .where(DocumentRow.id.in_(documents))
        .values(application_id=application_id)
    )


def is_named(session: Session, path: str) -> bool:
    """Whether any row has its file, or its copy to look at, there."""
    named = or_(DocumentRow.stored_path == path, DocumentRow.view_path == path)
    return bool(session.scalar(select(exists().where(named))))


def named_paths(session: Session) -> set[str]:
    """Every path that a row of the region names."""
    rows = session.execute(select(DocumentRow.stored_path, DocumentRow.view_path))
    return {path for row in rows for path in row if path is not None}


def forget_unsent(session: Session, before: datetime) -> list[str]:
    """Takes away old files that belong to no application, sent or begun; gives their paths."""
    is_begun = exists().where(
        DraftRow.tenant_id == DocumentRow.tenant_id,
        DraftRow.guardian_id == DocumentRow.guardian_id,
        DraftRow.child_id == DocumentRow.child_id,
    )
    gone = session.execute(
        delete(DocumentRow)
        .where(
            DocumentRow.application_id.is_(None),
            DocumentRow.uploaded_at < before,
            ~is_begun,
        )
        .returning(DocumentRow.stored_path, DocumentRow.view_path)
    )
    return [path for row in gone for path in row if path is not None]


def delete_documents(session: Session, documents: Collection[uuid.UUID]) -> list[str]:
    """Takes these rows away and gives the paths of their files."""
    gone = session.execute(
        delete(DocumentRow)
        .where(DocumentRow.id.in_(documents))
        .returning(DocumentRow.stored_path, DocumentRow.view_path)
    )
    return [path for row in gone for path in row if path is not None]
