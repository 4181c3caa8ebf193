"""Messages leave the house: told to the workers, claimed by one, sent, settled.

PostgreSQL is the truth. What workers are told travels through Redis and may be lost, doubled or
late: a worker asks the table what is there, and whatever is still there is told again. A message
is claimed before the provider is called, so a worker that dies leaves a trace, and its message
is tried again under the same reference.
"""

import logging
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kezek.adapters.delivery import Attempt, Ending, Parcel, attempt
from kezek.adapters.keys import KeyMismatch
from kezek.adapters.letter_pages import letter_page
from kezek.adapters.services import services
from kezek.core.delivery import (
    BATCH_TIME,
    HOLD,
    TELL_AGAIN,
    Lane,
    ask_at,
    code_retry_at,
    is_code_too_late,
    retry_at,
)
from kezek.core.quiet import first_loud_moment
from kezek.core.regions import Tenant
from kezek.core.switches import Switch
from kezek.db.notices import languages_of
from kezek.db.outbox import Settled, address_context, settle
from kezek.db.relay import (
    Claimed,
    announce,
    claim,
    hand_back,
    next_relay_at,
    put_off,
    put_off_until_loud,
    take_back_announcement,
)
from kezek.db.rules_in_force import region_at
from kezek.db.scope import read_scope
from kezek.usecases.contacts import address_failed
from kezek.usecases.switchboard import switchboard
from kezek.usecases.unit_of_work import SYSTEM, Act, act

_log = logging.getLogger(__name__)

BATCH = 10
"""Messages that a worker claims at once: one commit for all of them, one for each answer."""
_MOST_ANNOUNCED = 500
_SWITCHES = {"sms": Switch.SMS, "email": Switch.EMAIL}
"""The bot has none: whoever does not want it unbinds the chat."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the messages of one batch."""

    sent: int = 0
    put_off: int = 0
    ended: int = 0


def next_message_at(tenant_id: int) -> datetime | None:
    """When the relay has something to do next in a region; it may have passed."""
    with read_scope(tenant_id) as session:
        return next_relay_at(session)


