"""How a tap on a place is confirmed: by a code beforehand, or by an electronic signature (A-54)."""

from kezek.core.rules import TenantRules

SUBJECT = "claims"
"""What the code beforehand is for, within the purpose of signing."""


def needs_eds(settings: TenantRules) -> bool:
    """Whether a place is taken here only with an electronic signature (I-3.7, A-54)."""
    return settings.referral_needs_eds or "sms" not in settings.sign_methods
