"""For which pages a fact rings: its queues, its families, and the public lists that show it."""

from collections.abc import Mapping

from kezek.core.applications import Application, State
from kezek.core.events import Change, Fact
from kezek.core.ids import KindergartenId
from kezek.core.queues import QueueKey, SeatKey
from kezek.db.queues import QueueRow

REGION = "region"
"""The figures of the region's first page."""
BULLETIN = "bulletin"
"""The bulletin of free places (L-3.04)."""
PROTOCOL = "protocol"
"""The protocol of issued referrals (IX-9)."""

OFFICE = "office"
"""What waits for the specialists."""

_AT_THE_OFFICE = frozenset(
    {
        State.UNDER_REVIEW,
        State.REFERRED,
        State.BENEFIT_CHECK,
        State.ADMISSION,
        State.ADMISSION_REFUSED,
        State.VOUCHER_ACTIVE,
        State.PLACE_CHOSEN,
        State.TRANSFER,
    }
)
"""Stages in which an application may wait for a specialist."""


def topics_of(fact: Fact, queues: Mapping[QueueKey, QueueRow]) -> set[str]:
    """The topics to ring once the fact is committed; a bell says that, never what (house §5.7)."""
    touched = touched_queues(fact)
    topics = {REGION, *(str(queues[key].id) for key in touched)}
    topics |= {f"kindergarten-{key.kindergarten}" for key in touched if isinstance(key, SeatKey)}
    topics |= {f"family-{change.after.guardian}" for change in fact.applications}
    topics |= {
        f"kindergarten-{garden}"
        for change in fact.applications
        for one in (change.before, change.after)
        if one is not None
        for garden in _awaiting(one)
    }
    if fact.places:
        topics.add(BULLETIN)
    if any(_concerns_office(change) for change in fact.applications):
        topics.add(OFFICE)
    if fact.kind == "referral:issued":
        topics.add(PROTOCOL)
    return topics


def _concerns_office(change: Change[Application]) -> bool:
    """Whether it comes to the specialists' desk, changes there, or leaves it."""
    stages = {change.after.state, *([change.before.state] if change.before else [])}
    return bool(stages & _AT_THE_OFFICE)


def _awaiting(application: Application) -> set[KindergartenId]:
    """Kindergartens that expect the child, or on whose lists it waits, whatever its queues are."""
    voucher = application.voucher
    found = {application.referral.kindergarten} if application.referral else set()
    if voucher is not None:
        kept = (voucher.hold, voucher.transfer)
        found |= {one.kindergarten for one in kept if one is not None}
        found |= {entry.kindergarten for entry in voucher.lists}
    return found


def touched_queues(fact: Fact) -> set[QueueKey]:
    """Queues in which something may look otherwise after the fact."""
    stood = {
        key
        for change in fact.applications
        for application in (change.before, change.after)
        if application is not None
        for key in application.keys
    }
    return (
        stood
        | {change.after.key for change in fact.places}
        | {change.after.key for change in fact.queues}
    )
