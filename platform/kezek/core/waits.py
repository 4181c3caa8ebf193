"""What a family is waited for, and until when: the first things that its cabinet shows."""

from datetime import datetime
from enum import StrEnum

from kezek.core.admission_stages import Stage, arrival_of
from kezek.core.applications import SHOWN, Application, State, TermKind, deadline


class Wait(StrEnum):
    """What a family is waited for: each has its page and its deadline."""

    OFFER = "offer"
    WINDOW = "window"
    BENEFIT = "benefit"
    INTEREST = "interest"
    YEARLY = "yearly"
    REFERRAL = "referral"
    CONTRACT = "contract"
    VOUCHER = "voucher"
    CHOICE = "choice"
    KEPT_PLACE = "kept_place"
    PAPERS = "papers"
    RESTORE = "restore"


IN_QUEUES = SHOWN | {
    State.UNDER_REVIEW,
    State.OFFERED,
    State.SUSPENDED,
    State.INTEREST_CHECK,
    State.STOP_LIST,
}
"""States in which the queues of the application still matter to the family."""


WITHDRAWABLE = IN_QUEUES | {
    State.VOUCHER_OFFERED,
    State.VOUCHER_ACTIVE,
    State.PLACE_CHOSEN,
    State.WAITLISTED,
    State.INACTIVE,
}
"""States in which the family may take the application back (9.1 row 21, 9.3 row 20)."""


_WAITS = {
    State.OFFERED: Wait.OFFER,
    State.PRIORITY: Wait.WINDOW,
    State.BENEFIT_CHECK: Wait.BENEFIT,
    State.INTEREST_CHECK: Wait.INTEREST,
    State.REFERRED: Wait.REFERRAL,
    State.CONTRACT: Wait.CONTRACT,
    State.VOUCHER_OFFERED: Wait.VOUCHER,
    State.VOUCHER_ACTIVE: Wait.CHOICE,
    State.PLACE_CHOSEN: Wait.PAPERS,
    State.INACTIVE: Wait.RESTORE,
}


def waited_for(application: Application) -> tuple[Wait | None, datetime | None]:
    """What the family is waited for in this application, and until when."""
    if application.voucher is not None and application.voucher.hold is not None:
        return Wait.KEPT_PLACE, application.voucher.hold.due_at
    if application.state is State.TRANSFER:
        return _waited_for_in_transfer(application)
    wait = _WAITS.get(application.state)
    if wait is not None:
        return wait, deadline(application)
    term = application.term(TermKind.YEARLY_ANSWER)
    if application.is_shown and application.yearly_asked and term is not None:
        return Wait.YEARLY, term.due_at
    return None, None


def _waited_for_in_transfer(application: Application) -> tuple[Wait | None, datetime | None]:
    """Papers for the new kindergarten, then its contract; between them it is its turn (R-81)."""
    arrival = arrival_of(application)
    assert arrival is not None, "TRANSFER without a transfer"
    if arrival.stage is Stage.PAPERS:
        return Wait.PAPERS, arrival.referral.expires_at
    if arrival.stage is Stage.CONTRACT:
        return Wait.CONTRACT, arrival.sign_by
    return None, None
