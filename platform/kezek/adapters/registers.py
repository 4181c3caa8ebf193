"""The state's registers: whose telephone, whose child, which benefit; asked over HTTP.

A register says yes, or that it knows nothing of the kind, or nothing at all. Neither of the last
two is ever held against anybody: a specialist looks at the papers instead (A-12). docs/registers.md
is the contract.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kezek.adapters.breakers import Away
from kezek.adapters.exchange.calls import Counterpart
from kezek.core.registers import Answer
from kezek.settings import Settings

PARENTAGE, BENEFITS, PHONES = "/v1/parentage", "/v1/benefits", "/v1/phones"
HEALTH = "/v1/health"

STATE_CATEGORIES = frozenset({6, 7, 8, 9, 10})
"""Categories of Annex 1 that state systems can confirm; others need a paper (13.4)."""


class Reason(StrEnum):
    """What a register is asked for; it stands in the call, and in the register's own log."""

    SIGN_IN = "sign-in"
    PHONE_CHANGE = "phone-change"
    PARENTAGE = "parentage"
    BENEFIT = "benefit"


@dataclass(frozen=True, slots=True)
class Grounds:
    """By what right somebody is looked up: what for, and the record of ours that allows it."""

    reason: Reason
    reference: uuid.UUID | None = None
    """The application with its consent, or the family's account; none before there is any."""

    def told(self) -> dict[str, str]:
        """The lines of a call's body."""
        return {"reason": self.reason, "reference": str(self.reference or "")}


class Registers(Protocol):
    """What is asked of the state, one question each; no question ever raises."""

    def holds_phone(self, iin: str, phone: str, grounds: Grounds) -> Answer:
        """Whether the mobile citizens base knows this telephone as this person's (L-3.13)."""

    def is_parent(self, guardian_iin: str, child_iin: str, grounds: Grounds) -> Answer:
        """Whether the civil register knows this person as the child's parent (DOC-10)."""

    def has_benefit(
        self, category: int, guardian_iin: str, child_iin: str, grounds: Grounds
    ) -> Answer:
        """Whether state systems confirm the benefit category of Annex 1 (L-6.2, L-13.2)."""

    def told(self) -> Mapping[str, Mapping[str, str | bool | None]]:
        """How each endpoint has been lately, for operators; empty where none is joined."""


class NullRegisters:
    """No register is joined: everything waits for a specialist."""

    def holds_phone(self, iin: str, phone: str, grounds: Grounds) -> Answer:
        """Nothing is known."""
        return Answer.UNKNOWN

    def is_parent(self, guardian_iin: str, child_iin: str, grounds: Grounds) -> Answer:
        """Nothing is known."""
        return Answer.UNKNOWN

    def has_benefit(
        self, category: int, guardian_iin: str, child_iin: str, grounds: Grounds
    ) -> Answer:
        """Nothing is known."""
        return Answer.UNKNOWN

    def told(self) -> Mapping[str, Mapping[str, str | bool | None]]:
        """There is none."""
        return {}


@dataclass(slots=True)
class HttpRegisters:
    """The registers at an address, asked as docs/registers.md says."""

    counterpart: Counterpart

    def holds_phone(self, iin: str, phone: str, grounds: Grounds) -> Answer:
        """Asks the mobile citizens base."""
        return self._ask(PHONES, grounds, {"iin": iin, "phone": phone})

    def is_parent(self, guardian_iin: str, child_iin: str, grounds: Grounds) -> Answer:
        """Asks the civil register."""
        people = {"guardian_iin": guardian_iin, "child_iin": child_iin}
        return self._ask(PARENTAGE, grounds, people)

    def has_benefit(
        self, category: int, guardian_iin: str, child_iin: str, grounds: Grounds
    ) -> Answer:
        """Asks about a category that state systems know."""
        if category not in STATE_CATEGORIES:
            return Answer.UNKNOWN
        people = {"guardian_iin": guardian_iin, "child_iin": child_iin}
        return self._ask(BENEFITS, grounds, people, category=category)

    def told(self) -> Mapping[str, Mapping[str, str | bool | None]]:
        """How each endpoint has been, as this process has seen it."""
        return self.counterpart.told()

    def _ask(self, path: str, grounds: Grounds, people: Mapping[str, str], **more: int) -> Answer:
        # Whoever has no number is in no register.
        if "" in people.values():
            return Answer.UNKNOWN
        try:
            answer = self.counterpart.ask(path, {**grounds.told(), **people, **more})
        except Away:
            return Answer.SILENT
        # Any word that we do not know is no yes.
        return Answer.CONFIRMED if answer.get("answer") == "confirmed" else Answer.UNKNOWN


def registers_for(settings: Settings) -> Registers:
    """The registers that the settings name; none is joined where they name none (A-33)."""
    if not settings.registers.is_asked:
        return NullRegisters()
    return HttpRegisters(Counterpart("registers", settings.registers))
