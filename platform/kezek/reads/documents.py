"""Attached files: whose they are, as permissions look at them, and those of one application."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from kezek.core.access import Subject
from kezek.core.ids import GuardianId
from kezek.db.documents import application_documents, find_document
from kezek.db.scope import read_scope
from kezek.reads.subjects import application_subject


@dataclass(frozen=True, slots=True)
class SentFile:
    """One file of an application that was sent."""

    id: uuid.UUID
    kind: str
    filename: str
    media_type: str
    size: int
    issued_on: date | None
    expires_on: date | None
    uploaded_at: datetime


def sent_files(tenant_id: int, application_id: uuid.UUID) -> tuple[SentFile, ...]:
    """The files of an application, the first attached first; who may see them is asked before."""
    with read_scope(tenant_id) as session:
        return tuple(
            SentFile(
                row.id,
                row.kind,
                row.filename,
                row.media_type,
                row.size,
                row.issued_on,
                row.expires_on,
                row.uploaded_at,
            )
            for row in application_documents(session, application_id)
        )


def document_subject(tenant_id: int, document_id: uuid.UUID) -> Subject | None:
    """Whom a file concerns: its application's people, or its family alone until it is sent."""
    with read_scope(tenant_id) as session:
        row = find_document(session, document_id)
    if row is None:
        return None
    if row.application_id is None:
        return Subject(guardian_id=GuardianId(row.guardian_id))
    return application_subject(tenant_id, row.application_id)
