"""Regional settings of signing: which ways there are, and which act asks for the stronger one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kezek.core.knobs import ManyOf, OneOf


@dataclass(frozen=True)
class SigningRules:
    """What is signed by a code from an SMS, and what by a key (A-54)."""

    sign_methods: Annotated[tuple[str, ...], ManyOf(OneOf(("sms", "eds", "qr")), at_least=1)] = (
        "sms",
    )
    """Ways to sign, the first one proposed: SMS code, electronic signature, QR (A-54)."""

    application_needs_eds: bool = False
    """Whether an application is sent only with an electronic signature (A-54, E-6, I-3.5)."""

    referral_needs_eds: bool = False
    """Whether a referral is taken only with an electronic signature (A-54, I-3.7)."""

    contract_needs_eds: bool = False
    """Whether a parent signs the contract only with an electronic signature (A-54, L-22.10)."""

    contract_head_signs: bool = False
    """Whether the head of a kindergarten signs a contract before it is sent (L-22.10)."""
