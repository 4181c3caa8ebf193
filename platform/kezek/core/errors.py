"""Refusals that the domain can give: a code, and values for the sentence that the reader sees."""

from enum import StrEnum


class Code(StrEnum):
    """Every reason for which an act is refused and nothing changes."""

    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"
    NOT_YOURS = "not_yours"
    NO_LIVE_OFFER = "no_live_offer"
    NO_PLACE = "no_place"
    NOT_ELIGIBLE_AGE = "not_eligible_age"
    STOP_LISTED = "stop_listed"
    ALREADY_QUEUED = "already_queued"
    ALREADY_DECIDED = "already_decided"
    LIMIT_REACHED = "limit_reached"
    WRONG_STATE = "wrong_state"
    INVALID_CHOICE = "invalid_choice"
    INVALID_IIN = "invalid_iin"
    MODE_MISMATCH = "mode_mismatch"
    CONSENT_MISSING = "consent_missing"
    SIGNATURE_REFUSED = "signature_refused"


class Refusal(Exception):
    """An act that the rules refuse; `detail` chooses the sentence, `values` fill it."""

    def __init__(self, code: Code, detail: str = "", **values: object) -> None:
        super().__init__(f"{code}:{detail}" if detail else str(code))
        self.code = code
        self.detail = detail
        self.values = values
