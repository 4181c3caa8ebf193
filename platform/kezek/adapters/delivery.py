"""One attempt to deliver one message, and how it ended for the family."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self, TypeVar, runtime_checkable

from kezek.adapters.email import EmailGateway, Outgoing
from kezek.adapters.not_taken import NotTaken
from kezek.adapters.sms import Remembers, SmsGateway
from kezek.adapters.telegram import TelegramGateway


class Ending(StrEnum):
    """How an attempt ended.

    A permanent failure is the address's: the family is asked to mend it. A temporary one is
    nobody's: the other side is busy, the box is full. A technical one is ours or the provider's.
    Both are tried again, and nobody is troubled. Unknown is a lost answer: the message may have
    arrived, and is tried again under the same reference.
    """

    TAKEN = "taken"
    TEMPORARY = "temporary"
    TECHNICAL = "technical"
    UNKNOWN = "unknown"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one address; `reference` is the same at every attempt.

    `sender` is the region's own name, where it has one.
    """

    channel: str
    address: str
    subject: str
    text: str
    reference: str
    sender: str = ""
    html: str = ""
    language: str = ""
    was_lost: bool = False
    """An answer was lost before: it may have been taken then."""


@runtime_checkable
class SpeaksAs(Protocol):
    """A gateway that may speak under another name than the deployment's."""

    def speaking_as(self, sender: str) -> Self:
        """The same gateway under that name."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How an attempt ended and what the provider said, without personal data."""

    ending: Ending
    reason: str = ""
    name: str = ""
    """How the provider will call it in its reports; empty where it tells no more of it."""


@dataclass(frozen=True, slots=True)
class Gateways:
    """The ways out."""

    sms: SmsGateway
    email: EmailGateway
    telegram: TelegramGateway


def attempt(parcel: Parcel, gateways: Gateways) -> Attempt:
    """Hands the parcel to its gateway; whatever happens there is an answer, never an exception."""
    try:
        return Attempt(Ending.TAKEN, name=_WAYS[parcel.channel](parcel, gateways))
    except NotTaken as failed:
        return Attempt(_ending(failed), str(failed))
    except Exception as broken:  # a gateway's own mistake must not stop the messages behind
        return Attempt(Ending.UNKNOWN, type(broken).__name__)


def _by_sms(parcel: Parcel, gateways: Gateways) -> str:
    gateway = _named(gateways.sms, parcel.sender)
    if parcel.was_lost and isinstance(gateway, Remembers):
        found = gateway.find(parcel.address, parcel.text, parcel.reference)
        if found:
            return found
    return gateway.send(parcel.address, parcel.text, parcel.reference)


def _by_email(parcel: Parcel, gateways: Gateways) -> str:
    letter = Outgoing(
        parcel.address,
        parcel.subject,
        parcel.text,
        parcel.reference,
        parcel.html,
        parcel.language,
    )
    return _named(gateways.email, parcel.sender).send(letter)


def _by_telegram(parcel: Parcel, gateways: Gateways) -> str:
    return gateways.telegram.send(parcel.address, parcel.text, parcel.reference)


_WAYS: dict[str, Callable[[Parcel, Gateways], str]] = {
    "sms": _by_sms,
    "email": _by_email,
    "telegram": _by_telegram,
}


_Gateway = TypeVar("_Gateway")


def _named(gateway: _Gateway, sender: str) -> _Gateway:
    """The gateway under the region's name, where there is one and the gateway knows names."""
    return gateway.speaking_as(sender) if sender and isinstance(gateway, SpeaksAs) else gateway


def _ending(failed: NotTaken) -> Ending:
    if failed.is_final:
        return Ending.PERMANENT
    if failed.is_unknown:
        return Ending.UNKNOWN
    return Ending.TEMPORARY if failed.is_temporary else Ending.TECHNICAL
