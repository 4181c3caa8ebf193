"""The words of the check by number: what is wrong with a number, and what a state means."""

from kezek.core.applications import State
from kezek.core.numbers import NumberFault
from kezek.web.words import mark

FAULTS = {
    NumberFault.SHAPE: mark(
        "This is not an application number. It looks like PVL-26-004213-K: three letters, "
        "two digits of the year, six digits, one letter."
    ),
    NumberFault.CHECK_LETTER: mark(
        "There is a mistake in this number: a digit is wrong, two are exchanged, or the last "
        "letter is not right. Compare it with the message, sign by sign."
    ),
}
"""What to do about a number that cannot be one."""

MEANING = {
    State.UNDER_REVIEW: mark(
        "A specialist is checking it. When that is done it gets its numbers, by the moment at "
        "which it was sent."
    ),
    State.REFUSED: mark("It was not accepted. The reason stands in the cabinet."),
    State.QUEUED: mark("It stands in the queue."),
    State.DEFERRED: mark(
        "It waits for the age that the family has planned, and keeps its numbers; "
        "until then places pass it by."
    ),
    State.OFFERED: mark(
        "A place is offered, and the family answers in its cabinet. Meanwhile the application "
        "is shown in no queue."
    ),
    State.SUSPENDED: mark(
        "An offer was not answered, so it takes no part in the queue for a time."
    ),
    State.INTEREST_CHECK: mark(
        "The family is asked whether it still waits for a place. It answers in its cabinet."
    ),
    State.STOP_LIST: mark("A referral was not used, so it takes no part in the queue for a time."),
    State.REFERRED: mark(
        "A referral is issued: the documents are to be brought to the kindergarten."
    ),
    State.ADMISSION: mark("The kindergarten is checking the documents."),
    State.ADMISSION_REFUSED: mark(
        "The kindergarten did not admit the child; a specialist is reviewing this."
    ),
    State.CONTRACT: mark("The contract waits for the parent's signature."),
    State.ENROLLED: mark("The child is admitted to a kindergarten."),
    State.ENROLLED_TEMP: mark("The child is admitted to a kindergarten for a time."),
    State.PRIORITY: mark(
        "It is its turn today: the family may take a free place of the bulletin until 20:00."
    ),
    State.BENEFIT_CHECK: mark("A place is kept; the documents of the benefit are being checked."),
    State.VOUCHER_OFFERED: mark("A voucher is offered, and the family answers in its cabinet."),
    State.VOUCHER_ACTIVE: mark("The voucher is active: the family is choosing a kindergarten."),
    State.INACTIVE: mark("It is inactive. The family may restore it once, in time."),
    State.PLACE_CHOSEN: mark("A place is chosen and kept; the documents are to be handed in."),
    State.WAITLISTED: mark("It stands on a kindergarten's waiting list with an active voucher."),
    State.TRANSFER: mark("The child is moving to another kindergarten with its voucher."),
    State.ARCHIVED: mark("It is closed. The reason stands in the cabinet."),
}
"""What a state means, for whoever holds the number."""
