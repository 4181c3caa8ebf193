"""Verbs of the machine as triggers of the core."""

from collections.abc import Callable, Mapping
from typing import Any

from kezek.core.groups import Group
from kezek.core.ids import ApplicationId
from kezek.core.triggers import (
    Accept,
    Admit,
    AskExtension,
    CancelReferral,
    ConfirmAgain,
    ConfirmInterest,
    Decline,
    DenyInterest,
    EndContract,
    GrantExtension,
    PlanAge,
    RefuseAdmission,
    RefuseExtension,
    Reject,
    Relocate,
    ReviewRefusal,
    Sign,
    SubmitDocuments,
    Trigger,
    Verify,
    Withdraw,
)

Made = Callable[[ApplicationId, Group | None, Mapping[str, Any]], Trigger]
NOBODY = Group(0, 0)

SIMPLE: Mapping[str, Made] = {
    "withdraw": lambda one, _group, _: Withdraw(one),
    "plan_age": lambda one, _group, given: PlanAge(one, given["planned_from"]),
    "verify": lambda one, _group, _: Verify(one),
    "reject": lambda one, _group, given: Reject(one, given["whole"]),
    "relocate": lambda one, _group, _: Relocate(one),
    "confirm_again": lambda one, _group, _: ConfirmAgain(one),
    "confirm_interest": lambda one, _group, _: ConfirmInterest(one),
    "deny_interest": lambda one, _group, _: DenyInterest(one),
    "accept": lambda one, _group, given: Accept(one, given.get("place")),
    "decline": lambda one, _group, given: Decline(one, given.get("place")),
    "cancel": lambda one, _group, _: CancelReferral(one),
    "ask_extension": lambda one, _group, given: AskExtension(one, given["days"]),
    "grant_extension": lambda one, _group, _: GrantExtension(one),
    "refuse_extension": lambda one, _group, _: RefuseExtension(one),
    "submit_documents": lambda one, _group, given: SubmitDocuments(
        one, given["complete"], given["vaccinated"]
    ),
    "admit": lambda one, group, _: Admit(one, group or NOBODY),
    "refuse_admission": lambda one, group, given: RefuseAdmission(
        one, given["reason"], group or NOBODY
    ),
    "review_refusal": lambda one, _group, given: ReviewRefusal(one, given["stands"]),
    "sign": lambda one, _group, _: Sign(one),
    "end_contract": lambda one, _group, _: EndContract(one),
}
"""Acts on one application that need nothing but it and what is given with them."""
