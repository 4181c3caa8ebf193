"""When a message that could not be delivered is tried again, and when that has no more sense."""

from datetime import datetime, timedelta
from enum import StrEnum

from kezek.core.codes import VALID


class Lane(StrEnum):
    """Codes do not wait behind notices."""

    CODES = "codes"
    NOTICES = "notices"


HOLD = timedelta(seconds=30)
"""How long one worker alone has a message; after it the answer counts as lost."""

BATCH_TIME = timedelta(seconds=15)
"""How long a worker goes on with what it claimed: the last call still ends within the hold."""

TELL_AGAIN = timedelta(seconds=20)
"""After which a message still here is told to the workers again: the first word may be lost."""

_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_PATIENCE = timedelta(hours=72)
_ONE_DAY = timedelta(days=1)
_CODE_PAUSE = timedelta(seconds=3)


def retry_at(created_at: datetime, attempts: int, now: datetime) -> datetime | None:
    """When a notice is tried again after its attempts so far: 30 s, 1, 2, 4 … minutes, each hour.

    Nothing after three days: by then the hotline has long had the family on its list.
    """
    if now - created_at >= _PATIENCE:
        return None
    doublings = min(attempts - 1, 7)
    return now + min(_FIRST_PAUSE * (1 << doublings), _LONGEST_PAUSE)


def code_retry_at(created_at: datetime, now: datetime) -> datetime | None:
    """When a one-time code is tried again; nothing once it could not be entered any more."""
    again = now + _CODE_PAUSE
    return again if again < created_at + VALID else None


def gap_end(recorded_at: datetime, now: datetime, most_days: int) -> datetime:
    """Until when a notice that reached nobody counts as an outage: whole days, none left out.

    A day and ten minutes are one day, twelve hours are twelve hours, five days the most allowed.
    """
    gap = now - recorded_at
    whole_days = gap // _ONE_DAY
    counted = whole_days * _ONE_DAY if whole_days else gap
    return recorded_at + min(counted, most_days * _ONE_DAY)


def is_code_too_late(created_at: datetime, now: datetime) -> bool:
    """Whether a one-time code has run out before it left."""
    return now >= created_at + VALID


class Report(StrEnum):
    """What a provider says of a message that it took."""

    ON_ITS_WAY = "on_its_way"
    DELIVERED = "delivered"
    REFUSED = "refused"
    """The number or the mailbox does not exist, or takes nothing."""
    EXPIRED = "expired"
    """The telephone was off until the provider gave up."""
    FAILED = "failed"
    """The provider or the operator would not, for a reason that is not the family's."""


class DeliveryState(StrEnum):
    """How far a message has come, as people are told."""

    CREATED = "created"
    SENT = "sent"
    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"
    TECHNICAL = "technical"


_STATES = {
    "sent": DeliveryState.SENT,
    "delivered": DeliveryState.DELIVERED,
    "refused": DeliveryState.PERMANENT,
    "expired": DeliveryState.TEMPORARY,
}


def state_of(outcome: str | None, failure: str | None) -> DeliveryState:
    """The state of a message by how it ended, or by how its last attempt failed."""
    if outcome in _STATES:
        return _STATES[outcome]
    if outcome is None and failure is None:
        return DeliveryState.CREATED
    return DeliveryState.TEMPORARY if failure == "temporary" else DeliveryState.TECHNICAL


def may_follow(outcome: str | None, report: Report) -> bool:
    """Whether a report says anything new; so one that comes twice, or late, changes nothing.

    What was delivered stays delivered; any other end may still turn out to be a delivery.
    """
    if report is Report.ON_ITS_WAY or outcome == Report.DELIVERED:
        return False
    return outcome in (None, "sent") or report is Report.DELIVERED


_ASKED_AFTER = (
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=25),
)
"""Providers tell by themselves within minutes, and give up after a day."""


def ask_at(taken_at: datetime, now: datetime) -> datetime | None:
    """When a provider is asked next what became of a message; nothing once it has given up."""
    return next((taken_at + after for after in _ASKED_AFTER if taken_at + after > now), None)
