"""By which ways each act may be signed in a region: one small table (A-54, I-3.7)."""

from dataclasses import dataclass

from kezek.core.errors import Code, Refusal
from kezek.core.rules import TenantRules
from kezek.core.signed_texts import SignedAct

ASKED_BY = {
    SignedAct.APPLICATION: "application_needs_eds",
    SignedAct.ACCEPTANCE: "referral_needs_eds",
    SignedAct.CONTRACT: "contract_needs_eds",
}
"""The setting that asks for an electronic signature under an act."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How an act may be signed."""

    sms: bool
    """A code from an SMS, or being signed in by one."""
    eds: bool
    qr: bool


def ways_of(settings: TenantRules, act: SignedAct) -> Ways:
    """The ways that are open for an act.

    A setting that asks for the stronger way opens it, also where `sign_methods` forgets it. A
    region without codes by SMS asks for it under every act.
    """
    methods = settings.sign_methods
    needs = bool(getattr(settings, ASKED_BY[act])) or "sms" not in methods
    return Ways(sms=not needs, eds=needs or "eds" in methods, qr="qr" in methods)


def takes_keys(settings: TenantRules) -> bool:
    """Whether anything at all is signed electronically here; then keys open the door as well."""
    is_asked = settings.contract_head_signs or any(ways_of(settings, one).eds for one in ASKED_BY)
    return is_asked or "eds" in settings.sign_methods


def need_no_key(settings: TenantRules, act: SignedAct) -> None:
    """Goes on where the act may be done without a key. Raises Refusal(WRONG_STATE, …_needs_eds)."""
    if not ways_of(settings, act).sms:
        raise Refusal(Code.WRONG_STATE, f"{act}_needs_eds")
