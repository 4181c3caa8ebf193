"""Asking the state registers: outside every lock, and only what no operator has turned off.

What is turned off is silent: a specialist looks at the papers, and the worker asks later (A-12).
"""

import uuid
from collections.abc import Iterable, Mapping

from kezek.adapters.registers import Grounds, Reason
from kezek.adapters.services import services
from kezek.core.registers import Answer
from kezek.core.standing import category
from kezek.core.switches import Switch
from kezek.usecases.switchboard import switchboard

BENEFIT_REGISTER = "register:benefit"


def ask_phone(
    tenant_id: int, iin: str, phone: str, reason: Reason, reference: uuid.UUID | None = None
) -> Answer:
    """Whether the mobile citizens base knows the telephone as this person's (L-3.13)."""
    if not iin:
        return Answer.UNKNOWN
    if _is_off(Switch.REGISTER_PHONES, tenant_id):
        return Answer.SILENT
    return services().registers.holds_phone(iin, phone, Grounds(reason, reference))


def ask_parentages(
    tenant_id: int, guardian_iin: str, children: Mapping[uuid.UUID, str], reference: uuid.UUID
) -> dict[uuid.UUID, Answer]:
    """Whose of these children the civil register knows; after one silence nobody waits again."""
    grounds = Grounds(Reason.PARENTAGE, reference)
    answers: dict[uuid.UUID, Answer] = {}
    is_silent = _is_off(Switch.REGISTER_BIRTHS, tenant_id)
    for child_id, iin in children.items():
        if not (guardian_iin and iin):
            answers[child_id] = Answer.UNKNOWN
        elif is_silent:
            answers[child_id] = Answer.SILENT
        else:
            answers[child_id] = services().registers.is_parent(guardian_iin, iin, grounds)
            is_silent = answers[child_id] is Answer.SILENT
    return answers


def ask_benefits(
    tenant_id: int, guardian_iin: str, child_iin: str, codes: Iterable[int], reference: uuid.UUID
) -> dict[int, Answer]:
    """What state systems say to the categories that they hold; whoever has no number is in none."""
    asked = [code for code in codes if category(code).register_can_confirm]
    if not (guardian_iin and child_iin):
        return dict.fromkeys(asked, Answer.UNKNOWN)
    grounds = Grounds(Reason.BENEFIT, reference)
    answers: dict[int, Answer] = {}
    is_silent = _is_off(Switch.REGISTER_BENEFITS, tenant_id)
    for code in asked:
        if is_silent:
            answers[code] = Answer.SILENT
            continue
        registers = services().registers
        answers[code] = registers.has_benefit(code, guardian_iin, child_iin, grounds)
        is_silent = answers[code] is Answer.SILENT
    return answers


def _is_off(switch: Switch, tenant_id: int) -> bool:
    return switchboard().find_off(switch, tenant_id) is not None
