"""Papers that are printed: which there are, and which of them still holds good when it is shown."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kezek.core.applications import ENDED, Application, State


class Kind(StrEnum):
    """The papers; each has a template of its name."""

    APPLICATION = "annex1"
    REFUSAL = "annex3"
    QUEUE_NOTICE = "annex4"
    CONSENT = "annex5"
    REFERRAL = "referral"
    CONTRACT = "contract"
    VOUCHER = "voucher"
    EXTRACT = "extract"


class Validity(StrEnum):
    """What whoever is shown a paper may rely on."""

    HOLDS = "holds"
    """The referral or the voucher may be used now."""
    HELD_THEN = "held_then"
    """It says how it was when it was made; the application goes on."""
    ENDED = "ended"
    """The application has ended since."""
    OVER = "over"
    """It was used, given back, replaced, or its term is over."""


@dataclass(frozen=True, slots=True)
class Marked:
    """What the mark on a paper says: which paper, of which application, made when."""

    kind: Kind
    application: bytes
    made_at: datetime


_USED = frozenset({State.REFERRED, State.ADMISSION, State.CONTRACT, State.BENEFIT_CHECK})

WITH_VOUCHER = frozenset(
    {
        State.VOUCHER_ACTIVE,
        State.PLACE_CHOSEN,
        State.WAITLISTED,
        State.ADMISSION,
        State.CONTRACT,
        State.ENROLLED,
        State.ENROLLED_TEMP,
        State.TRANSFER,
    }
)
"""States in which a voucher that was accepted is the child's (VX-4, 9.3)."""


def validity(kind: Kind, made_at: datetime, one: Application, now: datetime) -> Validity:
    """What a genuine paper is worth now (L-22.3 for a referral, VX-4 for a voucher)."""
    if kind is Kind.VOUCHER:
        is_open = one.voucher is not None and one.state in WITH_VOUCHER
        return Validity.HOLDS if is_open else Validity.OVER
    if kind is Kind.REFERRAL:
        referral = one.referral
        is_same = referral is not None and referral.issued_at <= made_at
        is_open = one.state in _USED and referral is not None and now < referral.expires_at
        return Validity.HOLDS if is_same and is_open else Validity.OVER
    return Validity.ENDED if one.state in ENDED else Validity.HELD_THEN
