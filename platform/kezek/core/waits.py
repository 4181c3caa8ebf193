"""What a family is waited for, and until when: the first things that its cabinet shows."""

from datetime import datetime
from enum import StrEnum

from kezek.core.applications import SHOWN, Application, State, TermKind, deadline


class Wait(StrEnum):
    """What a family is waited for: each has its page and its deadline."""

    OFFER = "offer"
    INTEREST = "interest"
    YEARLY = "yearly"
    REFERRAL = "referral"
    CONTRACT = "contract"


IN_QUEUES = SHOWN | {
    State.UNDER_REVIEW,
    State.OFFERED,
    State.SUSPENDED,
    State.INTEREST_CHECK,
    State.STOP_LIST,
}
"""States in which the queues of the application still matter to the family."""


_WAITS = {
    State.OFFERED: Wait.OFFER,
    State.INTEREST_CHECK: Wait.INTEREST,
    State.REFERRED: Wait.REFERRAL,
    State.CONTRACT: Wait.CONTRACT,
}


def waited_for(application: Application) -> tuple[Wait | None, datetime | None]:
    """What the family is waited for in this application, and until when."""
    wait = _WAITS.get(application.state)
    if wait is not None:
        return wait, deadline(application)
    term = application.term(TermKind.YEARLY_ANSWER)
    if application.is_shown and application.yearly_asked and term is not None:
        return Wait.YEARLY, term.due_at
    return None, None