def announce_due(tenant_id: int) -> dict[Lane, int]:
    """What the workers are to be told now: for each lane, how many batches wait.

    What was told and is still here after `TELL_AGAIN` is told again.
    """
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        closed = _closed_channels(tenant_id)
        counts = {
            lane: announce(
                running.session, lane, now, now + TELL_AGAIN, _MOST_ANNOUNCED, closed=closed
            )
            for lane in Lane
        }
    return {lane: -(-count // BATCH) for lane, count in counts.items() if count}


def nobody_was_told(tenant_id: int) -> None:
    """Undoes an announcement that did not reach Redis: it is made anew as soon as Redis is back."""
    with act(tenant_id, SYSTEM) as running:
        take_back_announcement(running.session, running.now())


def deliver_some(tenant_id: int, lane: Lane) -> Delivered:
    """Sends one batch of what waits in a lane; in quiet hours nothing but codes (G-05b)."""
    with act(tenant_id, SYSTEM) as running:
        now = running.now()
        if lane is Lane.NOTICES and _is_quiet(running, now):
            return Delivered()
        closed = _closed_channels(tenant_id)
        batch = claim(running.session, lane, now, now + HOLD, BATCH, closed=closed)
        region = region_at(running.session, tenant_id, now)[1]
        languages = languages_of(running.session, [one.notice_id for one in batch if one.notice_id])
        round_ = _Round(tenant_id, now, region, languages)

    endings = []
    for position, message in enumerate(batch):
        ending, ended_at = _deliver(round_, message)
        endings.append(ending)
        if ended_at > now + BATCH_TIME:
            _give_up_rest(tenant_id, [one.id for one in batch[position + 1 :]])
            break
    return Delivered(
        sent=endings.count(Settled.SENT),
        put_off=endings.count(None),
        ended=sum(ending not in (None, Settled.SENT) for ending in endings),
    )


def _closed_channels(tenant_id: int) -> list[str]:
    """Channels that an operator has turned off: their messages wait, and nothing is tried."""
    board = switchboard()
    return [channel for channel, one in _SWITCHES.items() if board.find_off(one, tenant_id)]


def _is_quiet(running: Act, now: datetime) -> bool:
    """Whether notices must wait; then what is due, late as it is, waits for the morning too."""
    rules = running.rules(now)
    loud_at = first_loud_moment(now, rules.settings.quiet_hours, rules.calendar)
    if loud_at > now:
        put_off_until_loud(running.session, now, loud_at)
    return loud_at > now


@dataclass(frozen=True, slots=True)
class _Round:
    """What all messages of one batch have alike."""

    tenant_id: int
    claimed_at: datetime
    region: Tenant
    languages: Mapping[uuid.UUID, str]
    """Of notices to families; their letters have a page beside the text."""


def _deliver(round_: _Round, message: Claimed) -> tuple[Settled | None, datetime]:
    """One message: sent outside any transaction, then settled in one of its own."""
    if message.notice_id is None and is_code_too_late(message.created_at, round_.claimed_at):
        made = Attempt(Ending.TECHNICAL, "the code had run out")
    else:
        made = _attempt(message, round_)
    with act(round_.tenant_id, SYSTEM) as running:
        now = running.now()
        ending = _settle(running, message, made, now)
    if made.ending is not Ending.TAKEN:
        _log.warning(
            "outbox.not_taken",
            extra={"outbox": str(message.id), "ending": str(made.ending), "reason": made.reason},
        )
    return ending, now


def _attempt(message: Claimed, round_: _Round) -> Attempt:
    house = services()
    try:
        address = house.keys.open_text(message.address_sealed, address_context(message.key))
    except KeyMismatch as closed:
        return Attempt(Ending.TECHNICAL, type(closed).__name__)
    return attempt(_parcel(message, address, round_), house.gateways)


def _parcel(message: Claimed, address: str, round_: _Round) -> Parcel:
    language = round_.languages.get(message.notice_id, "") if message.notice_id else ""
    has_page = message.channel == "email" and language
    return Parcel(
        message.channel,
        address,
        message.subject,
        message.text,
        str(message.id),
        round_.region.channels.sender(message.channel),
        html=letter_page(message.subject, message.text, language, round_.region)
        if has_page
        else "",
        language=language,
        was_lost=message.unknown > 0,
    )


def _settle(running: Act, message: Claimed, made: Attempt, now: datetime) -> Settled | None:
    """Writes the answer down; gives how the message ended, nothing where it is tried again."""
    if made.ending is Ending.TAKEN:
        settle(
            running.session,
            message.id,
            Settled.SENT,
            now,
            name=made.name,
            ask_at=ask_at(now, now) if made.name else None,
        )
        return Settled.SENT
    if made.ending is Ending.PERMANENT:
        if message.notice_id is not None:
            address_failed(running, message.notice_id, message.channel, now)
        return _end(running, message.id, Settled.REFUSED, now)
    again_at = _again_at(running, message, now)
    if again_at is None:
        ending = Settled.GAVE_UP if message.notice_id else Settled.TOO_LATE
        return _end(running, message.id, ending, now)
    put_off(
        running.session,
        message,
        again_at,
        made.reason,
        failure="temporary" if made.ending is Ending.TEMPORARY else "technical",
        answer_lost=made.ending is Ending.UNKNOWN,
    )
    return None


def _end(running: Act, message_id: uuid.UUID, ending: Settled, now: datetime) -> Settled:
    settle(running.session, message_id, ending, now)
    return ending


def _again_at(running: Act, message: Claimed, now: datetime) -> datetime | None:
    if message.notice_id is None:
        return code_retry_at(message.created_at, now)
    again_at = retry_at(message.created_at, message.attempts, now)
    if again_at is None:
        return None
    rules = running.rules(now)
    return first_loud_moment(again_at, rules.settings.quiet_hours, rules.calendar)


def _give_up_rest(tenant_id: int, message_ids: list[uuid.UUID]) -> None:
    if message_ids:
        with act(tenant_id, SYSTEM) as running:
            hand_back(running.session, message_ids)
