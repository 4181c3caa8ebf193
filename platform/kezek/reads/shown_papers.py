"""The papers of an application: what the kindergarten asks for, and the files that are there."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from kezek.core.admission_papers import (
    AdmissionPaper,
    PaperFile,
    admission_papers,
    is_certificate_too_old,
)
from kezek.core.applications import Application
from kezek.core.document_terms import Term, terms_to_watch
from kezek.db.documents import application_documents


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file that the family attached to the application."""

    id: uuid.UUID
    kind: str
    name: str
    issued_on: date | None
    at: datetime
    flaws: tuple[str, ...]
    """What may be hard to read on it."""


@dataclass(frozen=True, slots=True)
class ShownPapers:
    """What is asked for, with how it stands, and all files of the application."""

    asked: tuple[AdmissionPaper, ...]
    files: tuple[ShownFile, ...]
    health_days: int
    """How old certificate 027/е may be on the day of the contract (A-20)."""
    needs_certificate: bool
    """Whether it must be brought anew before the contract is signed."""
    terms: tuple[Term, ...]
    """Of papers that are over or soon will be; the second check asks for them anew (L-14.1)."""

    @property
    def to_renew(self) -> tuple[Term, ...]:
        """Of those the ones that were looked at once and will be looked at again."""
        return tuple(one for one in self.terms if one.is_looked_at_twice)


def shown_papers(session: Session, one: Application, today: date, health_days: int) -> ShownPapers:
    """The papers as they stand today (L-A6.8, L-28.1)."""
    documents = application_documents(session, one.id)
    known = [PaperFile(row.kind, row.issued_on) for row in documents]
    return ShownPapers(
        asked=admission_papers(one, known, today, health_days),
        files=tuple(
            ShownFile(
                row.id, row.kind, row.filename, row.issued_on, row.uploaded_at, tuple(row.flaws)
            )
            for row in documents
        ),
        health_days=health_days,
        needs_certificate=is_certificate_too_old(known, today, health_days),
        terms=terms_to_watch(((row.kind, row.issued_on) for row in documents), today, health_days),
    )
