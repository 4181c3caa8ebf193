"""What people call about, how a look-up and a delivery are called: for all who read of calls."""

from collections.abc import Mapping

from kezek.core.calls import CallCause, LookupKey
from kezek.core.delivery import DeliveryState
from kezek.reads.hotline_notices import Delivery
from kezek.web.words import Label, mark, say

CAUSE: Mapping[str, str] = {
    CallCause.NUMBER_MOVED: mark("Why the number moved back"),
    CallCause.WHEN: mark("When the turn comes"),
    CallCause.NO_MESSAGE: mark("No SMS or letter came"),
    CallCause.OFFER_TERM: mark("Term of an offer, referral or voucher"),
    CallCause.DOCUMENTS: mark("Which documents are needed"),
    CallCause.BENEFIT: mark("The benefit was refused or is not seen"),
    CallCause.SIGN_IN: mark("Cannot sign in, another telephone"),
    CallCause.FREE_PLACES: mark("How free places are given"),
    CallCause.CHOICE: mark("To change the kindergartens chosen"),
    CallCause.SIBLINGS: mark("Brothers and sisters together"),
    CallCause.COMPLAINT: mark("A complaint"),
    CallCause.OTHER: mark("Something else"),
}
"""Causes of calls (rulebook §12)."""

BY_KEY: Mapping[str, str] = {
    LookupKey.NUMBER: mark("application number"),
    LookupKey.IIN: mark("IIN"),
    LookupKey.PHONE: mark("telephone"),
    LookupKey.NAME: mark("name and birth date"),
    "code": mark("opened by a code"),
}
"""By what somebody was looked up, and that a family's data were opened."""

DELIVERY: Mapping[str, Label] = {
    Delivery.QUIET: Label(mark("leaves in the morning"), "clock", "calm"),
    Delivery.WAITS: Label(mark("on its way"), "clock", "active"),
    Delivery.TEMPORARY: Label(mark("not taken yet, tried again"), "warning", "act"),
    Delivery.TECHNICAL: Label(mark("technical failure, tried again"), "warning", "act"),
    Delivery.SENT: Label(mark("delivered to the provider"), "check", "good"),
    Delivery.DELIVERED: Label(mark("arrived"), "check", "good"),
    Delivery.REFUSED: Label(mark("the address takes nothing"), "cross", "bad"),
    Delivery.EXPIRED: Label(mark("the telephone was off for too long"), "cross", "bad"),
    Delivery.FAILED: Label(mark("the provider did not deliver it"), "cross", "bad"),
    Delivery.GAVE_UP: Label(mark("given up"), "cross", "bad"),
}
"""How far a message has come."""

CHANNEL: Mapping[str, str] = {"sms": mark("SMS"), "email": mark("e-mail"), "telegram": "Telegram"}

STATE: Mapping[str, Label] = {
    DeliveryState.CREATED: Label(mark("on its way"), "clock", "active"),
    DeliveryState.SENT: Label(mark("sent"), "check", "good"),
    DeliveryState.DELIVERED: Label(mark("arrived"), "check", "good"),
    DeliveryState.TEMPORARY: Label(mark("has not arrived yet"), "warning", "act"),
    DeliveryState.PERMANENT: Label(mark("the address takes nothing"), "cross", "bad"),
    DeliveryState.TECHNICAL: Label(mark("has not left us yet"), "warning", "act"),
}
"""How far a message has come, as its family reads it."""

OUTCOME: Mapping[str, Label] = {
    "": Label(mark("Waits for the specialist"), "clock", "active"),
    "done": Label(mark("Done"), "check", "good"),
    "declined": Label(mark("Nothing can be done"), "cross", "calm"),
}
"""What came of a matter that was handed over."""


def cause_name(cause: str) -> str:
    """What a call was about."""
    return say(CAUSE[cause])


def key_name(by_key: str) -> str:
    """By what somebody was looked up."""
    return say(BY_KEY[by_key])


def delivery_label(delivery: str) -> Label:
    """How far a message has come."""
    return DELIVERY[delivery]


def state_label(state: str) -> Label:
    """How far a message has come, for its family."""
    return STATE[state]


def channel_name(channel: str) -> str:
    """How a message leaves the house."""
    return say(CHANNEL[channel])


def outcome_label(outcome: str) -> Label:
    """What came of a matter; empty while it waits."""
    return OUTCOME[outcome]


def cause_choices() -> list[tuple[str, str]]:
    """The causes to choose from, the most frequent first."""
    return [(str(cause), say(words)) for cause, words in CAUSE.items()]
