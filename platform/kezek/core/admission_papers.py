"""The papers with which a referred child comes: which are asked for, and which still hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kezek.core.applications import Application
from kezek.core.documents import Document, Validity, document, is_current, suits_contract
from kezek.core.queues import QueueType
from kezek.core.standing import uploads_of
from kezek.core.turns import Standing

HEALTH_CERTIFICATE = "DOC-14"
EXTENSION_PROOF = "DOC-16"

_OF_EVERYBODY = ("DOC-12", "DOC-13", HEALTH_CERTIFICATE)
"""Vaccinations, health passport, certificate of health (L-A6.8, L-28.1)."""


class PaperState(StrEnum):
    """How it stands with one paper."""

    MISSING = "missing"
    EXPIRED = "expired"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file as far as completeness looks at it."""

    kind: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class AdmissionPaper:
    """One paper of the admission and how it stands with it."""

    document: Document
    state: PaperState


def asked_papers(application: Application) -> tuple[Document, ...]:
    """What a family hands in with its referral (L-A6.8).

    A certificate of the workplace holds for a month, so whoever has its place by it brings a new
    one to the second check, unless the first one still holds (L-14.1).
    """
    categories = application.categories if application.standing is not Standing.G else ()
    is_special = application.queue_type is QueueType.SPECIAL
    proofs = uploads_of(categories, QueueType.SPECIAL if is_special else QueueType.GENERAL)
    codes = dict.fromkeys((*_OF_EVERYBODY, *(one.code for one in proofs)))
    return tuple(document(code) for code in codes)


def admission_papers(
    application: Application, files: Iterable[PaperFile], today: date, health_days: int
) -> tuple[AdmissionPaper, ...]:
    """Each asked paper with its state today; of several files of one kind the best counts."""
    known = list(files)
    return tuple(
        AdmissionPaper(asked, _state(asked, known, today, health_days))
        for asked in asked_papers(application)
    )


def _state(
    asked: Document, files: Iterable[PaperFile], today: date, health_days: int
) -> PaperState:
    own = [one for one in files if one.kind == asked.code]
    if not own:
        return PaperState.MISSING
    holds = any(_holds(asked, one.issued_on, today, health_days) for one in own)
    return PaperState.READY if holds else PaperState.EXPIRED


def _holds(asked: Document, issued_on: date | None, today: date, health_days: int) -> bool:
    if asked.validity is Validity.DAYS_BEFORE_CONTRACT:
        return issued_on is not None and suits_contract(issued_on, today, health_days)
    if issued_on is None:
        return asked.validity is not Validity.ONE_MONTH
    return is_current(asked, issued_on, today)


def is_complete(papers: Iterable[AdmissionPaper]) -> bool:
    """Whether every asked paper is there and holds (L-22.9)."""
    return all(paper.state is PaperState.READY for paper in papers)


def is_certificate_too_old(files: Iterable[PaperFile], today: date, health_days: int) -> bool:
    """Whether certificate 027/е has aged too much for a contract of today (A-20, L-28.1).

    Nothing is asked for where the family attached none: the kindergarten has seen it on paper.
    """
    issued = [one.issued_on for one in files if one.kind == HEALTH_CERTIFICATE and one.issued_on]
    return bool(issued) and not any(suits_contract(day, today, health_days) for day in issued)
