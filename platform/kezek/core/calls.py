"""Calls to the hotline: what people ask, how they are found, how long a family is open (D-11)."""

from datetime import datetime, timedelta
from enum import StrEnum

from kezek.core.codes import Limit
from kezek.core.errors import Code, Refusal

MAX_NOTE = 1000
MIN_TASK = 10
"""Signs: a specialist has to understand what is asked without calling back."""
MAX_REASON = 200
MIN_REASON = 5
"""Signs: a reason is a word at least, "call" or "қоңырау" among them."""

MOST_BY_NAME = 5
"""People who share a name and a birth date; whoever needs more asks for a number."""

OPENED_FOR = timedelta(minutes=15)
"""How long a family's data stay open to an operator after its code was read back (D-11)."""


class CallCause(StrEnum):
    """What people call about, most often first (rulebook §12; the mission's list)."""

    NUMBER_MOVED = "number_moved"
    WHEN = "when"
    NO_MESSAGE = "no_message"
    OFFER_TERM = "offer_term"
    DOCUMENTS = "documents"
    BENEFIT = "benefit"
    SIGN_IN = "sign_in"
    FREE_PLACES = "free_places"
    CHOICE = "choice"
    SIBLINGS = "siblings"
    COMPLAINT = "complaint"
    OTHER = "other"


class LookupKey(StrEnum):
    """By what somebody was looked up."""

    NUMBER = "number"
    IIN = "iin"
    PHONE = "phone"
    NAME = "name"


AGAIN_PER_NOTICE = (Limit(1, timedelta(minutes=10)), Limit(3, timedelta(days=1)))
"""A message that is on its way needs minutes; three in a day did not help, a fourth will not."""

AGAIN_PER_FAMILY = (Limit(10, timedelta(days=1)),)

AGAIN_FOR = timedelta(days=30)
"""Older notices speak of what is long past; they are read in the cabinet."""


def need_reason(key: LookupKey, reason: str) -> None:
    """A name is looked up for a reason that can be read afterwards; else Refusal(…, reason)."""
    if key is LookupKey.NAME and len(reason.strip()) < MIN_REASON:
        raise Refusal(Code.INVALID_CHOICE, "lookup_reason", field="reason")


def may_send_again_at(
    of_notice: list[datetime], of_family: list[datetime], now: datetime
) -> datetime:
    """From when a notice may be sent again, by all limits; `now` when it may at once."""
    waits = [limit.free_at(of_notice, now) for limit in AGAIN_PER_NOTICE]
    waits += [limit.free_at(of_family, now) for limit in AGAIN_PER_FAMILY]
    return max(waits)
