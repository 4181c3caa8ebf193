"""The state's registers: whose telephone, whose child, which benefit; with a null and a demo twin.

A register says yes or nothing: `UNKNOWN` is never held against anybody, a specialist looks at the
papers instead.
"""

from enum import StrEnum
from typing import Protocol

from kezek.core.people import IIN_LENGTH


class Answer(StrEnum):
    """What a register can say."""

    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


class Registers(Protocol):
    """What is asked of the state, one question each; no question ever raises."""

    def holds_phone(self, iin: str, phone: str) -> Answer:
        """Whether the mobile citizens base knows this telephone as this person's (L-3.13)."""

    def is_parent(self, guardian_iin: str, child_iin: str) -> Answer:
        """Whether the civil register knows this person as the child's parent (DOC-10)."""

    def has_benefit(self, category: int, guardian_iin: str, child_iin: str) -> Answer:
        """Whether state systems confirm the benefit category of Annex 1 (L-6.2, L-13.2)."""


class NullRegisters:
    """No register is joined: everything waits for a specialist."""

    def holds_phone(self, iin: str, phone: str) -> Answer:
        """Nothing is known."""
        return Answer.UNKNOWN

    def is_parent(self, guardian_iin: str, child_iin: str) -> Answer:
        """Nothing is known."""
        return Answer.UNKNOWN

    def has_benefit(self, category: int, guardian_iin: str, child_iin: str) -> Answer:
        """Nothing is known."""
        return Answer.UNKNOWN


STATE_CATEGORIES = frozenset({6, 7, 8, 9, 10})
"""Categories of Annex 1 that state systems can confirm; others need a paper (§13.4)."""

_LAST_OF_SERIAL = IIN_LENGTH - 2


class DemoRegisters:
    """Answers by the numbers themselves, so that a demonstration can show both ways at will.

    * A telephone is the person's when its last digit is even.
    * A child is the person's when the eleventh digit of the child's IIN is even.
    * A benefit of categories 6 to 10 is confirmed when that same digit is even.

    So the child `220314600206` is confirmed and the child `220314600011` waits for a specialist.
    """

    def holds_phone(self, iin: str, phone: str) -> Answer:
        """Yes for a telephone with an even last digit."""
        return _if_even(phone[-1:])

    def is_parent(self, guardian_iin: str, child_iin: str) -> Answer:
        """Yes for a child's IIN with an even eleventh digit."""
        return _if_even(child_iin[_LAST_OF_SERIAL : _LAST_OF_SERIAL + 1])

    def has_benefit(self, category: int, guardian_iin: str, child_iin: str) -> Answer:
        """Yes for such a child in a category that state systems know."""
        if category not in STATE_CATEGORIES:
            return Answer.UNKNOWN
        return _if_even(child_iin[_LAST_OF_SERIAL : _LAST_OF_SERIAL + 1])


def _if_even(digit: str) -> Answer:
    is_even = digit.isdigit() and int(digit) % 2 == 0
    return Answer.CONFIRMED if is_even else Answer.UNKNOWN


def registers_for(env: str) -> Registers:
    """The demo's twin in the demo and in tests; in production none is joined yet (A-33)."""
    return DemoRegisters() if env in ("demo", "test") else NullRegisters()
