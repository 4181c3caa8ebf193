"""The made-up state registers: births and parentage, benefits, telephones of citizens.

They answer by the numbers themselves, so that a demonstration can show both ways at will:

* A telephone is the person's when its last digit is even.
* A child is the person's when the eleventh digit of the child's IIN is even.
* A benefit of categories 6 to 10 is confirmed when that same digit is even.

So the child `220314600206` is confirmed and the child `220314600011` waits for a specialist. Over
and above these rules stand the made-up families of `families`, told one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kezek.adapters.registers import BENEFITS, HEALTH, PARENTAGE, PHONES, STATE_CATEGORIES
from kezek.core.people import IIN_LENGTH, iin_fault
from kezek.demonstration.counterparts.desks import Call, Desk, Malformed, Reply, text_of

CONFIRMED, UNKNOWN = "confirmed", "unknown"

_LAST_OF_SERIAL = IIN_LENGTH - 2


@dataclass(frozen=True, slots=True)
class Family:
    """People of the family register: parents with their telephones, a child and its rights."""

    parents: Mapping[str, str]
    """IIN to telephone."""
    child: str
    categories: frozenset[int] = frozenset()


FAMILIES = (
    Family(
        {"900520400011": "+77015550101", "861107300012": "+77015550103"},
        "210901500014",
        frozenset({10}),
    ),
    Family({"861107300012": "+77015550103"}, "201231600019", frozenset({6})),
)
"""Made up; the numbers are the rulebook's own examples (13.1). Their eleventh digits are odd."""


def tidings(territory: str, number: str) -> dict[str, Any]:
    """A birth of the first of these families, as docs/contracts has it."""
    family = FAMILIES[0]
    iin, phone = next(iter(family.parents.items()))
    return {
        "message_id": number,
        "territory": territory,
        "applicant": {
            "iin": iin,
            "full_name": "Сәбитова Жанар",
            "address": "Абай көшесі, 12",
            "phone": phone,
            "language": "kk",
        },
        "child": {"iin": family.child, "full_name": "Сәбитов Ерасыл", "born_on": "2021-09-01"},
        "instruction_language": "kk",
    }


@dataclass(frozen=True, slots=True)
class Registers:
    """The three registers and the made-up people in them."""

    families: tuple[Family, ...] = ()

    def parentage(self, call: Call) -> Reply:
        """Whether the civil register knows this person as the child's parent (DOC-10)."""
        parent, child = _iin(call, "guardian_iin"), _iin(call, "child_iin")
        known = any(parent in one.parents and one.child == child for one in self.families)
        return _said(is_known=known or _is_even(child[_LAST_OF_SERIAL]))

    def benefits(self, call: Call) -> Reply:
        """Whether state systems confirm a category of Annex 1 (L-6.2, L-13.2)."""
        parent, child = _iin(call, "guardian_iin"), _iin(call, "child_iin")
        category = call.body.get("category")
        if category not in STATE_CATEGORIES:
            return _said(is_known=False)
        known = any(
            parent in one.parents and one.child == child and category in one.categories
            for one in self.families
        )
        return _said(is_known=known or _is_even(child[_LAST_OF_SERIAL]))

    def phones(self, call: Call) -> Reply:
        """Whether the mobile citizens base knows this telephone as this person's (L-3.13)."""
        person, phone = _iin(call, "iin"), text_of(call, "phone")
        known = any(one.parents.get(person) == phone for one in self.families)
        return _said(is_known=known or _is_even(phone[-1]))


def desk(families: tuple[Family, ...] = ()) -> Desk:
    """The registers at their addresses."""
    answering = Registers(families)
    return Desk(
        "registers",
        {
            PARENTAGE: answering.parentage,
            BENEFITS: answering.benefits,
            PHONES: answering.phones,
            HEALTH: lambda _: Reply({"state": "up"}),
        },
    )


def _iin(call: Call, name: str) -> str:
    value = text_of(call, name)
    if iin_fault(value) is not None:
        raise Malformed(name)
    return value


def _said(*, is_known: bool) -> Reply:
    return Reply({"answer": CONFIRMED if is_known else UNKNOWN})


def _is_even(digit: str) -> bool:
    return digit.isdigit() and int(digit) % 2 == 0
