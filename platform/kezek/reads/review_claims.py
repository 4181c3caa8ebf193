"""What an application claims (Annex 1), what the registers say to it, and which papers prove it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from kezek.core.applications import Application
from kezek.core.documents import Document, DocumentSource
from kezek.core.people import Identity
from kezek.core.registers import Answer
from kezek.core.standing import category, proofs_of
from kezek.db.register_questions import RegisterQuestionRow, answers_of
from kezek.reads.referral_matters import StaffFile


@dataclass(frozen=True, slots=True)
class Proof:
    """A document that the claim needs, with the files that show it."""

    document: Document
    from_registers: bool
    files: tuple[StaffFile, ...]

    @property
    def state(self) -> str:
        """`registers`, `missing`, `expired` or `ready`."""
        if any(file.holds for file in self.files):
            return "ready"
        if self.files:
            return "expired"
        return "registers" if self.from_registers else "missing"


@dataclass(frozen=True, slots=True)
class Claim:
    """One category of Annex 1 that the family ticked, and what the registers say to it."""

    code: int
    standing: str
    name_kk: str
    name_ru: str
    register: "Told | None"
    """Nothing where no register holds the fact."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the registers said to one category, and when."""

    answer: Answer
    at: datetime | None
    """Nothing where they were not asked, or know nobody without a number."""
    again_at: datetime | None
    """When a silent one is asked again."""
    came_late: bool
    """Whether a specialist had decided before."""

    @property
    def words(self) -> str:
        """`confirmed`, `unknown`, `silent` or `waits`, to be asked for the first time."""
        is_waiting = self.answer is Answer.SILENT and self.at is None
        return "waits" if is_waiting else str(self.answer)


def claims_of(
    session: Session, application: Application, parent: Identity, child: Identity
) -> tuple[Claim, ...]:
    """The categories that the family ticked, with what the registers said to those they know."""
    rows = answers_of(session, [application.id])
    claims = []
    for code in application.categories:
        known = category(code)
        told = None
        if known.register_can_confirm:
            told = _told(rows.get((application.id, code)), parent, child)
        claims.append(Claim(code, str(known.standing), known.kk, known.ru, told))
    return tuple(claims)


def proofs_shown(application: Application, files: Sequence[StaffFile]) -> tuple[Proof, ...]:
    """The documents that these categories need, each with what the family attached for it."""
    return tuple(
        Proof(
            one,
            one.source is DocumentSource.REGISTERS,
            tuple(file for file in files if file.kind == one.code),
        )
        for one in proofs_of(application.categories, application.queue_type)
    )


def _told(row: RegisterQuestionRow | None, parent: Identity, child: Identity) -> Told:
    """Registers know people by their IIN alone: whoever has none is not known there."""
    if not (parent.iin and child.iin):
        return Told(Answer.UNKNOWN, None, None, came_late=False)
    if row is None or row.tries == 0:
        return Told(Answer.SILENT, None, row.due_at if row else None, came_late=False)
    return Told(Answer(row.answer), row.told_at, row.due_at, row.came_late)
