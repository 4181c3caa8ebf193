"""One-time codes by SMS (N-01, L-3.13): how often sent, how long good, how often tried."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kezek.core.errors import Code, Refusal

LENGTH = 6
VALID = timedelta(minutes=5)
MAX_ATTEMPTS = 5


class Purpose(StrEnum):
    """What a code opens; a code sent for one purpose is none for another."""

    SIGN_UP = "sign_up"
    SIGN_IN = "sign_in"
    SIGN = "sign"
    PHONE_CHANGE = "phone_change"
    CALLER = "caller"
    """Read back on the telephone, so that the hotline may see whose application it is (D-11)."""


class CodeFault(StrEnum):
    """Why a code does not open what it was entered for."""

    WRONG = "wrong"
    EXPIRED = "expired"
    SPENT = "spent"
    USED = "used"


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many within a span that ends now."""

    most: int
    span: timedelta

    def free_at(self, sent: Sequence[datetime], now: datetime) -> datetime:
        """The first moment at which one more keeps the limit: `now` when it does already."""
        recent = sorted(moment for moment in sent if moment > now - self.span)
        if len(recent) < self.most:
            return now
        return recent[-self.most] + self.span


PHONE_LIMITS = (Limit(3, timedelta(minutes=10)), Limit(10, timedelta(days=1)))
"""For one telephone: whoever asks, its owner is not flooded and nobody tries codes for ever."""

STRANGER_LIMITS = (Limit(6, timedelta(hours=1)), Limit(20, timedelta(days=1)))
"""For one person's IIN with telephones that are not bound to it.

Counted apart, so that strangers who try somebody's IIN cannot keep that person out.
"""


@dataclass(frozen=True, slots=True)
class SentCode:
    """A code that was sent, as far as entering it is judged."""

    expires_at: datetime
    attempts: int
    is_used: bool = False


def next_send_at(
    to_phone: Sequence[datetime], by_strangers: Sequence[datetime], now: datetime
) -> datetime:
    """When the next code may be sent, by all limits; `now` when it may be sent at once."""
    waits = [limit.free_at(to_phone, now) for limit in PHONE_LIMITS]
    waits += [limit.free_at(by_strangers, now) for limit in STRANGER_LIMITS]
    return max(waits)


def code_fault(sent: SentCode, now: datetime, *, is_right: bool) -> CodeFault | None:
    """What is wrong with entering a code now; a right one that is too late is too late."""
    if sent.is_used:
        return CodeFault.USED
    if now >= sent.expires_at:
        return CodeFault.EXPIRED
    if sent.attempts >= MAX_ATTEMPTS:
        return CodeFault.SPENT
    return None if is_right else CodeFault.WRONG


def refusal_of(fault: CodeFault, attempts: int) -> Refusal:
    """The refusal for a fault, with the number of tries that are left."""
    left = max(MAX_ATTEMPTS - attempts, 0)
    if fault is CodeFault.WRONG and left:
        return Refusal(Code.INVALID_CHOICE, "sms_code", left=left)
    if fault in (CodeFault.WRONG, CodeFault.SPENT):
        return Refusal(Code.LIMIT_REACHED, "sms_attempts")
    return Refusal(Code.TOO_LATE, "sms_code")
