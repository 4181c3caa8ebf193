"""What an application claims (Annex 1), what the registers say to it, and which papers prove it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kezek.adapters.registers import Answer, Grounds, Reason
from kezek.adapters.services import services
from kezek.core.applications import Application
from kezek.core.documents import Document, DocumentSource
from kezek.core.people import Identity
from kezek.core.standing import category, proofs_of
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
    is_confirmed: bool | None
    """Nothing where no register holds the fact."""


def claims_of(application: Application, parent: Identity, child: Identity) -> tuple[Claim, ...]:
    """The categories that the family ticked; the registers are asked about those they know."""
    claims = []
    for code in application.categories:
        known = category(code)
        confirmed = None
        if known.register_can_confirm:
            confirmed = _is_confirmed(code, parent, child)
        claims.append(Claim(code, str(known.standing), known.kk, known.ru, confirmed))
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


def _is_confirmed(code: int, parent: Identity, child: Identity) -> bool:
    """Registers know people by their IIN alone: whoever has none is not known there."""
    if not (parent.iin and child.iin):
        return False
    grounds = Grounds(Reason.BENEFIT)
    answer = services().registers.has_benefit(code, parent.iin, child.iin, grounds)
    return answer is Answer.CONFIRMED
