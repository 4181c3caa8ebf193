"""One attempt to deliver one message, and how it ended for the family."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self, TypeVar, runtime_checkable

from kezek.adapters.email import EmailFailed, EmailGateway
from kezek.adapters.sms import SmsFailed, SmsGateway


class Ending(StrEnum):
    """How an attempt ended.

    A permanent failure is the address's: the family is asked to mend it. A technical one is ours
    or the provider's: nobody is troubled, and it is tried again. Unknown is a lost answer: the
    message may have arrived, and is tried again under the same reference.
    """

    TAKEN = "taken"
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


def attempt(parcel: Parcel, sms: SmsGateway, email: EmailGateway) -> Attempt:
    """Hands the parcel to its gateway; whatever happens there is an answer, never an exception."""
    try:
        if parcel.channel == "sms":
            _named(sms, parcel.sender).send(parcel.address, parcel.text, parcel.reference)
        else:
            _named(email, parcel.sender).send(
                parcel.address, parcel.subject, parcel.text, parcel.reference
            )
    except (SmsFailed, EmailFailed) as failed:
        return Attempt(_ending(failed), str(failed))
    except Exception as broken:  # a gateway's own mistake must not stop the messages behind
        return Attempt(Ending.UNKNOWN, type(broken).__name__)
    return Attempt(Ending.TAKEN)


_Gateway = TypeVar("_Gateway")


def _named(gateway: _Gateway, sender: str) -> _Gateway:
    """The gateway under the region's name, where there is one and the gateway knows names."""
    return gateway.speaking_as(sender) if sender and isinstance(gateway, SpeaksAs) else gateway


def _ending(failed: SmsFailed | EmailFailed) -> Ending:
    if failed.is_final:
        return Ending.PERMANENT
    return Ending.UNKNOWN if failed.is_unknown else Ending.TECHNICAL
