"""Attached files: whose they are, as permissions look at them, and those of one application."""

import uuid

from kezek.core.access import Subject
from kezek.core.ids import GuardianId
from kezek.db.documents import find_document
from kezek.db.scope import read_scope
from kezek.reads.subjects import application_subject


def document_subject(tenant_id: int, document_id: uuid.UUID) -> Subject | None:
    """Whom a file concerns: its application's people, or its family alone until it is sent."""
    with read_scope(tenant_id) as session:
        row = find_document(session, document_id)
    if row is None:
        return None
    if row.application_id is None:
        return Subject(guardian_id=GuardianId(row.guardian_id))
    return application_subject(tenant_id, row.application_id)
